"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { createTeam, deleteTeam, updateTeam } from "#lib/teams/index.ts";
import { teamSchema } from "#lib/teams/schema.ts";
import { readForm } from "../../form-action.ts";
import { adminAction } from "../admin-action.ts";

const target = z.object({ id: z.uuid() });

export async function createTeamAction(_previous: FormState<string>, form: FormData): Promise<FormState<string>> {
  return adminAction(teamSchema, readTeam(form), async (context, input) => {
    await createTeam(context, input);
    refresh();
    return input.name;
  });
}

export async function updateTeamAction(_previous: FormState<string>, form: FormData): Promise<FormState<string>> {
  const raw = { id: readForm(form).text("id"), ...readTeam(form) };
  return adminAction(teamSchema.extend(target.shape), raw, async (context, { id, ...input }) => {
    await updateTeam(context, id, input);
    refresh();
    return input.name;
  });
}

export async function deleteTeamAction(_previous: FormState, form: FormData): Promise<FormState> {
  return adminAction(target, { id: readForm(form).text("id") }, async (context, { id }) => {
    await deleteTeam(context, id);
    refresh();
    return null;
  });
}

function readTeam(form: FormData) {
  const { text, texts } = readForm(form);
  return { name: text("name").trim(), memberIds: texts("memberIds") };
}
