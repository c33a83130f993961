"use client";

import { useState } from "react";
import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { KubeconfigDetails } from "./kubeconfig-details.tsx";
import type { KubeconfigActions } from "./kubeconfig-list.tsx";
import { RevokeDialog } from "./kubeconfig-revoke.tsx";
import { useAddressAsk } from "./ui/address-ask.ts";

/** What the address asks about a file of the person's own: its details, or the question before it is revoked, if it still can be. */
export function KubeconfigAsked({ question, file, actions }: { question: "show" | "revoke"; file: KubeconfigView; actions: KubeconfigActions }) {
  const [open, setOpen] = useState(false);
  const forgetAsked = useAddressAsk(question, (id) => setOpen(id === file.id));
  const close = () => {
    setOpen(false);
    forgetAsked();
  };
  if (!open) return null;
  if (question === "revoke")
    return file.state === "active" ? <RevokeDialog files={[file]} action={actions.revoke} whatEnds={actions.whatEnds} onClose={close} /> : null;
  const { update, revokeEnvironment, readActivity } = actions;
  return <KubeconfigDetails file={file} isMine {...{ update, revokeEnvironment, readActivity }} withAudit={false} onClose={close} />;
}
