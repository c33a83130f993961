// One environment of an issued file, as raw bytes use it.
import { readFile } from "node:fs/promises";
import type { Gateway } from "#e2e/gateway.ts";
import { connect, type RawClient } from "#server/testing/gateway.ts";
import { type Answer, parseAnswer } from "#server/testing/relay.ts";

export interface RawFile {
  token: string;
  /** One request on a connection of its own. */
  ask(method: string, target: string, body?: string): Promise<Answer>;
  /** Sends the head of a request on a connection of its own, which stays. */
  open(method: string, target: string, more?: readonly string[]): Promise<RawClient>;
  /** The text of such a head. */
  head(method: string, target: string, more?: readonly string[]): string;
}

export async function authorityOf({ certificateAuthorityPath }: Gateway): Promise<string> {
  return readFile(certificateAuthorityPath, "utf8");
}

export async function rawFile(gateway: Gateway, { environmentId, token }: { environmentId: number; token: string }): Promise<RawFile> {
  const server = { port: Number(new URL(gateway.url).port), caData: await authorityOf(gateway) };
  const head: RawFile["head"] = (method, target, more = []) => {
    const lines = ["Host: localhost", `Authorization: Bearer ${token}`, "Content-Type: application/json", ...more];
    return `${method} /api/endpoints/${environmentId}/kubernetes${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
  };
  const open: RawFile["open"] = async (method, target, more) => {
    const client = await connect(server, { host: "localhost", servername: "localhost" });
    client.send(head(method, target, more));
    return client;
  };
  return {
    ...{ token, head, open },
    async ask(method, target, body = "") {
      const client = await open(method, target, ["Connection: close", `Content-Length: ${body.length}`]);
      client.send(body);
      return parseAnswer(await client.untilClosed());
    },
  };
}
