// Who asks, when, of which database. Every public function of a domain takes one, so that neither the person nor the clock is ambient.
import type { Db } from "./db.ts";
import { Forbidden, Unauthenticated } from "./errors.ts";
import { t } from "./texts/index.ts";

export interface Person {
  id: string;
  login: string;
  displayName: string;
  isAdmin: boolean;
}

export type Actor =
  /** `sessionId`: the session that asks, whose end ends what it asks for; without one it is the caller's affair. */
  | { kind: "person"; person: Person; sourceIP: string | null; sessionId?: string }
  /** Drawbridge itself: set-up, reconciling, rotation. */
  | { kind: "system" }
  | { kind: "anonymous"; sourceIP: string | null };

export interface Context {
  db: Db;
  actor: Actor;
  now: Date;
}

/** The signed-in person. Throws Unauthenticated. */
export function requirePerson(context: Context): Person {
  if (context.actor.kind !== "person") throw new Unauthenticated();
  return context.actor.person;
}

/** Passes for admins and for Drawbridge itself. Throws Unauthenticated or Forbidden. */
export function requireAdmin(context: Context): void {
  if (context.actor.kind === "system") return;
  if (!requirePerson(context).isAdmin) throw new Forbidden(t("You need to be an administrator of Drawbridge."));
}
