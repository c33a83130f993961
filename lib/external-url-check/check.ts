import type { Duplex } from "node:stream";
import { type Context, requireAdmin } from "../context.ts";
import { certificateAuthority } from "../served-certificate/index.ts";
import { t } from "../texts/index.ts";
import { connectEach, type Place, resolveName } from "./address-steps.ts";
import { meetSelf, stayIdle, upgrade } from "./answer-steps.ts";
import { verifyCertificate } from "./certificate-step.ts";
import { type ExternalUrlResult, type ExternalUrlStep, externalUrlSteps } from "./schema.ts";
import { StepFailed } from "./step-failed.ts";

export interface ExternalUrlCheck {
  /** An https origin: the configured one, or the address that the person's browser used. Never one that a form says. */
  origin: string;
  idleSeconds: number;
  /** Ends the check. */
  signal: AbortSignal;
  /** PEM that issued files carry, or null; read unless told. */
  authority?: string | null;
}

const limitMs = 5_000;

/** Looks at the external URL as a client on the network would; each item as soon as it is over. Admins only. Throws for no fault of the URL. */
export async function* checkExternalUrl(context: Context, { origin, idleSeconds, signal, ...check }: ExternalUrlCheck): AsyncGenerator<ExternalUrlResult> {
  requireAdmin(context);
  const limits = { limitMs, signal };
  const url = new URL(origin);
  const place: Place = { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 443) };
  const authority = check.authority === undefined ? await certificateAuthority(context.db, context.now) : check.authority;
  let addresses: string[] = [];
  let socket: Duplex | null = null;
  const work: Record<ExternalUrlStep, () => Promise<string>> = {
    name: async () => {
      addresses = await resolveName(place, limits);
      return addresses[0] === place.host ? t("An address: nothing to resolve.") : t("Resolves to {addresses}.", { addresses: addresses.join(", ") });
    },
    tcp: async () => {
      await connectEach(addresses, place.port, limits);
      return t("Port {port} accepts connections.", { port: place.port });
    },
    certificate: () => verifyCertificate(place, authority, { ...limits, now: context.now }),
    drawbridge: () => meetSelf(origin, limits),
    upgrade: async () => {
      socket = await upgrade(origin, limits);
      return t("A WebSocket passes: exec, cp and port-forward will work.");
    },
    idle: async () => {
      if (socket === null) throw new Error("there is an upgraded connection by now");
      return stayIdle(socket, idleSeconds, limits);
    },
  };
  const needs: Record<ExternalUrlStep, readonly ExternalUrlStep[]> = {
    name: [],
    tcp: ["name"],
    certificate: ["name", "tcp"],
    // A certificate that is refused does not keep one from looking further: each item has its own result.
    drawbridge: ["name", "tcp"],
    upgrade: ["name", "tcp", "drawbridge"],
    idle: ["name", "tcp", "drawbridge", "upgrade"],
  };
  const failed = new Set<ExternalUrlStep>();
  try {
    for (const step of externalUrlSteps) {
      if (signal.aborted) return;
      const result = needs[step].some((needed) => failed.has(needed)) ? notTried(step) : await run(step, work[step]);
      if (result.state === "failed") failed.add(step);
      yield result;
    }
  } finally {
    destroy(socket);
  }
}

async function run(step: ExternalUrlStep, work: () => Promise<string>): Promise<ExternalUrlResult> {
  const start = performance.now();
  const durationMs = () => Math.round(performance.now() - start);
  try {
    return { step, state: "passed", detail: await work(), fix: null, durationMs: durationMs() };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    return { step, state: "failed", detail: error.message, fix: error.fix, durationMs: durationMs() };
  }
}

function notTried(step: ExternalUrlStep): ExternalUrlResult {
  return { step, state: "skipped", detail: t("Not tried: an item above has to pass first."), fix: null, durationMs: 0 };
}

function destroy(socket: Duplex | null): void {
  socket?.destroy();
}
