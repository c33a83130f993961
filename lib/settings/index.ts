// What an administrator decides for everyone. Settings bind new files only: what was issued keeps its own expiry.
import { change } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import type { SettingsInput, SettingsView } from "./schema.ts";

const day = 24 * 60 * 60;
const defaults = { expiryDefaultSeconds: 30 * day, expiryMaxSeconds: 365 * day, neverAllowed: false };

/** The settings in force: the defaults until an administrator saves others. */
export async function readSettings(db: Db | Transaction): Promise<SettingsView> {
  const row = await db.settings.findUnique({ where: { id: 1 } });
  if (!row) return { ...defaults, updatedAt: null, updatedBy: null };
  return {
    expiryDefaultSeconds: row.expiryDefaultSeconds,
    expiryMaxSeconds: row.expiryMaxSeconds ?? defaults.expiryMaxSeconds,
    neverAllowed: row.neverAllowed,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  };
}

/** Admins only. */
export async function updateSettings(context: Context, input: SettingsInput): Promise<SettingsView> {
  requireAdmin(context);
  return change(context, async (transaction) => {
    const before = await readSettings(transaction);
    const { expiryDefaultSeconds, expiryMaxSeconds, neverAllowed } = input;
    const updatedBy = context.actor.kind === "person" ? context.actor.person.login : context.actor.kind;
    const data = { expiryDefaultSeconds, expiryMaxSeconds, neverAllowed, updatedAt: context.now, updatedBy };
    await transaction.settings.upsert({ where: { id: 1 }, create: { id: 1, ...data }, update: data });
    const { updatedAt: _at, updatedBy: _by, ...from } = before;
    return {
      audit: { action: "settings.updated", detail: { from, to: { expiryDefaultSeconds, expiryMaxSeconds, neverAllowed } } },
      result: await readSettings(transaction),
    };
  });
}
