// A second cluster beside the relay's own, and a person with a file for it.
import { addEnvironmentRow, addFileRow, addPersonRow, publish } from "#server/testing/access-rows.ts";
import { startApiServer, type TestApiServer } from "#server/testing/api-server.ts";
import type { Answer, Relay } from "#server/testing/relay.ts";
import { sound } from "./exchanges.ts";

export interface OtherEnvironment {
  api: TestApiServer;
  id: number;
  prefix: string;
  token: string;
  /** One request of that person. */
  ask(method: string, path: string): Promise<Answer>;
}

export async function addOtherEnvironment(relay: Relay, name = "beta"): Promise<OtherEnvironment> {
  const api = await startApiServer(sound);
  const { database, proxy } = relay.gateway;
  const id = await addEnvironmentRow(database, { name, server: api.server, caData: api.caData, credential: "other-credential" });
  const ownerId = await addPersonRow(database.db, { login: `of-${name}`, environmentIds: [id] });
  const { token } = await addFileRow(database.db, { ownerId, environmentId: id });
  await publish(database.db);
  await proxy.refresh();
  const prefix = `/api/endpoints/${id}/kubernetes`;
  return { api, id, prefix, token, ask: (method, path) => relay.ask(method, prefix + path, { token }) };
}
