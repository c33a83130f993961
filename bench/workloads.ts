// What is put on each target.
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

const all = ["direct", "reference", "drawbridge"] as const;
const small = "/api/v1/namespaces/default/configmaps/small";

export const workloads: readonly Workload[] = [
  {
    name: "get",
    path: small,
    args: (quick) => ["get", "-conns", "32", "-secs", quick ? "2" : "5"],
    targets: all,
    warmUp: ["get", "-conns", "32", "-secs", "2"],
    fresh: false,
  },
  {
    name: "rate",
    path: small,
    args: (quick) => ["get", "-conns", "32", "-rate", "500", "-secs", quick ? "2" : "6"],
    targets: all,
    warmUp: ["get", "-conns", "32", "-rate", "2000", "-secs", "2"],
    fresh: false,
  },
  {
    name: "bulk",
    path: "/api/v1/pods?sizeBytes=3000000",
    args: (quick) => ["bulk", "-conns", "8", "-secs", quick ? "2" : "5"],
    targets: all,
    warmUp: ["bulk", "-conns", "8", "-secs", "1"],
    fresh: false,
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
    path: "/api/v1/namespaces/default/pods/web/exec?command=cat&stdin=true&stdout=true",
    args: (quick) => ["echo", "-mb", quick ? "50" : "300"],
    targets: all,
    warmUp: ["echo", "-mb", "20"],
    fresh: false,
  },
  {
    name: "dial",
    path: small,
    args: (quick) => ["dial", "-n", quick ? "300" : "1500"],
    targets: all,
    warmUp: ["dial", "-n", "200"],
    fresh: false,
  },
];
