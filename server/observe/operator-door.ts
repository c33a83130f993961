// What an operator may ask a running Drawbridge: probes for everybody, metrics for who has their port or their token.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createHealth } from "../health.ts";
import { healthChecks } from "../health-checks.ts";
import { monitorEventLoop } from "./event-loop.ts";
import { type MetricsSources, metricFamilies } from "./metrics.ts";
import { answerWithToken, createMetricsServer, isForMetrics, openMetricsToken } from "./metrics-server.ts";

export interface OperatorDoor {
  /** Answers a probe, or a scrape of the main port; false when `request` is neither. */
  answer(request: IncomingMessage, response: ServerResponse, state: { draining: boolean }): boolean;
  /** For the own port of metrics. */
  createMetricsServer(): Server;
  close(): void;
}

export interface OperatorDoorOptions extends Omit<MetricsSources, "eventLoop"> {
  memory: { readonly high: boolean };
  /** Null: the main port has no metrics. */
  metricsTokenFile: string | null;
}

/** Throws a sentence for the operator when the token's file cannot be used. */
export function createOperatorDoor({ metricsTokenFile, memory, ...sources }: OperatorDoorOptions): OperatorDoor {
  const token = metricsTokenFile === null ? null : openMetricsToken(metricsTokenFile);
  const eventLoop = monitorEventLoop();
  const families = metricFamilies({ ...sources, eventLoop });
  const { proxyStatus, certificateExpiresAt } = sources;
  const health = createHealth(healthChecks({ proxyStatus, certificateExpiresAt, memory, eventLoopDelay: eventLoop.delay, now: () => new Date() }));
  return {
    answer(request, response, state) {
      if (health.answer(request, response, state)) return true;
      if (token === null || !isForMetrics(request)) return false;
      answerWithToken(request, response, { token, families });
      return true;
    },
    createMetricsServer: () => createMetricsServer(families),
    close: eventLoop.stop,
  };
}
