// Runs on the other machine: an API server that opens every stream, and a client that opens one. Reads `{ api: { cert, key, address } }` or
// `{ client: { address, port, ca, request } }` as JSON from its standard input; writes a line when it is ready, and stays.
import { readFileSync } from "node:fs";
import tls from "node:tls";
import { z } from "zod";

const asked = z.object({
  api: z.object({ cert: z.string(), key: z.string(), address: z.string() }).optional(),
  client: z.object({ address: z.string(), port: z.number(), ca: z.string(), request: z.string() }).optional(),
});
const { api, client } = asked.parse(JSON.parse(readFileSync(0, "utf8")));

if (api) {
  const server = tls.createServer({ cert: api.cert, key: api.key }, (socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"));
  });
  server.listen(0, api.address, () => {
    const bound = server.address();
    process.stdout.write(`${typeof bound === "object" && bound ? bound.port : 0}\n`);
  });
}
if (client) {
  const socket = tls.connect({ host: client.address, port: client.port, ca: client.ca, servername: "localhost" }, () => socket.write(client.request));
  socket.on("error", () => {});
  socket.once("data", () => process.stdout.write("open\n"));
}
