import type { Db } from "../db.ts";
import { sha256 } from "../secrets.ts";
import { readGrants } from "./read-grants.ts";

export interface Fingerprint {
  /** Of the environment. */
  name: string;
  value: string;
}

/**
 * For each environment a value that differs when its cluster has something to be brought to: other grants or people, another credential,
 * switched on, back from an outage. The revision moves for much else, which need not wake every cluster.
 */
export async function readFingerprints(db: Db): Promise<Map<number, Fingerprint>> {
  return db.$transaction(async (transaction) => {
    const environments = await transaction.environment.findMany({
      select: { id: true, name: true, disabledAt: true, probeOk: true, credentials: { select: { kind: true, issuedAt: true }, orderBy: { kind: "asc" } } },
    });
    const grants = Map.groupBy(await readGrants(transaction, {}), (grant) => grant.environmentId);
    return new Map(
      environments.map(({ name, ...environment }) => [
        environment.id,
        { name, value: sha256(JSON.stringify([environment, grants.get(environment.id) ?? []])) },
      ]),
    );
  });
}
