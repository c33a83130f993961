"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { probeEnvironment, removeEnvironment, setEnvironmentDisabled, updateEnvironment } from "#lib/environments/index.ts";
import { type LeftInClusterView, type ProbeView, updateEnvironmentSchema } from "#lib/environments/schema.ts";
import { readForm } from "../../form-action.ts";
import { adminAction } from "../admin-action.ts";

const target = z.object({ id: z.number().int().positive() });

export async function testEnvironmentAction(id: number): Promise<FormState<ProbeView>> {
  return adminAction(target, { id }, async (context, input) => {
    const result = await probeEnvironment(context.db, input.id, context.now);
    refresh();
    return result;
  });
}

export async function renameEnvironmentAction(_previous: FormState<string>, form: FormData): Promise<FormState<string>> {
  const { number, text } = readForm(form);
  return adminAction(updateEnvironmentSchema.extend(target.shape), { id: number("id"), name: text("name") }, async (context, { id, name }) => {
    const view = await updateEnvironment(context, id, { name });
    refresh();
    return view.name;
  });
}

export async function setEnvironmentDisabledAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { number, flag } = readForm(form);
  const schema = target.extend({ disabled: z.boolean() });
  return adminAction(schema, { id: number("id"), disabled: flag("disabled") }, async (context, { id, disabled }) => {
    await setEnvironmentDisabled(context, id, disabled);
    refresh();
    return null;
  });
}

/** Answers with what is left in the cluster; null when nothing is. */
export async function removeEnvironmentAction(_previous: FormState<LeftInClusterView | null>, form: FormData): Promise<FormState<LeftInClusterView | null>> {
  const { number, flag } = readForm(form);
  const schema = target.extend({ cleanCluster: z.boolean() });
  return adminAction(schema, { id: number("id"), cleanCluster: flag("cleanCluster") }, async (context, { id, cleanCluster }) => {
    const { left } = await removeEnvironment(context, id, { cleanCluster });
    refresh();
    return left;
  });
}
