// The log of a real process, at its most talkative.
import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const told = z.object({ secrets: z.record(z.string(), z.string().min(8)), auditIDs: z.array(z.string()) });
const lineShape = z.looseObject({
  level: z.enum(["debug", "info", "warn", "error"]),
  time: z.iso.datetime(),
  msg: z.string(),
  auditID: z.string().optional(),
  requestURI: z.string().optional(),
  environment: z.string().optional(),
  step: z.string().optional(),
});

let log = "";
let lines: z.infer<typeof lineShape>[] = [];
let drill: z.infer<typeof told>;
beforeAll(async () => {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "../testing/log-drill.ts")], { stdio: ["ignore", "pipe", "pipe"] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  log = err;
  drill = told.parse(JSON.parse(out));
  lines = err
    .trim()
    .split("\n")
    .map((line) => lineShape.parse(JSON.parse(line)));
}, 60_000);

const linesOf = (auditID: string) => lines.filter((line) => line.auditID === auditID);

describe("the log", () => {
  // A34, A39
  it("has no token, credential, cookie or body in any line, at any level, whatever went wrong", () => {
    expect(log.length).toBeGreaterThan(1000);
    const found = Object.entries(drill.secrets).filter(([, secret]) => log.includes(secret));
    expect(found.map(([what]) => `${what}: ${log.split("\n").find((line) => line.includes(drill.secrets[what] ?? ""))}`)).toEqual([]);
  });

  it("has at level debug one line for each request, with its Audit-ID and what was asked", () => {
    for (const auditID of drill.auditIDs) {
      const own = linesOf(auditID).filter(({ msg }) => msg === "request");
      expect(own, auditID).toHaveLength(1);
      expect(own[0]?.requestURI, auditID).toMatch(/^\/api/);
    }
  });

  it("names the environment, the failing step and the request where a cluster is at fault", () => {
    const steps = ["garbage", "refused", "silent", "flood-0"].map((auditID) => linesOf(auditID).find(({ level }) => level === "warn"));
    expect(steps).toMatchObject([
      { environment: "alpha", step: "answer" },
      { environment: "alpha", step: "credential" },
      { environment: "alpha", step: "first_byte" },
      { environment: "nowhere", step: "connect" },
    ]);
    for (const line of steps) expect(line?.msg).toContain(`“${line?.environment}”`);
  });

  it("tells a flood of one fault once, and how large it was", () => {
    const flood = lines.filter(({ environment, level }) => environment === "nowhere" && level === "warn");
    expect(flood).toMatchObject([{ auditID: "flood-0" }, { times: 19, msg: expect.stringMatching(/^again: /) }]);
  });

  it("has nothing of a client's mistakes above level debug: they are in the audit", () => {
    for (const auditID of ["unknown", "impersonate", "basic"]) expect(linesOf(auditID).map(({ level }) => level)).toEqual(["debug"]);
  });
});
