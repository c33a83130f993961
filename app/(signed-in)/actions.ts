"use server";

import { headers } from "next/headers";
import type { FormState } from "#components/ui/form-state.ts";
import { NotFound } from "#lib/errors.ts";
import { findOwnKubeconfig } from "#lib/issued-files/index.ts";
import { downloadTarget, previewKubeconfig } from "#lib/kubeconfig/index.ts";
import { type IssueKubeconfigInput, issueKubeconfigSchema, type KubeconfigView, kubeconfigIdSchema } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { formAction } from "../form-action.ts";

/** The file as it would be, with dots for its tokens. Makes nothing. */
export async function previewAction(input: IssueKubeconfigInput): Promise<FormState<string>> {
  const host = (await headers()).get("host") ?? "";
  return formAction(issueKubeconfigSchema, input, async (context, parsed) => previewKubeconfig(context, parsed, await downloadTarget(context.db, host)));
}

/** All of one's own file. Changes nothing. */
export async function findKubeconfigAction(id: string): Promise<FormState<KubeconfigView>> {
  return formAction(kubeconfigIdSchema, id, async (context, parsed) => {
    const file = await findOwnKubeconfig(context, parsed);
    if (file === null) throw new NotFound(t("There is no such kubeconfig."));
    return file;
  });
}
