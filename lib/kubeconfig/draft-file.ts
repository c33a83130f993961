import type { Context } from "../context.ts";
import { requirePerson } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { expiryOf, requirePromisedEnd, tokenEndOf } from "../file-expiry/index.ts";
import { readSettings } from "../settings/index.ts";
import { t } from "../texts/index.ts";
import { environmentSlugs } from "./entry-names.ts";
import type { FileEntry } from "./file.ts";
import { findReachableEnvironments } from "./reachable-environments.ts";
import type { ContextNamespace, IssueKubeconfigInput } from "./schema.ts";

export interface Draft {
  /** Of the entry that lives longest. Null: never. */
  expiresAt: Date | null;
  entries: Omit<FileEntry, "token">[];
}

/** What a file made now would have, but for its tokens. Throws NotFound for an environment without a grant, InvalidInput for what the settings do not allow. */
export async function draftFile(db: Db | Transaction, context: Context, input: Omit<IssueKubeconfigInput, "name">): Promise<Draft> {
  const { now } = context;
  const fileEnd = expiryOf(input.expiry, await readSettings(db), now);
  const reachable = new Map((await findReachableEnvironments(db, requirePerson(context).id)).map((environment) => [environment.id, environment]));
  // Of all environments, also those that the person may not see: see environmentSlugs.
  const slugs = environmentSlugs(await db.environment.findMany({ select: { id: true, name: true } }));
  const namespaces = namespacesOf(input);
  const entries = [...new Set(input.environmentIds)].map((id) => {
    const environment = reachable.get(id);
    const slug = slugs.get(id);
    if (!environment || slug === undefined) throw new NotFound(t("There is no such environment: {id}.", { id }));
    const expiresAt = tokenEndOf(fileEnd, { madeAt: now, expiryMaxSeconds: environment.expiryMaxSeconds });
    return { environmentId: id, environmentName: environment.name, slug, namespace: namespaces.get(id) ?? environment.namespace, expiresAt };
  });
  requirePromisedEnd(
    input.expiry,
    entries.map(({ expiresAt }) => expiresAt),
  );
  if (input.currentEnvironmentId !== null && !entries.some((entry) => entry.environmentId === input.currentEnvironmentId)) {
    throw new InvalidInput("currentEnvironmentId", t("The default context must be one of the ticked environments."));
  }
  return { expiresAt: latestEnd(entries), entries };
}

/** By environment. Throws InvalidInput for one that is not in the file, or that is given two. */
function namespacesOf({ environmentIds, namespaces = [] }: { environmentIds: readonly number[]; namespaces?: readonly ContextNamespace[] | undefined }) {
  const byId = new Map(namespaces.map(({ environmentId, namespace }) => [environmentId, namespace]));
  if (byId.size < namespaces.length) throw new InvalidInput("namespaces", t("Give each environment one namespace."));
  const inFile = new Set(environmentIds);
  for (const id of byId.keys()) {
    if (!inFile.has(id)) throw new InvalidInput("namespaces", t("A namespace is given for environment {id}, which is not in the file.", { id }));
  }
  return byId;
}

function latestEnd(entries: readonly { expiresAt: Date | null }[]): Date | null {
  const ends = entries.map(({ expiresAt }) => expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const latest = Math.max(...ends);
  return Number.isFinite(latest) ? new Date(latest) : null;
}
