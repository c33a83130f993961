// Signing in while the database takes nothing.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { databaseFile } from "#lib/db.ts";
import { holdDatabaseLock } from "#lib/testing/database-lock.ts";
import { connect } from "#server/testing/gateway.ts";
import type { Program } from "#server/testing/program.ts";
import { parseAnswer } from "#server/testing/relay.ts";
import { openPrograms } from "./programs.ts";

const { start } = openPrograms();
const folder = mkdtempSync(path.join(tmpdir(), "drawbridge-sign-in-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const password = "tulip kettle moss";

async function ask(program: Program, method: string, target: string, { cookie = "", body = "" } = {}) {
  const client = await connect(program, { servername: "localhost" });
  const lines = [`Host: localhost:${program.port}`, "Connection: close", `Cookie: ${cookie}`, `Content-Length: ${body.length}`];
  client.send(`${method} ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n${body}`);
  return parseAnswer(await client.untilClosed());
}

const cookiesOf = (headers: readonly string[]) => headers.flatMap((line) => /^set-cookie: ([^;]+)/i.exec(line)?.[1] ?? []).join("; ");

async function signIn(program: Program) {
  const csrf = await ask(program, "GET", "/api/auth/csrf");
  const [, csrfToken = ""] = /"csrfToken":"(\w+)"/.exec(csrf.body) ?? [];
  const body = new URLSearchParams({ csrfToken, login: "ada", password, json: "true", callbackUrl: `https://localhost:${program.port}` }).toString();
  return ask(program, "POST", "/api/auth/callback/credentials", { cookie: cookiesOf(csrf.headers), body });
}

// R14
it("is a 503, not a wrong password; who is signed in stays so, and everything works again when the database does", async () => {
  const passwordFile = path.join(folder, "password");
  writeFileSync(passwordFile, password);
  const program = await start({ env: { DRAWBRIDGE_ADMIN_LOGIN: "ada", DRAWBRIDGE_ADMIN_PASSWORD_FILE: passwordFile } });
  const signedIn = await signIn(program);
  expect(signedIn.code).toBe(200);
  const cookie = cookiesOf(signedIn.headers);
  expect(cookie).toContain("session-token=");

  const lock = await holdDatabaseLock(databaseFile(program.dataDir));
  expect(await signIn(program)).toMatchObject({ code: 503, body: expect.stringContaining("error=failed") });
  expect(await ask(program, "GET", "/", { cookie })).toMatchObject({ code: 200 });
  await lock.release();
  expect((await signIn(program)).code).toBe(200);
  expect((await ask(program, "GET", "/api/auth/session", { cookie })).body).toContain("expires");
});
