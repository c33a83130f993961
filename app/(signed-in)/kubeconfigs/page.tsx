import { KubeconfigTable } from "#components/kubeconfig-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Surface } from "#components/ui/table.tsx";
import { requireContext } from "#lib/auth/index.ts";
import { listKubeconfigs } from "#lib/kubeconfig/index.ts";
import { revokeAction } from "./actions.ts";

export default async function KubeconfigsPage() {
  const kubeconfigs = await listKubeconfigs(await requireContext(), { everyone: false });
  return (
    <>
      <PageHead
        title="Kubeconfigs"
        action={
          <ButtonLink href="/" tone="primary">
            New kubeconfig
          </ButtonLink>
        }
      >
        The files you have made. Revoke one that you no longer need, or that somebody else may have seen.
      </PageHead>
      {kubeconfigs.length > 0 ? (
        <KubeconfigTable kubeconfigs={kubeconfigs} revoke={revokeAction} />
      ) : (
        <Surface>
          <EmptyState title="You have made no kubeconfig yet" action={<ButtonLink href="/">Choose environments</ButtonLink>}>
            Tick environments and download one file for all of them.
          </EmptyState>
        </Surface>
      )}
    </>
  );
}
