import { randomBytes } from "node:crypto";
import { change } from "../change.ts";
import { type Context, requirePerson } from "../context.ts";
import type { Transaction } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { readKubeconfigView, requireOwnFile } from "../file-rows/index.ts";
import type { RandomBytes } from "../random.ts";
import { readSettings } from "../settings/index.ts";
import { t } from "../texts/index.ts";
import { type Draft, draftFile } from "./draft-file.ts";
import { issuedFile } from "./file.ts";
import { requireRoomForFile } from "./files-per-user.ts";
import type { DownloadTarget } from "./issue.ts";
import { tokenRows, withNewTokens } from "./new-tokens.ts";
import { findReachableEnvironments } from "./reachable-environments.ts";
import type { IssuedKubeconfig, RenewKubeconfigInput } from "./schema.ts";

/**
 * Makes one's own file anew, also one that has expired: the same id and entry names, new tokens, which are in this answer only. The old
 * tokens die after the grace time of the settings. An environment that the person may not reach any more is left out. Throws NotFound or InvalidInput.
 */
export async function renewKubeconfig(
  context: Context,
  input: RenewKubeconfigInput,
  target: DownloadTarget,
  random: RandomBytes = randomBytes,
): Promise<IssuedKubeconfig> {
  const { now } = context;
  const { id: ownerId, login: ownerLogin } = requirePerson(context);
  const { id, currentEnvironmentId } = input;
  return change(context, async (transaction) => {
    const file = await requireOwnFile(transaction, context, id);
    if (file.expiresAt !== null && file.expiresAt <= now) await requireRoomForFile(transaction, ownerId, now);
    const standing = await standingTokens(transaction, id);
    const reachable = new Set((await findReachableEnvironments(transaction, ownerId)).map((environment) => environment.id));
    const [kept, leftOut] = [standing.filter((token) => reachable.has(token.environmentId)), standing.filter((token) => !reachable.has(token.environmentId))];
    if (kept.length === 0) throw new InvalidInput("form", t("You have no access to any environment of this kubeconfig any more."));
    const drafted = await draftFile(transaction, context, { ...input, environmentIds: kept.map((token) => token.environmentId) });
    const entries = withNewTokens(asBefore(drafted.entries, kept), random);
    const { expiresAt } = drafted;
    const oldTokensUntil = await replaceTokens(transaction, id, now);
    await transaction.kubeconfigToken.createMany({ data: tokenRows(entries, now).map((row) => ({ ...row, kubeconfigId: id })) });
    await transaction.kubeconfig.update({ where: { id }, data: { renewedAt: now, expiresAt } });
    const issued = issuedFile({ id, name: file.name, ownerLogin, createdAt: now, expiresAt, ...target, entries, currentEnvironmentId });
    return {
      audit: {
        action: "kubeconfig.renewed",
        target: { kind: "kubeconfig", name: file.name },
        kubeconfigId: id,
        detail: {
          environments: entries.map((entry) => entry.environmentName),
          leftOut: leftOut.map((token) => token.environmentName),
          expiresAt,
          oldTokensUntil,
        },
      },
      result: { kubeconfig: await readKubeconfigView(transaction, id, now), ...issued },
    };
  });
}

interface StandingToken {
  environmentId: number;
  environmentName: string;
  entryName: string | null;
  namespace: string | null;
}

/** One for each environment that is in the file: what was taken out stays out. */
async function standingTokens(transaction: Transaction, kubeconfigId: string): Promise<StandingToken[]> {
  const rows = await transaction.kubeconfigToken.findMany({
    where: { kubeconfigId, replacedAt: null, revokedAt: null },
    select: { environmentId: true, environmentName: true, entryName: true, namespace: true },
  });
  return rows.flatMap(({ environmentId, ...entry }) => (environmentId === null ? [] : [{ environmentId, ...entry }]));
}

/**
 * The names and namespaces that the file had. Also when an environment was renamed since: merged over the old one, every entry finds its place.
 */
function asBefore(entries: Draft["entries"], standing: readonly StandingToken[]): Draft["entries"] {
  const before = new Map(standing.map((token) => [token.environmentId, token]));
  return entries.map((entry) => {
    const token = before.get(entry.environmentId);
    return { ...entry, slug: token?.entryName ?? entry.slug, namespace: token?.namespace ?? entry.namespace };
  });
}

/** Gives what the file has so far its last hour, or whatever the settings say. Returns that end. */
async function replaceTokens(transaction: Transaction, kubeconfigId: string, now: Date): Promise<Date> {
  const { renewGraceSeconds } = await readSettings(transaction);
  const end = new Date(now.getTime() + renewGraceSeconds * 1000);
  const old = { kubeconfigId, replacedAt: null };
  await transaction.kubeconfigToken.updateMany({ where: { ...old, OR: [{ expiresAt: null }, { expiresAt: { gt: end } }] }, data: { expiresAt: end } });
  await transaction.kubeconfigToken.updateMany({ where: old, data: { replacedAt: now } });
  return end;
}
