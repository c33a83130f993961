// How the front stops: nobody new, watches moved on gently, requests finished, sessions as long as the operator grants them.

import type { Server } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { OpenStreams } from "./proxy/open-streams.ts";

export interface DrainTimes {
  /** Still served while load balancers take note that we are not ready any more. */
  delayMs: number;
  /** For ordinary requests, from then on. */
  requestsMs: number;
  /** For exec, port-forward and followed logs, from then on. */
  sessionsMs: number;
  /** For what is ended at last to say its last bytes. */
  lastBytesMs: number;
}

export interface Drained {
  server: Server;
  openStreams: OpenStreams;
  cutPages(): void;
  cutUpgraded(): void;
}

/** A hundred watches a second, and more only when there are more than a thousand: their clients all come back at once elsewhere. */
const watchPace = { apartMs: 10, withinMs: 10_000 };

/** Resolves when no connection is left. */
export async function drain({ server, openStreams, cutPages, cutUpgraded }: Drained, times: DrainTimes): Promise<void> {
  await sleep(times.delayMs);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  openStreams.refuseStreams();
  openStreams.end("watch", watchPace);
  // Connections fall idle one by one, as what they carry ends.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const timers = [
    setTimeout(() => {
      openStreams.end("request");
      cutPages();
    }, times.requestsMs),
    setTimeout(() => openStreams.end("session"), times.sessionsMs),
    setTimeout(() => {
      server.closeAllConnections();
      cutUpgraded();
    }, Math.max(times.requestsMs, times.sessionsMs) + times.lastBytesMs),
  ];
  await closed;
  clearInterval(idle);
  for (const timer of timers) clearTimeout(timer);
}
