// What an administrator decides for everyone. Settings bind new files only: what was issued keeps its own expiry, unless the administrator says otherwise.
import { type ChangeRecord, change } from "../change.ts";
import { config } from "../config.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { t } from "../texts/index.ts";
import { type ExpirySettings, type Settings, type SettingsView, settingChangesSchema, settingNameSchema } from "./schema.ts";

const day = 24 * 60 * 60;
const defaults: Settings = {
  expiryDefaultSeconds: 30 * day,
  expiryMaxSeconds: 365 * day,
  neverAllowed: false,
  filesPerUserMax: 50,
  fileIdleSeconds: null,
  renewGraceSeconds: 3600,
  adminsNeedSecondFactor: false,
  auditRetentionDays: 365,
  auditMegabytesMax: 4096,
  externalUrl: null,
};

const settingNames = settingNameSchema.options;

/** The settings in force: the defaults until an administrator saves others. */
export async function readSettings(db: Db | Transaction): Promise<SettingsView> {
  const row = await db.settings.findUnique({ where: { id: 1 } });
  if (!row) return { ...defaults, updatedAt: null, updatedBy: null, changes: {} };
  const { id: _id, updatedAt, expiryMaxSeconds, changes, ...rest } = row;
  return {
    ...rest,
    expiryMaxSeconds: expiryMaxSeconds ?? defaults.expiryMaxSeconds,
    updatedAt: updatedAt.toISOString(),
    changes: settingChangesSchema.parse(JSON.parse(changes)),
  };
}

/** The https origin that issued files carry: what the environment says goes before what the page says. Null: the address that the browser used. */
export async function readExternalUrl(db: Db | Transaction): Promise<string | null> {
  return config().externalUrl ?? (await db.settings.findUnique({ where: { id: 1 }, select: { externalUrl: true } }))?.externalUrl ?? null;
}

/** Saves one section of the settings; of what is not in `input` nothing changes. Admins only. (Expiry: lib/file-expiry, which asks about files that exist.) */
export async function updateSettings(context: Context, input: Partial<Omit<Settings, keyof ExpirySettings>>): Promise<SettingsView> {
  requireAdmin(context);
  return change(context, async (transaction) => {
    const audit = await writeSettings(transaction, context, input);
    return { audit, result: await readSettings(transaction) };
  });
}

/** Sets the external URL, unless the environment does. Throws InvalidInput("externalUrl"). Admins only. */
export async function updateExternalUrl(context: Context, externalUrl: string | null): Promise<SettingsView> {
  if (config().externalUrl !== null) throw new InvalidInput("externalUrl", t("Set by DRAWBRIDGE_EXTERNAL_URL: unset it to change it here."));
  return updateSettings(context, { externalUrl });
}

/** For a change that comes with others in one transaction. Authorizes nothing. Returns what the audit says of it. */
export async function writeSettings(transaction: Transaction, context: Context, input: Partial<Settings>): Promise<ChangeRecord> {
  const { updatedAt: _at, updatedBy: _by, changes, ...before } = await readSettings(transaction);
  const updatedBy = context.actor.kind === "person" ? context.actor.person.login : context.actor.kind;
  // A section is saved as a whole; only what has another value now has been changed.
  const changed = settingNames.filter((name) => name in input && input[name] !== before[name]);
  const change = { at: context.now.toISOString(), by: updatedBy };
  const allChanges = { ...changes, ...Object.fromEntries(changed.map((name) => [name, change])) };
  const data = { ...before, ...input, changes: JSON.stringify(allChanges), updatedAt: context.now, updatedBy };
  await transaction.settings.upsert({ where: { id: 1 }, create: { id: 1, ...data }, update: data });
  const from = Object.fromEntries(Object.entries(before).filter(([name]) => name in input));
  return { action: "settings.updated", detail: { from, to: input } };
}
