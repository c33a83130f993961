// A real cluster taken in as an environment, and what a test does with it. No pods run in it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type ClusterOptions, type StartedCluster, startCluster } from "#e2e/cluster/cluster.ts";
import { createGrant, reconcileEnvironment } from "../access/index.ts";
import type { GrantView } from "../access/schema.ts";
import type { Context } from "../context.ts";
import { addEnvironment, ClusterRefusal, openManagedCluster } from "../environments/index.ts";
import { instanceKey } from "../secrets.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "./database.ts";

export interface ManagedCluster {
  cluster: StartedCluster;
  store: TestDatabase;
  key: Buffer;
  environmentId: number;
  admin: Context;
  /** A person without rights of their own. */
  bob: Context;
  reconcile(): Promise<void>;
  grant(clusterRole: string, namespaces: string[] | null, subject?: Subject): Promise<GrantView>;
  /** What the cluster answers to one of our credentials: its code. */
  ask(kind: "proxy" | "manager", request: AskedRequest): Promise<number>;
  /** kubectl as the cluster's administrator. Returns what it printed; throws when it fails. */
  kubectl(...args: string[]): Promise<string>;
  apply(...objects: object[]): Promise<void>;
  close(): Promise<void>;
}

export type Subject = { kind: "user" | "team"; id: string };

export interface AskedRequest {
  method?: "GET" | "POST" | "DELETE";
  path: string;
  headers?: Record<string, string | string[]>;
  body?: unknown;
}

export async function openTestManagedCluster(options: Pick<ClusterOptions, "name" | "apiServer">): Promise<ManagedCluster> {
  const stateDir = mkdtempSync(join(tmpdir(), "drawbridge-cluster-"));
  const cluster = await startCluster({ ...options, stateDir, node: false });
  const store = await openTestDatabase();
  const now = new Date();
  const admin = { ...(await contextOfPerson(store.db, "ada", { isAdmin: true })), now };
  const bob = { ...(await contextOfPerson(store.db, "bob")), now };
  const key = instanceKey(store.dataDir);
  const context = /^current-context: "?([^"\n]+)/m.exec(cluster.adminKubeconfig)?.[1] ?? "";
  const input = { name: "alpha", kubeconfig: cluster.adminKubeconfig, context, pinnedSha256: null, grantMe: false };
  const { id: environmentId } = await addEnvironment(admin, input, key);
  const kubectl = async (args: readonly string[], stdin?: string) => {
    const { code, stdout, stderr } = await cluster.kubectl(args, stdin === undefined ? {} : { input: stdin });
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  return {
    ...{ cluster, store, key, environmentId, admin, bob },
    reconcile: () => reconcileEnvironment(store.db, environmentId, new Date(), { key }),
    grant: (clusterRole, namespaces, subject = { kind: "user", id: idOf(bob) }) => createGrant(admin, { subject, environmentId, clusterRole, namespaces }, key),
    async ask(kind, request) {
      const client = await openManagedCluster(store.db, key, { environmentId, kind });
      if (!client) throw new Error("no credential");
      try {
        await client.send(z.unknown(), request);
        return 200;
      } catch (error) {
        if (error instanceof ClusterRefusal) return error.code;
        throw error;
      } finally {
        client.close();
      }
    },
    kubectl: (...args) => kubectl(args),
    apply: async (...objects) => void (await kubectl(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }))),
    async close() {
      await store.close();
      await cluster.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

export function idOf({ actor }: Context): string {
  return actor.kind === "person" ? actor.person.id : "";
}

/** Headers that act as `user` in `groups`. */
export function as(user: string, ...groups: string[]): Record<string, string | string[]> {
  return { "impersonate-user": user, ...(groups.length > 0 ? { "impersonate-group": groups } : {}) };
}
