// What is put on each target, and the figures of it that go into the table.
import type { TargetName } from "./targets.ts";

export interface Workload {
  name: string;
  path: string;
  /** Of the load generator. */
  args(quick: boolean): string[];
  /** In the order in which they take turns. */
  targets: readonly TargetName[];
  /** Load before the first run that counts: Node compiles what is hot, Go grows its heap. */
  warmUp: readonly string[] | null;
  /** Whether each run meets a new process: memory that was used before would hide what is used now. */
  fresh: boolean;
}

export const workloads: readonly Workload[] = [
  {
    name: "get",
    path: "/api/v1/namespaces/default/configmaps/small",
    args: (quick) => ["get", "-conns", "32", "-secs", quick ? "2" : "5"],
    targets: ["direct", "reference", "drawbridge"],
    warmUp: ["get", "-conns", "32", "-secs", "2"],
    fresh: false,
  },
];
