"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import type { Invitation } from "#components/user-invitation.tsx";
import { requireRecentSignIn } from "#lib/auth/index.ts";
import { resetSecondFactors } from "#lib/second-factors/index.ts";
import { endSessionsOf } from "#lib/sessions/index.ts";
import { createUser, deleteUser, inviteAgain, resetPassword, setUsersDisabled, updateUser } from "#lib/users/index.ts";
import { type CreatedUser, createUserSchema, resetPasswordSchema, updateUserSchema } from "#lib/users/schema.ts";
import { readForm } from "../../form-action.ts";
import { adminAction } from "../admin-action.ts";

const target = z.object({ id: z.uuid() });
const targets = z.object({ ids: z.array(z.uuid()).min(1).max(1000) });

export async function createUserAction(_previous: FormState<CreatedUser>, form: FormData): Promise<FormState<CreatedUser>> {
  const { text, flag } = readForm(form);
  const raw = {
    login: text("login").trim(),
    displayName: text("displayName"),
    isAdmin: flag("isAdmin"),
    initialPassword: text("way") === "password" ? text("initialPassword") : null,
  };
  return adminAction(createUserSchema, raw, async (context, input) => {
    if (input.isAdmin) await requireRecentSignIn();
    const created = await createUser(context, input);
    refresh();
    return created;
  });
}

export async function updateUserAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text, flag } = readForm(form);
  const raw = { id: text("id"), displayName: text("displayName"), isAdmin: flag("isAdmin") };
  return adminAction(updateUserSchema.extend(target.shape), raw, async (context, { id, ...input }) => {
    if (input.isAdmin) await requireRecentSignIn();
    await updateUser(context, id, input);
    refresh();
    return null;
  });
}

export async function setUsersDisabledAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { ids, flag } = readForm(form);
  return adminAction(targets.extend({ disabled: z.boolean() }), { ids: ids("ids"), disabled: flag("disabled") }, async (context, { ids, disabled }) => {
    await setUsersDisabled(context, ids, disabled);
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
    await requireRecentSignIn();
    const invitation = await inviteAgain(context, id);
    refresh();
    return invitation;
  });
}

export async function resetPasswordAction(_previous: FormState<Invitation>, form: FormData): Promise<FormState<Invitation>> {
  const { text, flag } = readForm(form);
  const raw = { id: text("id"), endsFiles: flag("endsFiles"), removesFactors: flag("removesFactors") };
  return adminAction(resetPasswordSchema.extend(target.shape), raw, async (context, { id, ...input }) => {
    await requireRecentSignIn();
    const invitation = await resetPassword(context, id, input);
    refresh();
    return invitation;
  });
}

export async function endUserSessionAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text, ids } = readForm(form);
  const raw = { ids: ids("userIds"), id: text("id") };
  return adminAction(targets.extend({ id: z.string().min(1).max(100) }), raw, async (context, { ids: userIds, id }) => {
    await endSessionsOf(context, userIds, { id });
    refresh();
    return null;
  });
}

export async function endUserSessionsAction(_previous: FormState, form: FormData): Promise<FormState> {
  return adminAction(targets, { ids: readForm(form).ids("userIds") }, async (context, { ids }) => {
    await endSessionsOf(context, ids, { exceptId: null });
    refresh();
    return null;
  });
}

export async function resetSecondFactorsAction(_previous: FormState, form: FormData): Promise<FormState> {
  return adminAction(target, { id: readForm(form).text("id") }, async (context, { id }) => {
    await requireRecentSignIn();
    await resetSecondFactors(context, id);
    refresh();
    return null;
  });
}
