"use client";

import { useRouter } from "next/navigation";
import type { AddEnvironmentActions, AddedEnvironment } from "./environment-form-answers.ts";
import { KubeconfigWay } from "./environment-form-kubeconfig.tsx";
import { type ManifestSteps, ManifestWay } from "./environment-form-manifest.tsx";
import { Tabs } from "./ui/tabs.tsx";

/** Adds an environment, by either of its two ways in. `login` is the person's own: it may be given cluster-admin there. */
export function EnvironmentForm({ actions, manifest, login }: { actions: AddEnvironmentActions; manifest: ManifestSteps; login: string }) {
  const router = useRouter();
  const done = (added: AddedEnvironment) => router.push(`/admin/environments?added=${added.id}`);
  return (
    <Tabs
      label="Ways to add an environment"
      tabs={[
        { value: "kubeconfig", label: "Paste a kubeconfig", content: <KubeconfigWay actions={actions} login={login} onDone={done} /> },
        {
          value: "manifest",
          label: "Apply a manifest",
          content: <ManifestWay action={actions.addFromManifest} manifest={manifest} login={login} onDone={done} />,
        },
      ]}
    />
  );
}
