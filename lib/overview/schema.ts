import type { ProbeStep } from "../environments/schema.ts";

/** Files that end in less than 7 days are counted by day. */
export const expiringDays = 7;

export interface DownEnvironment {
  id: number;
  name: string;
  /** What failed. */
  step: ProbeStep | null;
  lastReachableAt: string | null;
}

/** How things stand now. */
export interface OverviewFacts {
  /** `down` has the first few, `downCount` how many. Disabled ones count nowhere. */
  environments: { count: number; unchecked: number; downCount: number; down: DownEnvironment[] };
  /** `expiring[n]`: files that end in n days, of 24 hours from now, and some hours. */
  kubeconfigs: { live: number; expiring: number[] };
}
