import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type DemoPerson, demoAdmin, demoUsers, fillDemo } from "../scripts/demo-data.ts";
import type { ClusterPair } from "./cluster/pair.ts";
import { test as base } from "./fixtures.ts";
import { type Gateway, newStateDir, startGateway } from "./gateway.ts";
import { signIn } from "./steps.ts";

export { expect } from "./fixtures.ts";

const people: Record<string, DemoPerson> = { ada: demoAdmin, dina: demoUsers.dev, victor: demoUsers.viewer };

type WorkerFixtures = {
  /** A Drawbridge with the demo's environments, people and grants, the same for all tests of a worker. */
  house: Gateway;
};
type TestFixtures = { signedInAs(login: string): Promise<Page> };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  house: [
    async ({ clusters }, use) => {
      await clean(clusters);
      const stateDir = newStateDir();
      await fillDemo(join(stateDir, "data"), clusters);
      const gateway = await startGateway({ stateDir, env: { DRAWBRIDGE_PRIMITIVES_PAGE: "on" } });
      await use(gateway);
      await gateway.stop();
      await clean(clusters);
    },
    { scope: "worker", timeout: 300_000 },
  ],
  signedInAs: ({ house, page }, use) =>
    use(async (login) => {
      const person = people[login];
      if (person === undefined) throw new Error(`nobody is called ${login}`);
      await signIn(page, house.url, person);
      return page;
    }),
});

/** The pair may be used by one run after the other. */
async function clean({ alpha, beta }: ClusterPair): Promise<void> {
  for (const { kubectl } of [alpha, beta]) {
    await kubectl(["delete", "clusterrole,clusterrolebinding,rolebinding", "--all-namespaces", "--selector=app.kubernetes.io/managed-by=drawbridge"]);
    await kubectl(["delete", "pod/web", "--namespace=default", "--now", "--ignore-not-found"]);
    await kubectl(["delete", "namespace", "drawbridge", "shop", "--ignore-not-found"], { timeout: 90_000 });
  }
}
