import { AutoRefresh } from "#components/auto-refresh.tsx";
import { EnvironmentList } from "#components/environment-list.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Surface } from "#components/ui/table.tsx";
import { listReachableEnvironments } from "#lib/access/index.ts";
import { requireContext } from "#lib/auth/index.ts";
import { requirePerson } from "#lib/context.ts";
import { environmentsExist } from "#lib/environments/index.ts";
import { readSettings } from "#lib/settings/index.ts";
import { listAdministratorNames } from "#lib/users/index.ts";
import { previewAction } from "./actions.ts";

export default async function HomePage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const context = await requireContext();
  const { isAdmin } = requirePerson(context);
  const { q } = await searchParams;
  const [environments, settings, exists] = await Promise.all([listReachableEnvironments(context), readSettings(context.db), environmentsExist(context.db)]);
  const isUnsettled = environments.some(({ applying, health }) => applying || health.state === "unknown");
  return (
    <>
      <AutoRefresh everyMs={isUnsettled ? 2_000 : 15_000} />
      <EnvironmentList
        environments={environments}
        settings={settings}
        preview={previewAction}
        query={typeof q === "string" ? q : ""}
        isAdmin={isAdmin}
        lacking={exists ? "grant" : "environment"}
      />
      {environments.length === 0 && (
        <Surface>
          <NothingToReach exists={exists} isAdmin={isAdmin} administrators={await listAdministratorNames(context)} />
        </Surface>
      )}
    </>
  );
}

function NothingToReach({ exists, isAdmin, administrators }: { exists: boolean; isAdmin: boolean; administrators: string[] }) {
  if (exists && isAdmin) {
    return (
      <EmptyState title="No environment is granted to you" action={<ButtonLink href="/admin/access">Grant access</ButtonLink>}>
        Being an administrator of Drawbridge gives no right in a cluster: grant yourself what you need.
      </EmptyState>
    );
  }
  if (exists)
    return <EmptyState title="No environment is granted to you">Ask {inWords(administrators)} to give you, or a team of yours, access to one.</EmptyState>;
  if (isAdmin) {
    return (
      <EmptyState
        title="There is no environment yet"
        action={
          <ButtonLink href="/admin/environments/new" tone="primary">
            Add environment
          </ButtonLink>
        }
      >
        An environment is a cluster that Drawbridge gives access to.
      </EmptyState>
    );
  }
  return <EmptyState title="There is no environment yet">Ask {inWords(administrators)} to add a cluster. It then appears here.</EmptyState>;
}

/** The first three are enough to find one who is there. */
function inWords(administrators: readonly string[]): string {
  return administrators.length === 0 ? "an administrator of Drawbridge" : new Intl.ListFormat("en", { type: "disjunction" }).format(administrators.slice(0, 3));
}
