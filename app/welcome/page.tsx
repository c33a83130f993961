import { PageHead } from "#components/ui/page-head.tsx";
import { Welcome } from "#components/welcome.tsx";
import { listReachableEnvironments } from "#lib/access/index.ts";
import { config } from "#lib/config.ts";
import { findOwnCluster, installManifest, listEnvironments } from "#lib/environments/index.ts";
import { listKubeconfigs } from "#lib/issued-files/index.ts";
import { countPasskeys } from "#lib/passkeys/index.ts";
import { readSettings } from "#lib/settings/index.ts";
import { t } from "#lib/texts/index.ts";
import { createGrantAction } from "../admin/access/actions.ts";
import {
  addEnvironmentAction,
  addFromManifestAction,
  addOwnClusterAction,
  readContextsAction,
  testConnectionAction,
} from "../admin/environments/new/actions.ts";
import { requireAdminContext } from "../admin/require-admin.ts";
import { updateExternalUrlAction } from "../admin/settings/actions.ts";

/** The first steps after the set-up, which can be left and come back to: what is done is read from the database. */
export default async function WelcomePage() {
  const { context, person } = await requireAdminContext();
  const [settings, environments, reachable, files, passkeys] = await Promise.all([
    readSettings(context.db),
    listEnvironments(context),
    listReachableEnvironments(context),
    listKubeconfigs(context, { state: "active" }, { everyone: false }),
    countPasskeys(context),
  ]);
  const { externalUrl: locked } = config();
  const mine = new Set(reachable.map(({ id }) => id));
  return (
    <>
      <PageHead title={t("First steps")}>{t("From here to a kubeconfig in your terminal. You can leave at any step and come back.")}</PageHead>
      <Welcome
        person={{ id: person.id, login: person.login, displayName: person.displayName }}
        progress={{
          account: true,
          address: locked !== null || settings.externalUrl !== null,
          environment: environments.length > 0,
          access: reachable.length > 0,
          file: files.kubeconfigs.length > 0,
        }}
        settings={settings}
        locked={locked}
        passkeys={passkeys}
        environments={environments.map(({ id, name }) => ({ id, name, isMine: mine.has(id) }))}
        form={{
          manifest: installManifest(context),
          ownCluster: findOwnCluster(context),
          actions: {
            readContexts: readContextsAction,
            testConnection: testConnectionAction,
            add: addEnvironmentAction,
            addFromManifest: addFromManifestAction,
            addOwnCluster: addOwnClusterAction,
          },
        }}
        actions={{ updateExternalUrl: updateExternalUrlAction, createGrant: createGrantAction }}
      />
    </>
  );
}
