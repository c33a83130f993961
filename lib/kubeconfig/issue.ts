import { randomBytes } from "node:crypto";
import { change } from "../change.ts";
import { type Context, requirePerson } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { base32, type RandomBytes } from "../random.ts";
import { sha256 } from "../secrets.ts";
import { readSettings } from "../settings/index.ts";
import { environmentSlugs } from "./entry-names.ts";
import { expiryOf } from "./expiry.ts";
import { buildFile, type FileEntry, fileNameOf } from "./file.ts";
import { findReachableEnvironments } from "./reachable-environments.ts";
import type { IssuedKubeconfig, IssueKubeconfigInput } from "./schema.ts";
import { createToken } from "./token.ts";
import { kubeconfigInclude, viewOf } from "./view.ts";

/** What a file says of us. */
export interface DownloadTarget {
  /** Our origin, without a trailing slash. */
  serverUrl: string;
  /** PEM; null when our certificate is publicly trusted. */
  certificateAuthority: string | null;
}

/**
 * Makes a file for the signed-in person with one new token for each environment. The tokens are in this answer only: of each we keep a hash.
 * Throws NotFound for an environment without a grant, InvalidInput for a period that the settings do not allow.
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
    const draft = await draftFile(transaction, context, input);
    const id = await unusedId(transaction, random);
    const entries = draft.entries.map((entry) => ({ ...entry, token: createToken(random(32)) }));
    const row = await transaction.kubeconfig.create({
      data: {
        id,
        ownerId,
        name: input.name,
        createdAt: now,
        expiresAt: draft.expiresAt,
        tokens: {
          createMany: { data: entries.map(({ token, environmentId, environmentName }) => ({ tokenHash: sha256(token), environmentId, environmentName })) },
        },
      },
      include: kubeconfigInclude,
    });
    const content = buildFile({
      id,
      name: input.name,
      ownerLogin: login,
      createdAt: now,
      expiresAt: draft.expiresAt,
      ...target,
      entries,
      currentEnvironmentId: input.currentEnvironmentId,
    });
    return {
      audit: {
        action: "kubeconfig.issued",
        target: { kind: "kubeconfig", name: input.name },
        kubeconfigId: id,
        detail: { environments: entries.map((entry) => entry.environmentName), expiresAt: draft.expiresAt },
      },
      result: { kubeconfig: viewOf(row, now), fileName: fileNameOf(row), content },
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

interface Draft {
  expiresAt: Date | null;
  entries: Omit<FileEntry, "token">[];
}

async function draftFile(db: Db | Transaction, context: Context, input: IssueKubeconfigInput): Promise<Draft> {
  const expiresAt = expiryOf(input.expirySeconds, await readSettings(db), context.now);
  const reachable = new Map((await findReachableEnvironments(db, requirePerson(context).id)).map((environment) => [environment.id, environment]));
  // Of all environments, also those that the person may not see: see environmentSlugs.
  const slugs = environmentSlugs(await db.environment.findMany({ select: { id: true, name: true } }));
  const entries = [...new Set(input.environmentIds)].map((id) => {
    const environment = reachable.get(id);
    const slug = slugs.get(id);
    if (!environment || slug === undefined) throw new NotFound(`environment: ${id}`);
    return { environmentId: id, environmentName: environment.name, slug, namespace: environment.namespace };
  });
  if (input.currentEnvironmentId !== null && !entries.some((entry) => entry.environmentId === input.currentEnvironmentId)) {
    throw new InvalidInput("currentEnvironmentId", "The default context must be one of the ticked environments.");
  }
  return { expiresAt, entries };
}

/** Ten characters that start with a letter, as YAML might read `2e345672` as a number. It names the file in head, logs and audit; it opens nothing. */
async function unusedId(transaction: Transaction, random: RandomBytes): Promise<string> {
  const [first = 0, ...rest] = random(6);
  const id = base32(Uint8Array.of(first & 0x7f, ...rest));
  const taken = await transaction.kubeconfig.count({ where: { id } });
  return taken === 0 ? id : unusedId(transaction, random);
}
