"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { type Account, requireAccount, requireRecentSignIn } from "#lib/auth/index.ts";
import type { Context } from "#lib/context.ts";
import { InvalidInput } from "#lib/errors.ts";
import { addPasskey, type PasskeyPlace, passkeyPlace, removePasskey, renamePasskey, startPasskey } from "#lib/passkeys/index.ts";
import { newPasskeySchema, passkeyNameSchema } from "#lib/passkeys/schema.ts";
import { acknowledgeFactorsReset } from "#lib/second-factors/index.ts";
import { endSessionsOf } from "#lib/sessions/index.ts";
import { confirmTotp, removeTotp, renewRecoveryCodes, startTotp } from "#lib/totp/index.ts";
import { type TotpSetUpView, totpCodeSchema } from "#lib/totp/schema.ts";
import { accountAction, readForm } from "../../form-action.ts";

const nothing = z.object({});
const passkeyId = z.string().min(1).max(1500);

/** Null where the browser can have none, or the sign-in is too old: then `addPasskeyAction` says so. */
export async function passkeyToAddAction() {
  const { context } = await requireAccount();
  const { party } = await currentPlace(context);
  return party && startPasskey(context, party);
}

export async function addPasskeyAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text } = readForm(form);
  const schema = z.object({ name: passkeyNameSchema, response: newPasskeySchema });
  return accountAction(schema, { name: text("name"), response: parseJson(text("response")) }, async ({ context, session }, input) => {
    await requireRecentSignIn();
    const { party, reason } = await currentPlace(context);
    if (party === null) throw new InvalidInput("form", reason);
    await addPasskey(context, { ...input, sessionId: session.id }, party);
    refresh();
    return null;
  });
}

export async function renamePasskeyAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text } = readForm(form);
  return accountAction(z.object({ id: passkeyId, name: passkeyNameSchema }), { id: text("id"), name: text("name") }, async ({ context }, { id, name }) => {
    await renamePasskey(context, id, name);
    refresh();
    return null;
  });
}

export async function removePasskeyAction(_previous: FormState, form: FormData): Promise<FormState> {
  return accountAction(z.object({ id: passkeyId }), { id: readForm(form).text("id") }, async ({ context, session }, { id }) => {
    await requireRecentSignIn();
    await removePasskey(context, id, session.id);
    refresh();
    return null;
  });
}

export async function startTotpAction(_previous: FormState<TotpSetUpView>, _form: FormData): Promise<FormState<TotpSetUpView>> {
  return recently(({ context }) => startTotp(context));
}

export async function confirmTotpAction(_previous: FormState<string[]>, form: FormData): Promise<FormState<string[]>> {
  return accountAction(z.object({ code: totpCodeSchema }), { code: readForm(form).text("code") }, async ({ context, session }, { code }) => {
    await requireRecentSignIn();
    const { recoveryCodes } = await confirmTotp(context, { code, sessionId: session.id });
    refresh();
    return recoveryCodes ?? [];
  });
}

export async function removeTotpAction(_previous: FormState, _form: FormData): Promise<FormState> {
  return recently(async ({ context, session }) => {
    await removeTotp(context, session.id);
    refresh();
    return null;
  });
}

export async function renewRecoveryCodesAction(_previous: FormState<string[]>, _form: FormData): Promise<FormState<string[]>> {
  return recently(async ({ context }) => {
    const codes = await renewRecoveryCodes(context);
    refresh();
    return codes;
  });
}

export async function endSessionAction(_previous: FormState, form: FormData): Promise<FormState> {
  return accountAction(z.object({ id: z.string().min(1).max(100) }), { id: readForm(form).text("id") }, async ({ context, session }, { id }) => {
    await endSessionsOf(context, [session.person.id], { id });
    refresh();
    return null;
  });
}

export async function endOtherSessionsAction(_previous: FormState, _form: FormData): Promise<FormState> {
  return accountAction(nothing, {}, async ({ context, session }) => {
    await endSessionsOf(context, [session.person.id], { exceptId: session.id });
    refresh();
    return null;
  });
}

/** The person has read that somebody else took their second factors away. */
export async function acknowledgeFactorsResetAction(_previous: FormState, _form: FormData): Promise<FormState> {
  return accountAction(nothing, {}, async ({ context }) => {
    await acknowledgeFactorsReset(context);
    refresh();
    return null;
  });
}

async function recently<T>(run: (account: Account) => Promise<T>): Promise<FormState<T>> {
  return accountAction(nothing, {}, async (account) => {
    await requireRecentSignIn();
    return run(account);
  });
}

async function currentPlace({ db }: Context): Promise<PasskeyPlace> {
  return passkeyPlace(db, (await headers()).get("host"));
}

/** Null for what is no JSON, which the schema then refuses. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
