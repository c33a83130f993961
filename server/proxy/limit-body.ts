import type { IncomingMessage } from "node:http";

/** Calls `onStall` when the client's socket has brought nothing for `limitMs` while the body is not complete and someone reads it. */
export function limitBody(request: IncomingMessage, limitMs: number, onStall: () => void): void {
  if (request.headers["transfer-encoding"] === undefined && (request.headers["content-length"] ?? "0") === "0") return;
  const { socket } = request;
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    // Of a request that was answered in mid-body Node tells neither end nor close when its connection goes.
    if (socket.destroyed) stop();
    else if (socket.bytesRead === seen && !request.isPaused()) onStall();
    seen = socket.bytesRead;
  }, limitMs);
  const stop = () => clearInterval(timer);
  request.once("end", stop).once("close", stop);
}
