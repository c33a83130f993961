import { change } from "../change.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { readKubeconfigView, requireOwnFile, settleFileEnds } from "../file-rows/index.ts";
import type { ExtendKubeconfigInput, KubeconfigView } from "../kubeconfig/schema.ts";
import { readSettings } from "../settings/index.ts";
import type { ExpirySettings } from "../settings/schema.ts";
import { t } from "../texts/index.ts";
import { expiryOf, inWords, requirePromisedEnd, tokenEndOf, utc } from "./expiry.ts";

/**
 * Lets a file of one's own live on with the tokens that it has, to an end that is later. A token lives at most the maximum from when it
 * was made, however often it is extended; for longer it has to be renewed. What has expired is not brought back. Throws NotFound or InvalidInput.
 */
export async function extendKubeconfig(context: Context, { id, expiry }: ExtendKubeconfigInput): Promise<KubeconfigView> {
  const { now } = context;
  return change(context, async (transaction) => {
    const before = await requireOwnFile(transaction, context, id);
    if (before.expiresAt !== null && before.expiresAt <= now)
      throw new InvalidInput("form", t("The kubeconfig “{name}” has expired: renew it.", { name: before.name }));
    const settings = await readSettings(transaction);
    const end = expiryOf(expiry, settings, now);
    const tokens = await liveTokens(transaction, { kubeconfigId: id, now });
    const extended = tokens.map(({ tokenHash, createdAt, expiresAt, expiryMaxSeconds }) => ({
      ...{ tokenHash, expiresAt },
      next: tokenEndOf(withinMaximum(end, createdAt, settings), { madeAt: createdAt, expiryMaxSeconds }),
    }));
    requirePromisedEnd(
      expiry,
      extended.map(({ next }) => next),
    );
    const moved = extended.filter(({ next, expiresAt }) => isLater(next, expiresAt));
    for (const { tokenHash, next } of moved) await transaction.kubeconfigToken.update({ where: { tokenHash }, data: { expiresAt: next } });
    if (moved.length === 0) throw new InvalidInput("expiry", t("It lives for so long already: choose a later end."));
    await settleFileEnds(transaction, { id });
    const view = await readKubeconfigView(transaction, id, now);
    return {
      audit: {
        action: "kubeconfig.extended",
        target: { kind: "kubeconfig", name: before.name },
        kubeconfigId: id,
        detail: { from: before.expiresAt, to: view.expiresAt },
      },
      result: view,
    };
  });
}

function withinMaximum(end: Date | null, madeAt: Date, { expiryMaxSeconds }: ExpirySettings): Date | null {
  const limit = new Date(madeAt.getTime() + expiryMaxSeconds * 1000);
  if (end === null || end <= limit) return end;
  throw new InvalidInput(
    "expiry",
    t("Its tokens may live for {life} from when they were made, until {limit}: choose an earlier end, or renew it.", {
      life: inWords(expiryMaxSeconds),
      limit: utc(limit),
    }),
  );
}

async function liveTokens(transaction: Transaction, { kubeconfigId, now }: { kubeconfigId: string; now: Date }) {
  const rows = await transaction.kubeconfigToken.findMany({
    where: { kubeconfigId, environmentId: { not: null }, revokedAt: null, replacedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: { tokenHash: true, createdAt: true, expiresAt: true, environment: { select: { expiryMaxSeconds: true } } },
  });
  return rows.map(({ environment, ...token }) => ({ ...token, expiryMaxSeconds: environment?.expiryMaxSeconds ?? null }));
}

function isLater(next: Date | null, before: Date | null): boolean {
  return before !== null && (next === null || next > before);
}
