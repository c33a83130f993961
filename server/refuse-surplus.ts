// What is told to those for whom there is no room. It goes into no audit row: who asks is not known yet.
import { logger } from "#lib/logger.ts";
import { type Exchange, lingerThenCut, writeRawAnswer } from "./proxy/exchange.ts";
import { ProxyError, refusalAnswer } from "./proxy/status.ts";
import { sparsely } from "./sparsely.ts";

const retryAfterSeconds = 5;
const tell = sparsely(60_000, (count) => logger.warn({ count }, "requests were refused: nearly as many clients are connected as may be"));

/** Answers 503 as a Kubernetes Status, and ends the connection. `surplus`: as many are connected as may be; else it is the memory. */
export function refuseSurplus(exchange: Exchange, surplus: boolean): void {
  // The end of the memory is told where it is seen.
  if (surplus) tell();
  const why = surplus ? "as many clients are connected as may be" : "its memory is nearly full";
  const { code, headers, body } = refusalAnswer(new ProxyError(503, `Drawbridge is too busy: ${why}`, { retryAfterSeconds }), { discovery: false });
  if (exchange.kind === "upgrade") {
    writeRawAnswer(exchange.socket, { code, headers, body });
    return;
  }
  const { request, response } = exchange;
  response.shouldKeepAlive = false;
  response.writeHead(code, headers.flat()).end(request.method === "HEAD" ? undefined : body);
  lingerThenCut(request, response);
}
