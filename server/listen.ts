import type { Server } from "node:net";
import type { ListenAddress } from "#lib/config.ts";

/** Listens and returns the port. Rejects with a sentence that names `setting`, which an operator can change. */
export function listen(server: Server, address: ListenAddress, setting: string): Promise<number> {
  // `localhost` may resolve to ::1 first, where few clients look: loopback means 127.0.0.1.
  const host = address.host === "localhost" ? "127.0.0.1" : address.host;
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new Error(sentence(error, `${address.host}:${address.port}`, setting))));
    server.listen({ host, port: address.port, backlog: 1024 }, () => {
      const bound = server.address();
      resolve(typeof bound === "object" && bound ? bound.port : address.port);
    });
  });
}

function sentence(error: Error, where: string, setting: string): string {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `${where} is in use by another program. Stop it, or set ${setting} to another address.`;
  if (code === "EACCES") return `This user may not listen on ${where}. Set ${setting} to a port from 1024 up.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `${where} is not an address of this machine. Correct ${setting}.`;
  return `Cannot listen on ${where} (${setting}): ${error.message}`;
}
