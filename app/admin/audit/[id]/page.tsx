import { notFound } from "next/navigation";
import { AuditEventPage } from "#components/audit-event-page.tsx";
import { findAuditEvent } from "#lib/audit/index.ts";
import { NotFound } from "#lib/errors.ts";
import { requireAdminContext } from "../../require-admin.ts";

/** An event by its id, as it can be sent on. */
export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const { context } = await requireAdminContext();
  const { id } = await params;
  const whole = await findAuditEvent(context, id).catch((error: unknown) => {
    if (error instanceof NotFound) notFound();
    throw error;
  });
  return <AuditEventPage whole={whole} />;
}
