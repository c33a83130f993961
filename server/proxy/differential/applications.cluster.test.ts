// What the common cluster cannot show, compared in the same way: applications behind services and pods, an aggregated API, CBOR, and
// versions that the cluster has forgotten.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWebSocket } from "../streams/websocket.ts";
import { type ApplicationCluster, startApplicationCluster } from "./application-cluster.ts";
import { aggregatedApi, behindServices } from "./cases/applications.ts";
import { cbor } from "./cases/cbor.ts";
import { forgotten } from "./cases/forgotten.ts";
import { prepareWays, type Ways } from "./prepare-ways.ts";
import { createSuite } from "./suite.ts";
import type { Way } from "./ways.ts";

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

// P28, P38
it("an aggregated API speaks WebSocket with the client, from its greeting on", async () => {
  const talk = async (way: Way) => {
    const target = `${way.prefix}/apis/application.drawbridge.dev/v1/talk`;
    const client = await openWebSocket({ origin: way.origin, target, headers: way.credentials.admin, protocols: [] });
    const heard: string[] = [];
    for await (const { type, payload } of client.frames()) {
      heard.push(`${type} ${payload}`);
      client.send(Buffer.from("goodbye"));
    }
    return heard;
  };
  for (const way of [ways.direct, ...ways.carried]) expect(await talk(way)).toEqual(["text hello", "close "]);
});

// P13, P15
describe("CBOR arrives as it was sent", () => sameOnEachWay(cbor));

// P19, P20
describe("what the cluster has forgotten is gone in its own words", () => {
  beforeAll(() => applications.compact());
  sameOnEachWay(forgotten);
});
