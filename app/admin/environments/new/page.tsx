import { EnvironmentForm } from "#components/environment-form.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { environmentsExist, findOwnCluster, installManifest } from "#lib/environments/index.ts";
import { t } from "#lib/texts/index.ts";
import { requireAdminContext } from "../../require-admin.ts";
import { addEnvironmentAction, addFromManifestAction, addOwnClusterAction, readContextsAction, testConnectionAction } from "./actions.ts";

export default async function AddEnvironmentPage() {
  const { context, person } = await requireAdminContext();
  const isFirst = !(await environmentsExist(context.db));
  return (
    <>
      <PageHead title={isFirst ? t("Add your first environment") : t("Add an environment")}>
        {t("An environment is a Kubernetes cluster that Drawbridge gives people access to. Nothing is made in it before the connection has been tested.")}
      </PageHead>
      <EnvironmentForm
        login={person.login}
        manifest={installManifest(context)}
        ownCluster={findOwnCluster(context)}
        actions={{
          readContexts: readContextsAction,
          testConnection: testConnectionAction,
          add: addEnvironmentAction,
          addFromManifest: addFromManifestAction,
          addOwnCluster: addOwnClusterAction,
        }}
      />
    </>
  );
}
