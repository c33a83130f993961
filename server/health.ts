// `/livez` and `/readyz`, as Kubernetes' own servers answer them: a line for each check, `[+]` or `[-]`. Everybody may ask, so nothing is
// said that a stranger could use: no name of an environment, no person, no path.
import type { IncomingMessage, ServerResponse } from "node:http";

export interface Finding {
  /** `warning`: it works, and somebody has to look. */
  state: "ok" | "warning" | "failed";
  text?: string;
}

export interface HealthCheck {
  name: string;
  /** Alive: a restart would help if it failed. Ready: new requests should come here. */
  probes: readonly ("livez" | "readyz")[];
  look(): Finding;
}

export interface Health {
  /** Answers a probe; false when `request` is none. */
  answer(request: IncomingMessage, response: ServerResponse, state: { draining: boolean }): boolean;
}

const draining: HealthCheck = { name: "draining", probes: ["readyz"], look: () => ({ state: "failed", text: "going away; running requests are finished" }) };

const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

export function createHealth(checks: readonly HealthCheck[]): Health {
  return {
    answer(request, response, state) {
      const [, probe, query = ""] = /^\/(livez|readyz)(?:\?(.*))?$/.exec(request.url ?? "") ?? [];
      if (probe !== "livez" && probe !== "readyz") return false;
      const asked = [...checks, ...(state.draining ? [draining] : [])].filter(({ probes }) => probes.includes(probe));
      const { passed, text } = report(probe, asked);
      const verbose = new URLSearchParams(query).has("verbose");
      const body = passed && !verbose ? "ok\n" : text;
      response.writeHead(passed ? 200 : 503, { ...headers, "Content-Length": Buffer.byteLength(body) });
      response.end(request.method === "HEAD" ? undefined : body);
      return true;
    },
  };
}

function report(probe: string, checks: readonly HealthCheck[]): { passed: boolean; text: string } {
  const found = checks.map(({ name, look }) => ({ name, ...look() }));
  const passed = found.every(({ state }) => state !== "failed");
  const lines = found.map(({ name, state, text }) => `[${state === "failed" ? "-" : "+"}]${name} ${state}${text === undefined ? "" : `: ${text}`}`);
  return { passed, text: `${[...lines, `${probe} check ${passed ? "passed" : "failed"}`].join("\n")}\n` };
}
