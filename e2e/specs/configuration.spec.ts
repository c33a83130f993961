import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "../fixtures.ts";
import { newStateDir } from "../gateway.ts";

const root = join(import.meta.dirname, "..", "..");

async function startWith(settings: Record<string, string>): Promise<{ code: unknown; output: string }> {
  const env = { ...process.env, ...settings };
  for (const name of Object.keys(process.env)) if (name.startsWith("DRAWBRIDGE_") && !(name in settings)) delete env[name];
  const child = spawn(process.execPath, ["server/main.ts"], { cwd: root, env });
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, output: out + error };
}

test("a wrong environment is told with all its faults at once, before anything is made or listened on", async () => {
  const dataDir = join(newStateDir(), "data");
  const { code, output } = await startWith({
    DRAWBRIDGE_DATA_DIR: dataDir,
    DRAWBRIDGE_LISTEN: "nowhere",
    DRAWBRIDGE_HTTP_LISTEN: "localhost:99999",
    DRAWBRIDGE_EXTERNAL_URL: "http://drawbridge.example.com",
    DRAWBRIDGE_TLS_CERT_FILE: "/cert.pem",
    DRAWBRIDGE_ADMIN_LOGIN: "ada",
    DRAWBRIDGE_LOG_LEVEL: "loud",
    DRAWBRIDGE_LISTN: "localhost:1",
  });
  expect(code).toBe(1);
  expect(output).toContain("7 faults");
  for (const fault of [
    /DRAWBRIDGE_LISTEN: "nowhere" is not host:port/,
    /DRAWBRIDGE_HTTP_LISTEN: "localhost:99999" is not host:port/,
    /DRAWBRIDGE_EXTERNAL_URL: .* is not an https origin/,
    /DRAWBRIDGE_TLS_CERT_FILE and DRAWBRIDGE_TLS_KEY_FILE: give both/,
    /DRAWBRIDGE_ADMIN_LOGIN and DRAWBRIDGE_ADMIN_PASSWORD_FILE: give both/,
    /DRAWBRIDGE_LOG_LEVEL: "loud" is not one of/,
    /DRAWBRIDGE_LISTN: no such setting/,
  ])
    expect(output).toMatch(fault);
  expect(output).not.toMatch(/Open\s+https:/);
  expect(existsSync(dataDir)).toBe(false);
});
