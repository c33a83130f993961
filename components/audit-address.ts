import type { AuditFilter } from "#lib/audit/schema.ts";

/** The audit page with `filter`, as it can be sent on. */
export function auditAddress(filter: AuditFilter): string {
  const query = auditQuery(filter);
  return query === "" ? "/admin/audit" : `/admin/audit?${query}`;
}

export function auditQuery(filter: AuditFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value));
  return query.toString();
}

export function auditEventAddress(id: string): string {
  return `/admin/audit/${encodeURIComponent(id)}`;
}

/** The page on which the event of `at` stands, among those within five minutes before and after. */
export function auditAroundAddress(at: string): string {
  const moment = new Date(at).getTime();
  const minutes = (count: number) => new Date(moment + count * 60_000).toISOString();
  return auditAddress({ from: minutes(-5), until: minutes(5) });
}
