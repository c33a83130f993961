// Many clients that come back at the same moment, in a process of their own. Reads `{ port, ca, count, request, limitMs }` as JSON from its
// standard input; comes back until each is answered, and writes `{ answered, failed, lastMs }`.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import tls from "node:tls";
import { z } from "zod";

const asked = z.object({ port: z.number(), ca: z.string(), count: z.number(), request: z.string(), limitMs: z.number() });
const { port, ca, count, request, limitMs } = asked.parse(JSON.parse(readFileSync(0, "utf8")));

const startedAt = performance.now();
let lastMs = 0;
const secureContext = tls.createSecureContext({ ca });

/** As Go's clients do: whole handshakes, and ten seconds for each. */
function comeBack(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tls.connect({ host: "127.0.0.1", port, secureContext, servername: "localhost" }, () => {
      clearTimeout(limit);
      socket.write(request);
    });
    const limit = setTimeout(() => socket.destroy(), limitMs);
    socket.on("error", () => {});
    socket.once("data", (answer) => {
      if (!answer.toString("latin1").startsWith("HTTP/1.1 200")) return socket.destroy();
      lastMs = performance.now() - startedAt;
      resolve(true);
      socket.end();
    });
    socket.once("close", () => {
      clearTimeout(limit);
      resolve(false);
    });
  });
}

let failed = 0;
async function persist(): Promise<void> {
  while (!(await comeBack())) {
    failed++;
    await sleep(500 + Math.random() * 1000);
  }
}

await Promise.all(Array.from({ length: count }, persist));
process.stdout.write(JSON.stringify({ answered: count, failed, lastMs: Math.round(lastMs) }));
