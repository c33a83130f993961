// Another machine on a network of its own, that can vanish without a word: Linux' network namespaces, by `ip` of iproute2, as root.
import { execFileSync, type SpawnOptions, spawn } from "node:child_process";

export interface OtherMachine {
  /** Our address on that network, and its. */
  ours: string;
  theirs: string;
  /** A program that runs there. */
  run(command: readonly string[], options?: SpawnOptions): ReturnType<typeof spawn>;
  /** From now on nothing comes from it any more: no data, no acknowledgement, no end. */
  vanish(): void;
  remove(): void;
}

export function startOtherMachine(): OtherMachine {
  const name = `drawbridge-${process.pid}`;
  const near = `db${process.pid}`;
  const ip = (...args: string[]) => execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
  // 198.18.0.0/15 is for tests of networks (RFC 2544).
  const third = process.pid % 256;
  const [ours, theirs] = [`198.18.${third}.1`, `198.18.${third}.2`];
  ip("netns", "add", name);
  ip("link", "add", near, "type", "veth", "peer", "name", "far", "netns", name);
  ip("address", "add", `${ours}/30`, "dev", near);
  ip("link", "set", near, "up");
  ip("-n", name, "address", "add", `${theirs}/30`, "dev", "far");
  ip("-n", name, "link", "set", "far", "up");
  ip("-n", name, "link", "set", "lo", "up");
  return {
    ours,
    theirs,
    run: ([...command], options = {}) => spawn("ip", ["netns", "exec", name, ...command], options),
    vanish: () => ip("-n", name, "route", "add", "blackhole", `${ours}/32`),
    remove: () => ip("netns", "delete", name),
  };
}
