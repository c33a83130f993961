import { randomBytes } from "node:crypto";
import { change } from "../change.ts";
import { type Context, requirePerson } from "../context.ts";
import type { Transaction } from "../db.ts";
import { readKubeconfigView } from "../file-rows/index.ts";
import { base32, type RandomBytes } from "../random.ts";
import { draftFile } from "./draft-file.ts";
import { buildFile, issuedFile } from "./file.ts";
import { requireRoomForFile } from "./files-per-user.ts";
import { tokenRows, withNewTokens } from "./new-tokens.ts";
import type { IssuedKubeconfig, IssueKubeconfigInput } from "./schema.ts";

/** What a file says of us. */
export interface DownloadTarget {
  /** Our origin, without a trailing slash. */
  serverUrl: string;
  /** PEM; null when our certificate is publicly trusted. */
  certificateAuthority: string | null;
}

/**
 * Makes a file for the signed-in person with one new token for each environment. The tokens are in this answer only: of each we keep a hash.
 * Throws NotFound for an environment without a grant, InvalidInput for a period that the settings do not allow and for one file too many.
 */
export async function issueKubeconfig(
  context: Context,
  input: IssueKubeconfigInput,
  target: DownloadTarget,
  random: RandomBytes = randomBytes,
): Promise<IssuedKubeconfig> {
  const { now } = context;
  const { id: ownerId, login } = requirePerson(context);
  return change(context, async (transaction) => {
    await requireRoomForFile(transaction, ownerId, now);
    const { name, currentEnvironmentId } = input;
    const { entries: drafted, expiresAt } = await draftFile(transaction, context, input);
    const id = await unusedId(transaction, random);
    const entries = withNewTokens(drafted, random);
    const data = { id, ownerId, ownerLogin: login, name, createdAt: now, expiresAt };
    await transaction.kubeconfig.create({ data: { ...data, tokens: { createMany: { data: tokenRows(entries, now) } } } });
    const file = issuedFile({ id, name, ownerLogin: login, createdAt: now, expiresAt, ...target, entries, currentEnvironmentId });
    return {
      audit: {
        action: "kubeconfig.issued",
        target: { kind: "kubeconfig", name },
        kubeconfigId: id,
        detail: { environments: entries.map((entry) => entry.environmentName), expiresAt },
      },
      result: { kubeconfig: await readKubeconfigView(transaction, id, now), ...file },
    };
  });
}

/** The file as it would be, with dots for its tokens and its id. Makes nothing. Throws as issueKubeconfig does. */
export async function previewKubeconfig(context: Context, input: IssueKubeconfigInput, target: DownloadTarget): Promise<string> {
  const { login } = requirePerson(context);
  const draft = await draftFile(context.db, context, input);
  return buildFile({
    id: "…",
    name: input.name,
    ownerLogin: login,
    createdAt: context.now,
    expiresAt: draft.expiresAt,
    ...target,
    entries: draft.entries.map((entry) => ({ ...entry, token: "••••" })),
    currentEnvironmentId: input.currentEnvironmentId,
  });
}

/** Ten characters that start with a letter, as YAML might read `2e345672` as a number. It names the file in head, logs and audit; it opens nothing. */
async function unusedId(transaction: Transaction, random: RandomBytes): Promise<string> {
  const [first = 0, ...rest] = random(6);
  const id = base32(Uint8Array.of(first & 0x7f, ...rest));
  const taken = await transaction.kubeconfig.count({ where: { id } });
  return taken === 0 ? id : unusedId(transaction, random);
}
