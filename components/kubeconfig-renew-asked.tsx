"use client";

import { useRouter } from "next/navigation";
import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { RenewDialog, type RenewSettings } from "./kubeconfig-renew.tsx";
import { ButtonLink } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";

/** What stands in a dead file's last answer leads here: the question whether to renew it, or why it cannot be. Null: no file of this person. */
export function RenewAsked({ file, settings }: { file: KubeconfigView | null; settings: RenewSettings }) {
  const router = useRouter();
  if (file !== null && file.state !== "revoked") return <RenewDialog file={file} settings={settings} onClose={() => router.replace("/kubeconfigs")} />;
  if (file === null) {
    return (
      <Callout tone="warn" className="mb-4" role="status" title={t("This kubeconfig is not yours")}>
        <p>{t("The link renews a file of somebody else, or one that is not known here any more. Sign in as its owner, or make one of your own.")}</p>
      </Callout>
    );
  }
  const ids = file.environments.flatMap(({ id, state }) => (id === null || state === "revoked" ? [] : [id]));
  return (
    <Callout tone="warn" className="mb-4" role="status" title={t("{name} was ended, and stays so", { name: file.name })}>
      <p>{t("What was ended cannot be renewed. Make a new file for the same environments instead.")}</p>
      {ids.length > 0 && (
        <p className="pt-1">
          <ButtonLink href={`/?connect=${ids.join(",")}`}>{t("New kubeconfig for the same environments")}</ButtonLink>
        </p>
      )}
    </Callout>
  );
}
