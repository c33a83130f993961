import { readFileSync } from "node:fs";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

type Answer = { status: number | undefined; headers: Record<string, unknown>; body: string };
type House = { url: string; certificateAuthorityPath: string };

function ask(house: House, path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  const { method = "GET", headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const asked = request(`${house.url}${path}`, { method, headers, ca: readFileSync(house.certificateAuthorityPath) }, async (answer) => {
      resolve({ status: answer.statusCode, headers: answer.headers, body: await text(answer) });
    });
    asked.once("error", reject);
    asked.end(body);
  });
}

// A38
test("no page can be framed, read or taken for another type by another site", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const path of ["/", "/sign-in", "/setup", "/kubeconfigs", "/admin/users", "/nothing-here", "/api/auth/session", "/api/auth/csrf"]) {
    for (const headers of [{}, { cookie }] as Record<string, string>[]) {
      const answer = await ask(house, path, { headers: { ...headers, origin: "https://evil.example" } });
      expect(answer.headers, path).toMatchObject({
        "content-security-policy": expect.stringMatching(/frame-ancestors 'none'/),
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(Object.keys(answer.headers).join(" "), path).not.toMatch(/access-control/);
    }
  }
});

// A38
test("a link to the sign-in leads to no other site, by whatever spelling", async ({ house, page, signedInAs }) => {
  await signedInAs("ada");
  for (const next of ["//evil.example/", "https:evil.example", "/\\evil.example", "https://evil.example/", "/\t/evil.example", "javascript:alert(1)"]) {
    await page.goto(`${house.url}/sign-in?next=${encodeURIComponent(next)}`);
    expect(new URL(page.url()).origin, next).toBe(new URL(house.url).origin);
  }
  for (const path of [
    "/api/auth/signin?callbackUrl=https://evil.example/",
    "/api/auth/signout?callbackUrl=https://evil.example/",
    "/api/auth/error?error=x&callbackUrl=//evil.example",
  ]) {
    const { headers } = await ask(house, path);
    expect(String(headers.location ?? ""), path).not.toMatch(/^(?:https?:)?\/\/evil|^https:\/\/evil/);
  }
});

// A38
test("no link signs anybody in, and no other site's form signs in or does anything: each gets a clean refusal", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  expect((await ask(house, "/api/auth/callback/credentials?login=ada&password=x")).status).toBe(405);
  for (const path of ["/", "/sign-in", "/admin/users", "/api/auth/callback/credentials", "/api/auth/signout", "/api/kubernetes/config"]) {
    const headers = { cookie, origin: "https://evil.example", "next-action": "0".repeat(40), "content-type": "text/plain;charset=UTF-8" };
    expect((await ask(house, path, { method: "POST", headers, body: "[]" })).status, path).toBe(403);
  }
  await page.goto(house.url);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

// A29
test("a file's token opens no page and no way of the pages' own", async ({ house, signedInAs }, testInfo) => {
  const page = await signedInAs("ada");
  const [, token = ""] = /token: "?([^"\s]+)/.exec(readFileSync(await downloadKubeconfig(page, house.url, "staging", testInfo), "utf8")) ?? [];
  expect(token).toMatch(/^dbk_/);
  const asCookie = { cookie: `__Host-next-auth.session-token=${token}` };
  const asBearer = { authorization: `Bearer ${token}` };
  for (const headers of [asCookie, asBearer]) {
    expect((await ask(house, "/api/kubernetes/config?ids=1", { headers })).status).toBe(401);
    expect(JSON.parse((await ask(house, "/api/auth/session", { headers })).body || "{}")).toEqual({});
  }
  expect((await ask(house, "/kubeconfigs", { headers: asCookie })).headers.location).toMatch(/^\/sign-in/);
});

// A28, A29
test("a session opens no cluster, as a cookie or as a token", async ({ house, signedInAs }) => {
  const page = await signedInAs("ada");
  const session = (await page.context().cookies()).find(({ name }) => name.includes("session-token"))?.value ?? "";
  expect(session).not.toBe("");
  for (const headers of [{ cookie: `__Host-next-auth.session-token=${session}` }, { authorization: `Bearer ${session}` }] as Record<string, string>[]) {
    for (const method of ["GET", "POST", "DELETE"]) {
      expect((await ask(house, "/api/endpoints/1/kubernetes/api/v1/namespaces", { method, headers })).status).toBe(401);
    }
  }
  // From within the page itself, as a script of ours or of a pod would.
  const status = await page.evaluate(async () => (await fetch("/api/endpoints/1/kubernetes/api/v1/namespaces", { credentials: "include" })).status);
  expect(status).toBe(401);
});

// A59
test("what is sent to the sign-in is bounded: in length, in depth, in time", async ({ house }) => {
  const json = { "content-type": "application/json" };
  const started = performance.now();
  expect((await ask(house, "/api/auth/callback/credentials", { method: "POST", headers: json, body: "[".repeat(1_048_577) })).status).toBe(413);
  const deep = await ask(house, "/api/auth/callback/credentials", { method: "POST", headers: json, body: "[".repeat(1_000_000) });
  expect(deep.status).toBeGreaterThanOrEqual(200);
  expect(deep.body).not.toMatch(/\bat \w+|node_modules/);
  const bomb = await ask(house, "/api/auth/callback/credentials", { method: "POST", headers: { ...json, "content-encoding": "gzip" }, body: "x".repeat(1000) });
  expect(bomb.headers["set-cookie"] ?? "").not.toMatch(/session-token=[^;]/);
  expect(performance.now() - started).toBeLessThan(30_000);
  expect((await ask(house, "/livez")).status).toBe(200);
});
