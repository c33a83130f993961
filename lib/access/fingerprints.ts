import type { Db } from "../db.ts";
import { sha256 } from "../secrets.ts";
import { readGrants } from "./read-grants.ts";

/**
 * For each environment a value that differs when its cluster has something to be brought to: other grants or people, another credential,
 * switched on, back from an outage. The revision moves for much else, which need not wake every cluster.
 */
export async function readFingerprints(db: Db): Promise<Map<number, string>> {
  return db.$transaction(async (transaction) => {
    const environments = await transaction.environment.findMany({
      select: { id: true, disabledAt: true, probeOk: true, credentials: { select: { kind: true, issuedAt: true }, orderBy: { kind: "asc" } } },
    });
    const grants = Map.groupBy(await readGrants(transaction, {}), (grant) => grant.environmentId);
    return new Map(environments.map((environment) => [environment.id, sha256(JSON.stringify([environment, grants.get(environment.id) ?? []]))]));
  });
}
