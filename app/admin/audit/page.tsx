import { AuditList } from "#components/audit-list.tsx";
import { followAuditEvents, listAuditEvents } from "#lib/audit/index.ts";
import { type AuditFilter, auditFilterSchema } from "#lib/audit/schema.ts";
import { listEnvironmentNames } from "#lib/environments/index.ts";
import { listUserNames } from "#lib/users/index.ts";
import { requireAdminContext } from "../require-admin.ts";

/** Of suggestions: beyond, one has to know the login. */
const peopleMax = 500;

export default async function AuditPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { context } = await requireAdminContext();
  const filter = parseFilter(await searchParams);
  // Before the list is read, so that the live tail leaves nothing out between the two.
  const { position } = await followAuditEvents(context, {}, null);
  const [{ events, next }, environments, users] = await Promise.all([listAuditEvents(context, filter), listEnvironmentNames(context), listUserNames(context)]);
  return (
    <AuditList
      // Another filter is another list.
      key={JSON.stringify(filter)}
      filter={filter}
      suggestions={{ environments, people: users.slice(0, peopleMax).map(({ login }) => login) }}
      {...{ events, next, position }}
    />
  );
}

function parseFilter(query: Record<string, string | string[] | undefined>): AuditFilter {
  return auditFilterSchema.parse(query);
}
