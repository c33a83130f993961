// How a watch ends that Drawbridge itself ends.
import type { ServerResponse } from "node:http";
import type { Lease } from "./open-streams.ts";
import type { RequestInfo } from "./request-info.ts";
import { headerOf } from "./response-headers.ts";
import { statusOf } from "./status.ts";
import type { AnswerHead } from "./upstream/answer-head.ts";

const lastEventMs = 1000;

/** A watch whose events are lines of JSON, so that it can end between two of them. */
export function isPlainWatch(info: RequestInfo, head: AnswerHead): boolean {
  const contentType = headerOf(head, "content-type") ?? "";
  return info.watch && head.code === 200 && headerOf(head, "content-encoding") === undefined && /^application\/json(?:;|$)/.test(contentType);
}

/**
 * When a right has ended, with an event of type ERROR, which kubectl shows and informers act on: cut without a word, `kubectl get -w` would
 * exit 0 as if all were well. When Drawbridge stops, cleanly, as an API server that stops ends its own: the client goes on elsewhere.
 * (Nobody takes the clean end of a watch for completeness, as they would with a log, which is therefore cut.)
 */
export function endWatch(response: ServerResponse, { reason, error }: NonNullable<Lease["ended"]>): void {
  const { socket } = response;
  response.once("finish", () => socket?.end());
  if (reason === "shutdown") response.end();
  else response.end(`${JSON.stringify({ type: "ERROR", object: statusOf(error) })}\n`);
  const timer = setTimeout(() => response.destroy(), lastEventMs);
  response.once("close", () => clearTimeout(timer));
}
