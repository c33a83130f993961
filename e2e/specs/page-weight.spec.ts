import { expect, test } from "../house.ts";

/** 180 KB, as they came over the line. */
const scriptBytesMax = 180_000;

test("Home loads at most 180 KB of scripts, compressed", async ({ house, signedInAs, browser }, testInfo) => {
  const page = await signedInAs("ada");
  // A browser that has nothing of Drawbridge yet but the session.
  const context = await browser.newContext({ ignoreHTTPSErrors: true, storageState: await page.context().storageState() });
  const fresh = await context.newPage();
  const sizes: Promise<{ url: string; bytes: number }>[] = [];
  fresh.on("requestfinished", (request) => {
    if (request.resourceType() !== "script") return;
    sizes.push(request.sizes().then(({ responseBodySize }) => ({ url: new URL(request.url()).pathname, bytes: responseBodySize })));
  });
  await fresh.goto(house.url);
  await expect(fresh.getByRole("heading", { name: "Environments", level: 1 })).toBeVisible();
  // What comes by itself, without a pointer or a key, counts too.
  await fresh.waitForLoadState("networkidle");
  const scripts = (await Promise.all(sizes)).toSorted((one, other) => other.bytes - one.bytes);
  const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
  await testInfo.attach("scripts", { body: scripts.map(({ url, bytes }) => `${bytes} ${url}`).join("\n"), contentType: "text/plain" });
  expect(scripts.length).toBeGreaterThan(5);
  expect(total, `${scripts.length} scripts`).toBeLessThanOrEqual(scriptBytesMax);
  await context.close();
});
