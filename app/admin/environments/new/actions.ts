"use server";

import type { z } from "zod";
import type { AddedEnvironment, RunningTest } from "#components/environment-form-answers.ts";
import type { FormState } from "#components/ui/form-state.ts";
import { addEnvironment, addEnvironmentFromManifest, addOwnCluster, readUploadedKubeconfig, testConnection } from "#lib/environments/index.ts";
import { addEnvironmentSchema, addFromManifestSchema, addOwnClusterSchema, type ProbeStepView, type UploadedContextView } from "#lib/environments/schema.ts";
import { readForm } from "../../../form-action.ts";
import { adminAction } from "../../admin-action.ts";

const upload = addEnvironmentSchema.pick({ kubeconfig: true });
const connection = addEnvironmentSchema.pick({ kubeconfig: true, context: true, pinnedSha256: true });

export async function readContextsAction(kubeconfig: string): Promise<FormState<UploadedContextView[]>> {
  return adminAction(upload, { kubeconfig }, async (context, input) => readUploadedKubeconfig(context, input.kubeconfig));
}

/** Answers at once; the steps follow as they end. */
export async function testConnectionAction(choice: z.input<typeof connection>): Promise<RunningTest> {
  const { readable, writable } = new TransformStream<ProbeStepView>();
  const writer = writable.getWriter();
  // A browser that has left takes no more steps, which is no fault.
  const tell = (step: ProbeStepView) => void writer.write(step).catch(() => undefined);
  const result = adminAction(connection, choice, (context, input) => testConnection(context, input, tell));
  void result.catch(() => null).then(() => writer.close().catch(() => undefined));
  return { steps: readable, result };
}

export async function addEnvironmentAction(_previous: FormState<AddedEnvironment>, form: FormData): Promise<FormState<AddedEnvironment>> {
  const { text, textOrNull, flag } = readForm(form);
  const raw = {
    name: text("name"),
    kubeconfig: text("kubeconfig"),
    context: text("context"),
    pinnedSha256: textOrNull("pinnedSha256"),
    grantMe: flag("grantMe"),
  };
  return adminAction(addEnvironmentSchema, raw, async (context, input) => added(await addEnvironment(context, input)));
}

export async function addFromManifestAction(_previous: FormState<AddedEnvironment>, form: FormData): Promise<FormState<AddedEnvironment>> {
  const { text, flag } = readForm(form);
  const raw = { name: text("name"), printed: text("printed"), grantMe: flag("grantMe") };
  return adminAction(addFromManifestSchema, raw, async (context, input) => added(await addEnvironmentFromManifest(context, input)));
}

export async function addOwnClusterAction(_previous: FormState<AddedEnvironment>, form: FormData): Promise<FormState<AddedEnvironment>> {
  const { text, flag } = readForm(form);
  const raw = { name: text("name"), grantMe: flag("grantMe") };
  return adminAction(addOwnClusterSchema, raw, async (context, input) => added(await addOwnCluster(context, input)));
}

function added({ id, name }: AddedEnvironment): AddedEnvironment {
  return { id, name };
}
