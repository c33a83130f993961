"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import type { Invitation } from "#components/user-invitation.tsx";
import { createUser, deleteUser, inviteAgain, resetPassword, setUserDisabled, updateUser } from "#lib/users/index.ts";
import { type CreatedUser, createUserSchema, updateUserSchema } from "#lib/users/schema.ts";
import { readForm } from "../../form-action.ts";
import { adminAction } from "../admin-action.ts";

const target = z.object({ id: z.uuid() });

export async function createUserAction(_previous: FormState<CreatedUser>, form: FormData): Promise<FormState<CreatedUser>> {
  const { text, flag } = readForm(form);
  const raw = {
    login: text("login").trim(),
    displayName: text("displayName"),
    isAdmin: flag("isAdmin"),
    initialPassword: text("way") === "password" ? text("initialPassword") : null,
  };
  return adminAction(createUserSchema, raw, async (context, input) => {
    const created = await createUser(context, input);
    refresh();
    return created;
  });
}

export async function updateUserAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text, flag } = readForm(form);
  const raw = { id: text("id"), displayName: text("displayName"), isAdmin: flag("isAdmin") };
  return adminAction(updateUserSchema.extend(target.shape), raw, async (context, { id, ...input }) => {
    await updateUser(context, id, input);
    refresh();
    return null;
  });
}

export async function setUserDisabledAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text, flag } = readForm(form);
  return adminAction(target.extend({ disabled: z.boolean() }), { id: text("id"), disabled: flag("disabled") }, async (context, { id, disabled }) => {
    await setUserDisabled(context, id, disabled);
    refresh();
    return null;
  });
}

export async function deleteUserAction(_previous: FormState, form: FormData): Promise<FormState> {
  return adminAction(target, { id: readForm(form).text("id") }, async (context, { id }) => {
    await deleteUser(context, id);
    refresh();
    return null;
  });
}

/** Both answers hold the new link, which is shown this once. */
export async function inviteAgainAction(_previous: FormState<Invitation>, form: FormData): Promise<FormState<Invitation>> {
  return adminAction(target, { id: readForm(form).text("id") }, async (context, { id }) => {
    const invitation = await inviteAgain(context, id);
    refresh();
    return invitation;
  });
}

export async function resetPasswordAction(_previous: FormState<Invitation>, form: FormData): Promise<FormState<Invitation>> {
  return adminAction(target, { id: readForm(form).text("id") }, async (context, { id }) => {
    const invitation = await resetPassword(context, id);
    refresh();
    return invitation;
  });
}
