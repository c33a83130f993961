import { z } from "zod";
import type { AuditEventView } from "../audit/schema.ts";

/** Whose activity: a person's or a kubeconfig's, by id. `before` is the id of the last event of the page before. */
export const activityQuerySchema = z.object({
  of: z.union([z.object({ user: z.uuid() }), z.object({ kubeconfig: z.string().min(1).max(40) })]),
  before: z.string().min(1).max(40).optional(),
});
export type ActivityQuery = z.infer<typeof activityQuerySchema>;

export interface ActivityEvent extends AuditEventView {
  /** Done by whoever asks. */
  isOwn: boolean;
  /** Of an issued file: when it first came to a cluster; null when it has not, and for every other event. */
  firstUsedAt: string | null;
}

export interface ActivityPage {
  /** Newest first. */
  events: ActivityEvent[];
  /** Value of `before` for the next page; null on the last. */
  next: string | null;
}
