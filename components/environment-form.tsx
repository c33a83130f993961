"use client";

import { useRouter } from "next/navigation";
import { t } from "#lib/texts/index.ts";
import type { AddEnvironmentActions, AddedEnvironment } from "./environment-form-answers.ts";
import { KubeconfigWay } from "./environment-form-kubeconfig.tsx";
import { type ManifestSteps, ManifestWay } from "./environment-form-manifest.tsx";
import { OwnClusterWay } from "./environment-form-own.tsx";
import { Tabs } from "./ui/tabs.tsx";

export interface EnvironmentFormProps {
  actions: AddEnvironmentActions;
  manifest: ManifestSteps;
  /** The cluster in which this Drawbridge runs; null: it runs in none. */
  ownCluster: { server: string } | null;
  /** The person's own: it may be given cluster-admin there. */
  login: string;
  /** Unless told, the list of environments is shown. */
  onDone?: (added: AddedEnvironment) => void;
}

/** Adds an environment, by any of its ways in. */
export function EnvironmentForm({ actions, manifest, ownCluster, login, onDone }: EnvironmentFormProps) {
  const router = useRouter();
  const done = onDone ?? ((added: AddedEnvironment) => router.push(`/admin/environments?added=${added.id}`));
  const own = ownCluster && {
    value: "own",
    label: t("This cluster"),
    content: <OwnClusterWay server={ownCluster.server} action={actions.addOwnCluster} login={login} onDone={done} />,
  };
  return (
    <Tabs
      label={t("Ways to add an environment")}
      tabs={[
        ...(own ? [own] : []),
        { value: "kubeconfig", label: t("Paste a kubeconfig"), content: <KubeconfigWay actions={actions} login={login} onDone={done} /> },
        {
          value: "manifest",
          label: t("Apply a manifest"),
          content: <ManifestWay action={actions.addFromManifest} manifest={manifest} login={login} onDone={done} />,
        },
      ]}
    />
  );
}
