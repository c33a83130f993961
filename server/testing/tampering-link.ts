// A man in the middle between Drawbridge and an API server, with the certificate that the environment trusts: it alters the heads of
// requests, as a bug of ours or a hostile box on the way would.
import { once } from "node:events";
import tls from "node:tls";
import { createTestCertificate } from "#lib/testing/tls-server.ts";

export interface TamperingLink {
  server: string;
  caData: string;
  /** Heads as they went on to the API server. */
  heads: string[];
  /** What is done with the head of each request from now on. */
  alter(head: string): string;
  close(): Promise<void>;
}

/** Stands in front of `target`. Bodies pass as they come, except that nothing in them may look like the end of a head. */
export async function startTamperingLink(target: { server: string; caData: string }, alter: (head: string) => string): Promise<TamperingLink> {
  const { hostname, port } = new URL(target.server);
  const { cert, key } = await createTestCertificate(["127.0.0.1"]);
  const sockets = new Set<tls.TLSSocket>();
  const listener = tls.createServer({ cert, key, ALPNProtocols: ["http/1.1"] }, (client) => {
    const server = tls.connect({ host: hostname, port: Number(port || 443), ca: target.caData, ALPNProtocols: ["http/1.1"] });
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.once("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    let head = "";
    client.on("data", (chunk) => {
      head += chunk.toString("latin1");
      const start = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \//.test(head);
      const end = head.indexOf("\r\n\r\n");
      if (start && end === -1) return;
      if (start) {
        const altered = link.alter(head.slice(0, end + 4));
        link.heads.push(altered);
        head = altered + head.slice(end + 4);
      }
      server.write(Buffer.from(head, "latin1"));
      head = "";
    });
    server.pipe(client);
  });
  listener.on("tlsClientError", () => {});
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const link: TamperingLink = {
    server: `https://127.0.0.1:${address.port}`,
    caData: cert,
    heads: [],
    alter,
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
  return link;
}
