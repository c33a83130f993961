import Link from "next/link";
import { AutoRefresh } from "#components/auto-refresh.tsx";
import { EnvironmentAdminTable } from "#components/environment-admin-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { rich } from "#components/ui/rich.ts";
import { Surface } from "#components/ui/table.tsx";
import { listEnvironments } from "#lib/environments/index.ts";
import type { EnvironmentView } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";
import { whatEndsAction } from "../../what-ends-action.ts";
import { requireAdminContext } from "../require-admin.ts";
import { removeEnvironmentAction, renameEnvironmentAction, setEnvironmentDisabledAction, testEnvironmentAction } from "./actions.ts";

export default async function EnvironmentsPage({ searchParams }: { searchParams: Promise<{ added?: string | string[]; test?: string | string[] }> }) {
  const { context } = await requireAdminContext();
  const environments = await listEnvironments(context);
  const { added, test } = await searchParams;
  const isUnsettled = environments.some((environment) => environment.health.state === "unknown" || environment.reconcile.at === null);
  return (
    <>
      <PageHead
        title={t("Environments")}
        action={
          <ButtonLink href="/admin/environments/new" tone="primary" shortcut="c">
            {t("Add environment")}
          </ButtonLink>
        }
      >
        {t("The clusters that Drawbridge gives people access to.")}
      </PageHead>
      <AddedNote environment={environments.find((environment) => String(environment.id) === added)} />
      <EnvironmentAdminTable
        environments={environments}
        testAtOnce={environments.find(({ id }) => String(id) === test)}
        actions={{
          test: testEnvironmentAction,
          rename: renameEnvironmentAction,
          setDisabled: setEnvironmentDisabledAction,
          remove: removeEnvironmentAction,
          whatEnds: whatEndsAction,
        }}
      />
      {environments.length === 0 && (
        <Surface>
          <EmptyState
            title={t("There is no environment yet")}
            action={
              <ButtonLink href="/admin/environments/new" tone="primary">
                {t("Add environment")}
              </ButtonLink>
            }
          >
            {t("Paste a kubeconfig or apply a manifest: either takes a minute.")}
          </EmptyState>
        </Surface>
      )}
      <AutoRefresh everyMs={isUnsettled ? 2_000 : 15_000} />
    </>
  );
}

/** Where to go after adding one. */
function AddedNote({ environment }: { environment: EnvironmentView | undefined }) {
  if (!environment) return null;
  return (
    <Callout className="mb-5" role="status" title={rich("{name} is added", { name: <span className="font-mono">{environment.name}</span> })}>
      <p>
        {rich("What next: <link>get your kubeconfig</link> or <link2>give others access</link2>.", {
          link: (text) => (
            <Link href="/" className="text-link">
              {text}
            </Link>
          ),
          link2: (text) => (
            <Link href="/admin/access" className="text-link">
              {text}
            </Link>
          ),
        })}
      </p>
    </Callout>
  );
}
