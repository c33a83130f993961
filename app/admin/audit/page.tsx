import { AuditFilter } from "#components/audit-filter.tsx";
import { AuditTable } from "#components/audit-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Surface } from "#components/ui/table.tsx";
import { listAuditEvents } from "#lib/audit/index.ts";
import { auditFilterSchema, type AuditFilter as Filter } from "#lib/audit/schema.ts";
import { listEnvironments } from "#lib/environments/index.ts";
import { requireAdminContext } from "../require-admin.ts";

export default async function AuditPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { context } = await requireAdminContext();
  const filter = parseFilter(await searchParams);
  const [{ events, next }, environments] = await Promise.all([listAuditEvents(context, filter), listEnvironments(context)]);
  const { before, ...shown } = filter;
  const isFiltered = Object.values(shown).some((value) => value !== undefined);
  return (
    <>
      <PageHead title="Audit">Every sign-in, change and request, newest first.</PageHead>
      <AuditFilter filter={shown} environments={environments.map(({ id, name }) => ({ id, name }))} />
      {events.length > 0 ? (
        <AuditTable events={events} />
      ) : (
        <Surface>
          <EmptyState
            title={isFiltered ? "No event matches" : "There is no older event"}
            action={<ButtonLink href="/admin/audit">Show all events</ButtonLink>}
          />
        </Surface>
      )}
      <nav aria-label="Pages of events" className="flex justify-end gap-2 pt-4">
        {before !== undefined && <ButtonLink href={addressOf(shown)}>Newest</ButtonLink>}
        {next !== null && <ButtonLink href={addressOf({ ...shown, before: next })}>Older</ButtonLink>}
      </nav>
    </>
  );
}

/** An empty field filters nothing. */
function parseFilter(query: Record<string, string | string[] | undefined>): Filter {
  return auditFilterSchema.parse(Object.fromEntries(Object.entries(query).filter(([, value]) => value !== "")));
}

function addressOf(filter: Filter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? "/admin/audit" : `/admin/audit?${query}`;
}
