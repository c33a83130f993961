import type { Transaction } from "../db.ts";
import { readJsonRows } from "./json-rows.ts";

/** All rows of each table that the proxy decides by. */
export async function readSnapshotRows(transaction: Transaction) {
  return {
    environments: await readJsonRows(transaction, "Environment", {
      ...({ id: "number", name: "text", disabledAt: "time?", readOnly: "flag", connectAsCreate: "flag", probeOk: "flag?" } as const),
      ...({ server: "text", caData: "text?", pinnedSha256: "text?", tlsServerName: "text?" } as const),
    }),
    credentials: await readJsonRows(transaction, "EnvironmentCredential", { environmentId: "number", kind: "text", sealedToken: "text", expiresAt: "time?" }),
    applied: await readJsonRows(transaction, "AppliedSubject", { environmentId: "number", kind: "text", name: "text", refusal: "text?" }),
    users: await readJsonRows(transaction, "User", { id: "text", login: "text", disabledAt: "time?" }),
    teams: await readJsonRows(transaction, "Team", { id: "text", name: "text" }),
    members: await readJsonRows(transaction, "TeamMember", { userId: "text", teamId: "text" }),
    grants: await readJsonRows(transaction, "Grant", {
      ...({ userId: "text?", teamId: "text?", environmentId: "number" } as const),
      ...({ clusterRole: "text", allNamespaces: "flag", namespaces: "text" } as const),
    }),
    files: await readJsonRows(transaction, "Kubeconfig", {
      ...({ id: "text", name: "text", ownerId: "text?", expiresAt: "time?", revokedAt: "time?", endReason: "text?" } as const),
    }),
    tokens: await readJsonRows(transaction, "KubeconfigToken", {
      ...({ tokenHash: "text", kubeconfigId: "text", environmentId: "number?", environmentName: "text" } as const),
      ...({ createdAt: "time", expiresAt: "time?", revokedAt: "time?", replacedAt: "time?" } as const),
    }),
  };
}

export type SnapshotRows = Awaited<ReturnType<typeof readSnapshotRows>>;
