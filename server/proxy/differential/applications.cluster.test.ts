// What the common cluster cannot show, compared in the same way: applications behind services and pods, an aggregated API, CBOR, and
// versions that the cluster has forgotten.
import { afterAll, beforeAll, describe } from "vitest";
import { type ApplicationCluster, startApplicationCluster } from "./application-cluster.ts";
import { aggregatedApi, behindServices } from "./cases/applications.ts";
import { cbor } from "./cases/cbor.ts";
import { forgotten } from "./cases/forgotten.ts";
import { prepareWays, type Ways } from "./prepare-ways.ts";
import { createSuite } from "./suite.ts";

let applications: ApplicationCluster;
let ways: Ways;
const { sameOnEachWay, begin, end } = createSuite();

beforeAll(async () => {
  applications = await startApplicationCluster();
  ways = await prepareWays(applications.cluster, "application-access");
  begin(ways, applications.values);
});
afterAll(async () => {
  end();
  await ways?.close();
  await applications?.stop();
});

// P08, P10, P12, P16, P38
describe("an application behind a service or a pod answers for itself", () => sameOnEachWay(behindServices));

// P07, P08
describe("an aggregated API answers for itself, trailers and all", () => sameOnEachWay(aggregatedApi));

// P13, P15
describe("CBOR arrives as it was sent", () => sameOnEachWay(cbor));

// P19, P20
describe("what the cluster has forgotten is gone in its own words", () => {
  beforeAll(() => applications.compact());
  sameOnEachWay(forgotten);
});
