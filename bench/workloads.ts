// What is put on each target.
import type { Load } from "./load.ts";
import type { TargetName } from "./targets.ts";

export interface Workload {
  name: string;
  path: string;
  /** Of the load generator. */
  args(quick: boolean): string[];
  /** In the order in which they take turns. */
  targets: readonly TargetName[];
  /** Load before the first run that counts: Node compiles what is hot, Go grows its heap. */
  warmUp: Load | null;
  /** Whether each run meets a new process: memory that was used before would hide what is used now. */
  fresh: boolean;
}

const all = ["direct", "reference", "drawbridge"] as const;
const small = "/api/v1/namespaces/default/configmaps/small";
const exec = "/api/v1/namespaces/default/pods/web/exec?command=cat&stdin=true&stdout=true";

export const workloads: readonly Workload[] = [
  {
    name: "get",
    path: small,
    args: (quick) => ["get", "-conns", "32", "-secs", quick ? "2" : "5"],
    targets: all,
    warmUp: { path: small, args: ["get", "-conns", "32", "-secs", "2"] },
    fresh: false,
  },
  {
    name: "rate",
    path: small,
    args: (quick) => ["get", "-conns", "32", "-rate", "500", "-secs", quick ? "2" : "6"],
    targets: all,
    warmUp: { path: small, args: ["get", "-conns", "32", "-rate", "2000", "-secs", "2"] },
    fresh: false,
  },
  {
    name: "bulk",
    path: "/api/v1/pods?sizeBytes=3000000",
    args: (quick) => ["bulk", "-conns", "8", "-secs", quick ? "2" : "5"],
    targets: all,
    // Not by lists: growth is counted from a process that has seen none. The load itself warms up by lists before it counts CPU.
    warmUp: { path: small, args: ["get", "-conns", "8", "-secs", "2"] },
    fresh: true,
  },
  {
    name: "watch",
    path: "/api/v1/configmaps?watch=true",
    args: (quick) => ["watch", "-n", quick ? "1000" : "5000"],
    targets: all,
    warmUp: null,
    fresh: true,
  },
  {
    name: "echo",
    path: exec,
    args: (quick) => ["echo", "-mb", quick ? "50" : "300"],
    targets: all,
    warmUp: { path: exec, args: ["echo", "-mb", "20"] },
    fresh: false,
  },
  {
    name: "dial",
    path: small,
    args: (quick) => ["dial", "-n", quick ? "300" : "1500"],
    targets: all,
    warmUp: { path: small, args: ["dial", "-n", "200"] },
    fresh: false,
  },
];
