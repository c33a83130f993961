// The same request straight to the API server and through Drawbridge: status, header lines in their order, framing, body and trailers
// are equal to the byte. What may differ is listed in compare.ts.
import { afterAll, beforeAll, describe } from "vitest";
import { requirePair } from "#e2e/cluster/pair.ts";
import { belowProxy } from "./cases/below-proxy.ts";
import { deniedUpgrades } from "./cases/denied-upgrades.ts";
import { discovery } from "./cases/discovery.ts";
import { heads, selves, sides } from "./cases/heads.ts";
import { long, paths } from "./cases/paths.ts";
import { compressed, paging, reading } from "./cases/reading.ts";
import { large, refusals } from "./cases/refusals.ts";
import { logs, watches } from "./cases/streaming.ts";
import { changes, dryRuns, validation, warnings } from "./cases/writing.ts";
import { makeFixtures, removeFixtures } from "./fixtures.ts";
import { prepareWays, type Ways } from "./prepare-ways.ts";
import { createSuite } from "./suite.ts";

const { alpha } = requirePair();
let ways: Ways;
const { sameOnEachWay, begin, end } = createSuite();

beforeAll(async () => {
  const values = await makeFixtures(alpha);
  ways = await prepareWays(alpha, "differential-access");
  begin(ways, values);
});
afterAll(async () => {
  end();
  await ways?.close();
  await removeFixtures(alpha, { wait: false });
});

// P10, P14, P15
describe("what is read is the same in every form", () => sameOnEachWay(reading));

// P14
describe("what the API server compresses arrives as it was compressed", () => sameOnEachWay(compressed));

// P19
describe("pages follow each other", () => sameOnEachWay(paging));

// P17
describe("discovery is the same, with its types and tags", () => sameOnEachWay(discovery));

// P10, P11
describe("each spelling of a path and a query means what it means to the API server", () => sameOnEachWay(paths));

// P09
describe("long requests pass", () => sameOnEachWay(long));

// P05, P13, P15, P18
describe("what would be written is answered alike", () => sameOnEachWay(dryRuns));

// P18, P21
describe("the cluster's own checks speak alike", () => sameOnEachWay(validation));

// P08, P21
describe("each warning comes in its own line", () => sameOnEachWay(warnings));

// P05, P13, P18, P20
describe("what is written is answered alike", () => sameOnEachWay(changes));

// P13, P20
describe("each refusal of the cluster comes in its own words", () => sameOnEachWay(refusals));

// P05, P16
describe("large bodies meet the API server's limit and no other", () => sameOnEachWay(large));

// P24, P26, P27
describe("a watch tells the same and ends when it said", () => sameOnEachWay(watches, { atOnce: true }));

// P33, P34
describe("a denied upgrade is answered whole", () => sameOnEachWay(deniedUpgrades));

// P29
describe("a log is complete", () => sameOnEachWay(logs));

// P10, P12, P38
describe("what is behind a proxy path answers for itself", () => sameOnEachWay(belowProxy));

// P13
describe("HEAD is answered without a body", () => sameOnEachWay(heads));

// P48
describe("the cluster sees the same person", () => sameOnEachWay(selves));

// P06, P08
describe("what a client says beside its request changes nothing", () => sameOnEachWay(sides));
