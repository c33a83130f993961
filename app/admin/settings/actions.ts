"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import type { FormState } from "#components/ui/form-state.ts";
import { requireRecentSignIn } from "#lib/auth/index.ts";
import { updateExpirySettings } from "#lib/file-expiry/index.ts";
import { existingChoiceSchema, type MaximumAnswer } from "#lib/file-expiry/schema.ts";
import { requireSecondFactorOfAdmins } from "#lib/second-factors/index.ts";
import { removeUploadedCertificate, uploadCertificate } from "#lib/served-certificate/index.ts";
import { uploadCertificateSchema } from "#lib/served-certificate/schema.ts";
import { updateExternalUrl, updateSettings } from "#lib/settings/index.ts";
import { auditSettingsSchema, expirySettingsSchema, externalUrlSchema, fileSettingsSchema } from "#lib/settings/schema.ts";
import { readForm } from "../../form-action.ts";
import { adminAction } from "../admin-action.ts";
import { readDuration } from "../read-duration.ts";

export async function updateExpiryAction(_previous: FormState<MaximumAnswer>, form: FormData): Promise<FormState<MaximumAnswer>> {
  const { flag, textOrNull } = readForm(form);
  const raw = {
    expiryDefaultSeconds: readDuration(form, "expiryDefaultSeconds"),
    expiryMaxSeconds: readDuration(form, "expiryMaxSeconds"),
    neverAllowed: flag("neverAllowed"),
    existing: textOrNull("existing"),
  };
  return adminAction(expirySettingsSchema.and(z.object({ existing: existingChoiceSchema })), raw, async (context, { existing, ...settings }) => {
    const answer = await updateExpirySettings(context, settings, existing);
    refresh();
    return answer;
  });
}

export async function updateFileSettingsAction(_previous: FormState, form: FormData): Promise<FormState> {
  const raw = {
    filesPerUserMax: readForm(form).number("filesPerUserMax"),
    fileIdleSeconds: readDuration(form, "fileIdleSeconds"),
    renewGraceSeconds: readDuration(form, "renewGraceSeconds"),
  };
  return adminAction(fileSettingsSchema, raw, async (context, input) => {
    await updateSettings(context, input);
    refresh();
    return null;
  });
}

export async function updateAuditSettingsAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { number } = readForm(form);
  const raw = { auditRetentionDays: number("auditRetentionDays"), auditMegabytesMax: number("auditMegabytesMax") };
  return adminAction(auditSettingsSchema, raw, async (context, input) => {
    await updateSettings(context, input);
    refresh();
    return null;
  });
}

export async function updateSignInAction(_previous: FormState, form: FormData): Promise<FormState> {
  const raw = { adminsNeedSecondFactor: readForm(form).flag("adminsNeedSecondFactor") };
  return adminAction(z.object({ adminsNeedSecondFactor: z.boolean() }), raw, async (context, { adminsNeedSecondFactor }) => {
    const { method } = await requireRecentSignIn();
    await requireSecondFactorOfAdmins(context, adminsNeedSecondFactor, method);
    refresh();
    return null;
  });
}

export async function updateExternalUrlAction(_previous: FormState, form: FormData): Promise<FormState> {
  const raw = { externalUrl: readForm(form).text("externalUrl") };
  return adminAction(z.object({ externalUrl: externalUrlSchema }), raw, async (context, { externalUrl }) => {
    await updateExternalUrl(context, externalUrl);
    refresh();
    return null;
  });
}

export async function uploadCertificateAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { text } = readForm(form);
  const usedHost = (await headers()).get("host") ?? "";
  return adminAction(uploadCertificateSchema, { chain: text("chain"), key: text("key") }, async (context, input) => {
    await uploadCertificate(context, input, usedHost);
    refresh();
    return null;
  });
}

export async function removeCertificateAction(_previous: FormState, _form: FormData): Promise<FormState> {
  return adminAction(z.object({}), {}, async (context) => {
    await removeUploadedCertificate(context);
    refresh();
    return null;
  });
}
