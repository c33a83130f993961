import { expect, it } from "vitest";
import { fuzzRequests } from "./fuzz/fuzz-requests.ts";

// biome-ignore lint/style/noProcessEnv: a finding is repeated by its seed.
const seed = Number(process.env.DRAWBRIDGE_FUZZ_SEED ?? 20260115);
const connections = 1000;

// A01, A02, A03, A04, A05, A06, A08, A09, A10, A11, A12, A14, A22, A23, A58
it(`whatever ${connections} spoiled conversations hold, the cluster hears whole requests of whole people, and nothing stays open (seed ${seed})`, async () => {
  const report = await fuzzRequests({ seed, goesOn: (count) => count < connections });
  expect(report.violations, `repeat with DRAWBRIDGE_FUZZ_SEED=${seed}`).toEqual([]);
  // A fuzzer whose requests are all refused at the door has tried nothing.
  expect(report.atCluster).toBeGreaterThan(connections / 4);
}, 120_000);
