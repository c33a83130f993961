"use server";

import { headers } from "next/headers";
import type { FormState } from "#components/ui/form-state.ts";
import { downloadTarget, previewKubeconfig } from "#lib/kubeconfig/index.ts";
import { type IssueKubeconfigInput, issueKubeconfigSchema } from "#lib/kubeconfig/schema.ts";
import { formAction } from "../form-action.ts";

/** The file as it would be, with dots for its tokens. Makes nothing. */
export async function previewAction(input: IssueKubeconfigInput): Promise<FormState<string>> {
  const host = (await headers()).get("host") ?? "";
  return formAction(issueKubeconfigSchema, input, (context, parsed) => previewKubeconfig(context, parsed, downloadTarget(host)));
}
