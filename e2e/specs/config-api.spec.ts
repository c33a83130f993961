import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import { expect, test } from "../house.ts";

const path = "/api/kubernetes/config";

// A37
test("a tool gets a file by GET with a session's cookie, and kubectl works with what came", async ({ house, signedInAs, kubectl }, testInfo) => {
  const page = await signedInAs("ada");
  const answer = await ask(house, `${path}?ids=1&ids=2`, { cookie: await cookieOf(page) });
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({
    "content-type": "application/yaml",
    "content-disposition": expect.stringMatching(/^attachment; filename="[\w.-]+\.ya?ml"/),
    "cache-control": "no-store",
  });
  const kubeconfig = testInfo.outputPath("by-api.yaml");
  writeFileSync(kubeconfig, answer.body, { mode: 0o600 });
  const contexts = await kubectl(["config", "get-contexts", "--output=name"], { kubeconfig });
  expect(contexts.stdout.trim().split("\n").sort()).toEqual(["drawbridge-ctx-production", "drawbridge-ctx-staging"]);
  expect(await kubectl(["get", "namespaces", "--context=drawbridge-ctx-staging"], { kubeconfig })).toMatchObject({ code: 0 });
});

test("a tool names a namespace for a context, and one that is none is refused with the reason", async ({ house, signedInAs }) => {
  const cookie = await cookieOf(await signedInAs("ada"));
  const answer = await ask(house, `${path}?ids=1&ids=2&namespace=2:shop`, { cookie });
  expect(answer.body.match(/^ +namespace: .*$/gm)).toEqual(["    namespace: shop"]);
  for (const [wrong, reason] of [
    ["2:Shop", "A namespace is named with"],
    [encodeURIComponent("2:shop\nusers: []"), "A namespace is named with"],
    ["shop", "is not of the form 1:web"],
    ["3:shop", "environment 3, which is not in the file"],
    ["1:shop&namespace=1:web", "one namespace"],
  ] as const) {
    const refused = await ask(house, `${path}?ids=1&ids=2&namespace=${wrong}`, { cookie });
    expect(refused.status, wrong).toBe(400);
    expect(JSON.parse(refused.body)).toMatchObject({ field: "namespaces", error: expect.stringContaining(reason) });
  }
});

// A37
test("without a session there is no file", async ({ house }) => {
  expect(await ask(house, `${path}?ids=1`)).toMatchObject({ status: 401, body: expect.not.stringContaining("token") });
});

// A37
test("another site cannot have a file made, by whatever way a browser offers it", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  const cookie = await cookieOf(page);
  const foreign: [string, Record<string, string>][] = [
    ["GET", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }],
    ["GET", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
    ["GET", { referer: "https://elsewhere.example/" }],
    ["POST", { origin: "https://elsewhere.example", "content-type": "application/json" }],
    ["POST", { "content-type": "application/json" }],
  ];
  for (const [method, headers] of foreign) {
    const answer = await ask(house, `${path}?ids=1`, { ...headers, cookie }, method);
    expect(answer, `${method} ${JSON.stringify(headers)}`).toMatchObject({ status: 403, body: expect.not.stringContaining("token") });
  }
});

// A37
test("a link that is followed in the browser itself makes no file", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  const made = () => page.getByRole("row").count();
  await page.goto(`${house.url}/kubeconfigs`);
  const before = await made();
  const answer = await page.goto(`${house.url}${path}?ids=1`);
  expect(answer?.status()).toBe(403);
  await page.goto(`${house.url}/kubeconfigs`);
  expect(await made()).toBe(before);
});

for (const [what, query, status] of [
  ["no id", "", 400],
  ["an empty list", "?ids=[]", 400],
  ["an id that is no number", "?ids=x", 400],
  ["zero", "?ids=0", 400],
  ["an environment that does not exist", "?ids=999", 404],
] as const) {
  test(`a request for ${what} is refused with the reason, and is never taken for all`, async ({ house, signedInAs }) => {
    const cookie = await cookieOf(await signedInAs("ada"));
    const answer = await ask(house, `${path}${query}`, { cookie });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ error: expect.any(String) });
  });
}

test("an environment that one may not reach is refused in the words of one that does not exist", async ({ house, signedInAs }) => {
  const cookie = await cookieOf(await signedInAs("victor"));
  const [foreign, missing] = [await ask(house, `${path}?ids=2`, { cookie }), await ask(house, `${path}?ids=999`, { cookie })];
  expect(foreign.status).toBe(missing.status);
  expect(foreign.body.replaceAll("2", "N")).toBe(missing.body.replaceAll("999", "N"));
});

async function cookieOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

type Answer = { status: number | undefined; headers: Record<string, unknown>; body: string };

/** As curl does it: nothing is added that a browser would add. */
function ask(house: { url: string; certificateAuthorityPath: string }, target: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ca = readFileSync(house.certificateAuthorityPath);
    const asked = request(`${house.url}${target}`, { method, headers, ca }, async (answer) => {
      resolve({ status: answer.statusCode, headers: answer.headers, body: await text(answer) });
    });
    asked.once("error", reject);
    asked.end(method === "POST" ? JSON.stringify({ environmentIds: [1], name: "stolen", expiry: { seconds: 3600 }, currentEnvironmentId: null }) : undefined);
  });
}
