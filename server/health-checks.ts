// What the probes look at. Pure but for the sources: a finding depends on what they say and nothing else.
import type { Finding, HealthCheck } from "./health.ts";
import type { EventLoopDelay } from "./observe/event-loop.ts";
import type { ProxyStatus } from "./observe/metrics.ts";

export interface HealthSources {
  proxyStatus(): Pick<ProxyStatus, "snapshotAgeMs" | "snapshotStaleAfterMs" | "audit">;
  certificateExpiresAt(): Date;
  /** So full that new requests are refused. */
  memory: { readonly high: boolean };
  eventLoopDelay(): EventLoopDelay;
  now(): Date;
}

/** The database is asked ten times a second. */
const databaseLateMs = 5_000;
const certificateSoonDays = 14;
const loopSlowSeconds = 0.2;

export function healthChecks({ proxyStatus, certificateExpiresAt, memory, eventLoopDelay, now }: HealthSources): HealthCheck[] {
  return [
    { name: "ping", probes: ["livez"], look: () => ({ state: "ok" }) },
    // That it answers shows that it is alive; a restart would cure no load, so this one never fails.
    { name: "event-loop", probes: ["livez", "readyz"], look: () => eventLoop(eventLoopDelay()) },
    { name: "memory", probes: ["readyz"], look: () => (memory.high ? { state: "failed", text: "nearly full; new requests are refused" } : { state: "ok" }) },
    { name: "database", probes: ["readyz"], look: () => database(proxyStatus()) },
    { name: "snapshot", probes: ["readyz"], look: () => snapshot(proxyStatus()) },
    { name: "audit", probes: ["readyz"], look: () => audit(proxyStatus().audit) },
    { name: "certificate", probes: ["readyz"], look: () => certificate(certificateExpiresAt(), now()) },
  ];
}

function eventLoop({ maxSeconds }: EventLoopDelay): Finding {
  return { state: maxSeconds < loopSlowSeconds ? "ok" : "warning", text: `longest delay ${Math.round(maxSeconds * 1000)} ms` };
}

/** Nobody is turned away for a database that is gone until what is in memory has become too old. */
function database({ snapshotAgeMs, snapshotStaleAfterMs }: Pick<ProxyStatus, "snapshotAgeMs" | "snapshotStaleAfterMs">): Finding {
  if (snapshotAgeMs < Math.min(databaseLateMs, snapshotStaleAfterMs)) return { state: "ok" };
  return { state: snapshotAgeMs <= snapshotStaleAfterMs ? "warning" : "failed", text: `no answer for ${seconds(snapshotAgeMs)}` };
}

function snapshot({ snapshotAgeMs, snapshotStaleAfterMs }: Pick<ProxyStatus, "snapshotAgeMs" | "snapshotStaleAfterMs">): Finding {
  if (snapshotAgeMs <= snapshotStaleAfterMs) return { state: "ok", text: `${seconds(snapshotAgeMs)} old` };
  return { state: "failed", text: `${seconds(snapshotAgeMs)} old, and good for ${seconds(snapshotStaleAfterMs)} only` };
}

/** Where requests go on without their rows, this one never turns anybody away. */
function audit({ waiting, waitingMax, dropped, failing, refuses }: ProxyStatus["audit"]): Finding {
  if (failing) return { state: refuses ? "failed" : "warning", text: `rows cannot be written; ${waiting} waiting, ${dropped} dropped` };
  return { state: dropped > 0 || waiting > waitingMax / 2 ? "warning" : "ok", text: `${waiting} waiting, ${dropped} dropped` };
}

function certificate(expiresAt: Date, now: Date): Finding {
  const days = (expiresAt.getTime() - now.getTime()) / 86_400_000;
  if (days <= 0) return { state: "failed", text: `expired ${count(Math.floor(-days), "day")} ago` };
  return { state: days < certificateSoonDays ? "warning" : "ok", text: `expires in ${count(Math.floor(days), "day")}` };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
