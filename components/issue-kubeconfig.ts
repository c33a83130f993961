import { z } from "zod";
import {
  type IssuedFile,
  type IssueKubeconfigInput,
  issuedFileSchema,
  issueKubeconfigSchema,
  type RenewKubeconfigInput,
  renewKubeconfigSchema,
} from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import type { FormState } from "./ui/form-state.ts";

/** The server action that answers with the file as it would be, tokens dotted. */
export type PreviewAction = (input: IssueKubeconfigInput) => Promise<FormState<string>>;

export type IssueAnswer = { ok: true; file: IssuedFile } | { ok: false; errors: Record<string, string> };

const refusalSchema = z.object({ error: z.string(), field: z.string().optional() });

/** Has the file made, tokens and all. Never throws; what is wrong in the form is said without asking the server. */
export async function issueKubeconfig(input: IssueKubeconfigInput): Promise<IssueAnswer> {
  return askForFile("/api/kubernetes/config", issueKubeconfigSchema, input);
}

/** The same for a file that exists: same names, new tokens. */
export async function renewKubeconfig(input: RenewKubeconfigInput): Promise<IssueAnswer> {
  return askForFile("/api/kubernetes/config/renew", renewKubeconfigSchema, input);
}

async function askForFile<Input>(path: string, schema: z.ZodType<Input>, input: Input): Promise<IssueAnswer> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return { ok: false, errors: Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0] ?? "form"), issue.message])) };
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(parsed.data),
      signal: AbortSignal.timeout(30_000),
    });
    if (response.ok) return { ok: true, file: issuedFileSchema.parse(await response.json()) };
    if (response.status === 401) return { ok: false, errors: { form: t("Your session has ended. Sign in again in another tab, then repeat this.") } };
    return { ok: false, errors: refusalIn(await response.text()) };
  } catch {
    return {
      ok: false,
      errors: { form: t("Drawbridge did not answer. Look at your connection and try again; if a file was made, it is listed under Kubeconfigs.") },
    };
  }
}

/** Hands a file to the browser as a download. */
export function saveFile({ fileName, content }: Pick<IssuedFile, "fileName" | "content">): void {
  const url = URL.createObjectURL(new Blob([content], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function refusalIn(text: string): Record<string, string> {
  const refusal = refusalSchema.safeParse(parseJson(text)).data;
  if (!refusal) return { form: t("Drawbridge could not make this file. Try again; its log tells the operator why.") };
  return { [refusal.field ?? "form"]: refusal.error };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
