"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { createGrant, deleteGrants, updateGrant } from "#lib/access/index.ts";
import { createGrantSchema } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";
import { readForm } from "../../form-action.ts";
import { adminAction } from "../admin-action.ts";

/** The form's fields: a subject is sent as `user:` or `team:` with its id, namespaces as one text. */
const grantForm = z.object({
  subject: z
    .string()
    .regex(/^(?:user|team):./, t("Choose a user or a team."))
    .transform((text) => (text.startsWith("user:") ? { kind: "user" as const, id: text.slice(5) } : { kind: "team" as const, id: text.slice(5) })),
  environmentId: z
    .string()
    .regex(/^[0-9]+$/, t("Choose an environment."))
    .transform(Number),
  clusterRole: createGrantSchema.shape.clusterRole,
  namespaces: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .superRefine((names, issues) => {
      if (names.length === 0) issues.addIssue({ code: "custom", message: t("Name at least one namespace, or choose all.") });
      const bad = names.find((name) => !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name));
      if (bad !== undefined)
        issues.addIssue({ code: "custom", message: t("“{bad}” is not a namespace name: use lower-case letters, digits and dashes.", { bad }) });
    })
    .nullable(),
});

export async function createGrantAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text } = readForm(form);
  const raw = {
    subject: text("subject"),
    environmentId: text("environmentId"),
    clusterRole: text("clusterRole"),
    namespaces: text("scope") === "all" ? null : text("namespaces"),
  };
  return adminAction(grantForm, raw, async (context, input) => {
    await createGrant(context, input);
    refresh();
    return null;
  });
}

export async function updateGrantAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text } = readForm(form);
  const raw = { id: text("id"), clusterRole: text("clusterRole"), namespaces: text("scope") === "all" ? null : text("namespaces") };
  const schema = grantForm.pick({ clusterRole: true, namespaces: true }).extend({ id: z.uuid() });
  return adminAction(schema, raw, async (context, { id, ...input }) => {
    await updateGrant(context, id, input);
    refresh();
    return null;
  });
}

export async function deleteGrantsAction(_previous: FormState, form: FormData): Promise<FormState> {
  return adminAction(z.object({ ids: z.array(z.uuid()).min(1).max(1000) }), { ids: readForm(form).ids("ids") }, async (context, { ids }) => {
    await deleteGrants(context, ids);
    refresh();
    return null;
  });
}
