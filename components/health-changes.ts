import type { HealthChangesView } from "#lib/access/schema.ts";
import type { HealthView } from "#lib/environments/schema.ts";

const states: Record<HealthView["state"], true> = { ready: true, down: true, unknown: true, disabled: true };
const steps: Record<NonNullable<HealthView["step"]>, true> = { name: true, dns: true, tcp: true, tls: true, credential: true, rights: true };

/**
 * What the server answers of its clusters' health; null when it is anything else. Checked by hand: Home asks for it every few seconds, and the
 * library of schemas would be a sixth of what Home loads.
 */
export function parseHealthChanges(answer: unknown): HealthChangesView | null {
  if (!isRecord(answer)) return null;
  const { at, revision, environments } = answer;
  if (!isInstant(at) || typeof revision !== "number" || !Array.isArray(environments)) return null;
  const parsed = environments.map(parseEnvironment);
  return parsed.includes(null) ? null : { at, revision, environments: parsed.filter((each) => each !== null) };
}

function parseEnvironment(value: unknown): HealthChangesView["environments"][number] | null {
  if (!isRecord(value)) return null;
  const { id, version } = value;
  const health = parseHealth(value.health);
  return typeof id === "number" && isTextOrNull(version) && health !== null ? { id, version, health } : null;
}

function parseHealth(value: unknown): HealthView | null {
  if (!isRecord(value)) return null;
  const { state, step, message, checkedAt, lastReachableAt } = value;
  if (!isKey(states, state) || !(step === null || isKey(steps, step))) return null;
  return isTextOrNull(message) && isTextOrNull(checkedAt) && isTextOrNull(lastReachableAt) ? { state, step, message, checkedAt, lastReachableAt } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** As we write them. */
function isInstant(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function isKey<T extends string>(known: Record<T, true>, value: unknown): value is T {
  return typeof value === "string" && Object.hasOwn(known, value);
}
