import { z } from "zod";
import type { RightView } from "../access/schema.ts";

/** What is about to be done, as a page asks before it is. */
export const endingSchema = z.discriminatedUnion("kind", [
  /** Files are revoked. */
  z.object({ kind: z.literal("files"), ids: z.array(z.string().min(1).max(40)).min(1).max(1000) }),
  /** People are disabled or deleted, or their files end with their password. */
  z.object({ kind: z.literal("users"), ids: z.array(z.uuid()).min(1).max(1000) }),
  /** People are signed out of their browsers. */
  z.object({ kind: z.literal("sessions"), userIds: z.array(z.uuid()).min(1).max(1000) }),
  z.object({ kind: z.literal("grants"), ids: z.array(z.uuid()).min(1).max(1000) }),
  z.object({ kind: z.literal("team"), id: z.uuid() }),
  /** An environment is disabled or removed. */
  z.object({ kind: z.literal("environment"), id: z.number().int().positive() }),
]);
export type Ending = z.infer<typeof endingSchema>;

export interface AffectedFiles {
  count: number;
  /** Logins, in order. */
  owners: string[];
}

/** A right that somebody has in no other way. */
export interface LostRight extends RightView {
  login: string;
  environment: string;
  /** With it goes the person's last right there: so many files of theirs then do nothing there. Null: another right is left. */
  idleFiles: number | null;
}

/** What breaks for whom, as far as the database knows. What has ended already is not counted again. */
export interface ConsequencesView {
  /** Files that stop working altogether. */
  files: AffectedFiles;
  /** Files that lose an environment and work on for others. */
  narrowed: AffectedFiles;
  /** Watches, logs and shells whose beginning the audit has and whose end it has not, of the last 24 hours. */
  streams: number;
  /** Browsers in which the people are signed in. */
  sessions: number;
  /** By login and environment. */
  rights: LostRight[];
}
