// A gateway before a real cluster that was taken in as an administrator would: with both credentials, and the reconciler's work.
import { Agent, type RequestOptions, request } from "node:https";
import { type ManagedCluster, openTestManagedCluster } from "#lib/testing/managed-cluster.ts";
import { addFileRow } from "./access-rows.ts";
import { startTestGateway, type TestGateway } from "./gateway.ts";

export interface ManagedGateway {
  managed: ManagedCluster;
  gateway: TestGateway;
  /** A file of `ownerId` for the cluster: its token. */
  issue(ownerId: string): Promise<string>;
  /** One exchange through the relay. */
  send(token: string, options: SentRequest): Promise<{ code: number; text: string }>;
  /** A watch through the relay: `until` resolves once `text` has come, and throws when the answer ends before. */
  watch(token: string, path: string): Promise<{ until(text: string): Promise<void>; close(): void }>;
  close(): Promise<void>;
}

export interface SentRequest {
  path: string;
  method?: string;
  body?: unknown;
}

/** `flags` of the API server. */
export async function openManagedGateway(name: string, flags: Record<string, string> = {}): Promise<ManagedGateway> {
  const managed = await openTestManagedCluster({ name, apiServer: { flags } });
  // The database is the cluster's, which closes it.
  const gateway = await startTestGateway(async () => {}, { openDatabase: async () => ({ ...managed.store, close: async () => {} }) });
  const agent = new Agent({ keepAlive: true, ca: gateway.caData });
  const prefix = `/api/endpoints/${managed.environmentId}/kubernetes`;
  const optionsOf = (token: string, { path, method = "GET", body }: SentRequest): RequestOptions => ({
    ...{ agent, method, host: "127.0.0.1", port: gateway.port, path: prefix + path },
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
  });
  return {
    managed,
    gateway,
    issue: async (ownerId) => (await addFileRow(managed.store.db, { ownerId, environmentId: managed.environmentId })).token,
    send: (token, sent) =>
      new Promise((resolve, reject) => {
        const outgoing = request(optionsOf(token, sent), (incoming) => {
          let text = "";
          incoming.setEncoding("utf8").on("data", (chunk) => {
            text += chunk;
          });
          incoming.on("error", reject).on("end", () => resolve({ code: incoming.statusCode ?? 0, text }));
        });
        outgoing.on("error", reject).end(sent.body === undefined ? undefined : JSON.stringify(sent.body));
      }),
    watch: (token, path) =>
      new Promise((resolve, reject) => {
        const outgoing = request({ ...optionsOf(token, { path }), agent: false, ca: gateway.caData }, (incoming) => {
          let received = "";
          let ended = false;
          let look = () => {};
          incoming.setEncoding("utf8").on("data", (chunk) => {
            received += chunk;
            look();
          });
          incoming.on("close", () => {
            ended = true;
            look();
          });
          const until = (text: string) =>
            new Promise<void>((done, fail) => {
              look = () => {
                if (received.includes(text)) done();
                else if (ended) fail(new Error(`the watch ended before ${text} came: ${received.slice(-500)}`));
              };
              look();
            });
          if (incoming.statusCode === 200) resolve({ until, close: () => outgoing.destroy() });
          else reject(new Error(`the watch was answered ${incoming.statusCode}`));
        });
        outgoing.on("error", reject).end();
      }),
    async close() {
      agent.destroy();
      await gateway.close();
      await managed.close();
    },
  };
}
