// Plain http answers a redirect and nothing else: no page, no token, no cookie ever travels over it.
import http from "node:http";

/** Each is one redirect long. */
const connectionsMax = 200;

/** `origin` is where to send people: the external URL, or the same host on the TLS port; null when the host is not ours. */
export function createHttpRedirect(origin: (host: string) => string | null): http.Server {
  const server = http.createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 10_000 }, (request, response) => {
    const target = origin(request.headers.host ?? "");
    const path = request.url ?? "/";
    // `//evil` after an origin would still be ours; an absolute form or a `*` would not be a path.
    if (target === null || !path.startsWith("/") || /[^\x21-\x7e]/.test(path)) {
      response
        .writeHead(421, { "Content-Type": "text/plain", Connection: "close" })
        .end("This is not a name of this server. Open it by https and the name it was set up with.\n");
      return;
    }
    // 307 keeps the method, and is not remembered for ever as a 308 would be.
    response.writeHead(307, { Location: `${target}${path}`, "Content-Length": "0", Connection: "close" }).end();
  });
  server.on("upgrade", (_request, socket) => socket.destroy());
  server.maxConnections = connectionsMax;
  // A failure to accept, for want of a descriptor, is that connection's alone; without a listener it would end the process.
  server.on("error", () => {});
  return server;
}
