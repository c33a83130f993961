// docs/operations.md is read when there is no time to doubt it.
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { healthChecks } from "../health-checks.ts";
import { type MetricsSources, metricFamilies } from "./metrics.ts";
import { createRequestMeter } from "./request-meter.ts";
import { upstreamSteps } from "./upstream-step.ts";

const root = path.join(import.meta.dirname, "../..");
const page = readFileSync(path.join(root, "docs/operations.md"), "utf8");

const sources: MetricsSources = {
  version: "test",
  meter: createRequestMeter(),
  proxyStatus: () => ({
    snapshotAgeMs: 0,
    snapshotStaleAfterMs: 60_000,
    carried: 0,
    audit: { waiting: 0, waitingMax: 10_000, dropped: 0, failing: false, refuses: false },
    environments: [],
  }),
  webhookStatus: null,
  certificateExpiresAt: () => new Date(),
  eventLoop: { delay: () => ({ p50Seconds: 0, p99Seconds: 0, maxSeconds: 0 }), stop: () => {} },
};
const families = metricFamilies(sources);

/** The first cells of the table under the head that starts with `head`, without their marks. */
function firstColumn(head: string): string[] {
  const [, rows = ""] = page.split(`| ${head} |`);
  const [table = ""] = rows.split("\n\n");
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell = ""]) => cell);
}

/** Each text that the sources log above level debug. */
function logged(): { file: string; message: string }[] {
  const files = globSync(["{server,lib,app}/**/*.{ts,tsx}", "instrumentation.ts"], { cwd: root }).filter(
    (file) => !/\.test\.tsx?$|(?:^|\/)testing\//.test(file),
  );
  return files.flatMap((file) => {
    const source = readFileSync(path.join(root, file), "utf8");
    const direct = source.matchAll(/logger\.(?:info|warn|error)\((?:[^";]*[,(:]\s*)?"([^"]+)",?\s*\)/g);
    const counted = source.matchAll(/level: "(?:warn|error)", message: "([^"]+)"/g);
    const jobs = [...source.matchAll(/reported\(\[("[^\]]+")\]|= \[("[^\]]+")\] as const/g)].flatMap(([, one, other]) =>
      (one ?? other ?? "").matchAll(/"([^"]+)"/g),
    );
    const found = [...direct, ...counted, ...(file === "server/jobs.ts" ? jobs.flatMap((each) => [...each]) : [])];
    return found.map(([, message = ""]) => ({ file, message }));
  });
}

describe("docs/operations.md", () => {
  it("explains each metric, with its type and labels, and no other", () => {
    const rows = [...page.matchAll(/^\| `([a-z0-9_]+)` \| (counter|gauge|histogram) \| ([a-z_, ]*?) ?\|/gm)].map(([, ...cells]) => cells.join(" | "));
    expect(rows).toEqual(families.map(({ name, type, labels }) => [name, type, labels.join(", ")].join(" | ")));
  });

  it("names no metric that is not there, in rules and advice either", () => {
    const known = new Set(families.map(({ name }) => name));
    const named = page.match(/\b(?:drawbridge|nodejs|process)_[a-z0-9_]+/g) ?? [];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it("explains each check of the probes", () => {
    const checks = healthChecks({ ...sources, memory: { high: false }, eventLoopDelay: sources.eventLoop.delay, now: () => new Date() });
    expect(firstColumn("check").toSorted()).toEqual([...checks.map(({ name }) => name), "draining"].toSorted());
  });

  it("explains each step at which a cluster can fail", () => {
    expect(firstColumn("step").toSorted()).toEqual([...upstreamSteps, "database"].toSorted());
  });

  it("explains each line of the log, and no line that is not logged", () => {
    const lines = logged();
    const explained = new Set(firstColumn("line"));
    expect(lines.filter(({ message }) => !explained.has(message))).toEqual([]);
    const written = new Set(lines.map(({ message }) => message));
    expect([...explained].filter((line) => !written.has(line))).toEqual([]);
  });
});
