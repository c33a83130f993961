import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sessionEnded } from "#components/ui/form-state.ts";
import { withDataDir } from "#lib/testing/data-dir.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { cookieOf, signInAs } from "#lib/testing/session.ts";

// Whatever can be asked for by its own, each page, route and server action, is behind a gate of its own: what surrounds it guards nothing.
// Its place says which; what is meant for somebody else is listed here.

type Gate = "open" | "signed-in" | "account" | "person" | "admin" | "api" | "api-admin";

const places: readonly [folder: string, Gate][] = [
  ["(signed-in)/account/", "account"],
  ["(signed-in)/", "person"],
  ["admin/", "admin"],
  ["welcome/", "admin"],
  ["guide/", "person"],
  ["api/support-bundle/", "api-admin"],
  ["api/external-url-check/run/", "api-admin"],
  ["api/audit/", "api-admin"],
  ["api/", "api"],
];

const exceptions: Record<string, Gate> = {
  // Before the sign-in, or about it.
  "sign-in/page.tsx": "open",
  "sign-in/actions.ts": "open",
  "setup/page.tsx": "open",
  "setup/actions.ts": "open",
  "invitation/[code]/page.tsx": "open",
  "invitation/[code]/actions.ts": "open",
  "api/auth/[...nextauth]/route.ts": "open",
  // Shows that it is this instance that answers, to whoever asks.
  "api/external-url-check/route.ts": "open",
  // What the pages say, before the sign-in, too.
  "texts.js/route.ts": "open",
  // Whoever must change their password first does it here.
  "change-password/page.tsx": "signed-in",
  "change-password/actions.ts": "open",
  "activity-action.ts": "person",
  // Without the frame around it, so that its pictures show primitives alone.
  "primitives/page.tsx": "admin",
  "what-ends-action.ts": "person",
  // Does nothing, for nobody.
  "primitives/actions.ts": "open",
};

const host = "drawbridge.test";
const cookie = vi.hoisted(() => ({ value: "" }));
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => (cookie.value === "" ? undefined : { value: cookie.value }) }),
  headers: async () => new Headers({ host: "drawbridge.test" }),
}));

withDataDir();
let test: TestDatabase;
const strangers = ["nobody", "must change the password", "lacks a second factor", "no administrator"] as const;
type Stranger = (typeof strangers)[number];
const cookies: Record<Stranger, string> = { nobody: "", "must change the password": "", "lacks a second factor": "", "no administrator": "" };

beforeAll(async () => {
  test = await openTestDatabase();
  globalThis.drawbridgeDatabase = test.db;
  const now = new Date();
  const signIn = async (login: string, data: { isAdmin?: boolean; mustChangePassword?: boolean }) => {
    await contextOfPerson(test.db, login, { now });
    const { id } = await test.db.user.update({ where: { login }, data: { ...data, passwordHash: "set" } });
    return cookieOf((await signInAs(test.db, id, now)).sid);
  };
  cookies["must change the password"] = await signIn("bob", { isAdmin: true, mustChangePassword: true });
  cookies["lacks a second factor"] = await signIn("ada", { isAdmin: true });
  cookies["no administrator"] = await signIn("eve", {});
  const settings = { id: 1, neverAllowed: false, adminsNeedSecondFactor: true, updatedAt: now };
  await test.db.settings.upsert({ where: { id: 1 }, create: settings, update: settings });
}, 60_000);
afterAll(async () => {
  globalThis.drawbridgeDatabase = undefined;
  await test.close();
});

const needsAdmin = "You need to be an administrator of Drawbridge.";

/** Who is refused, and how; by a page's `notFound` and an action's sentence alike. */
const refusals: Record<Exclude<Gate, "open">, Partial<Record<Stranger, string[]>>> = {
  "signed-in": { nobody: ["/sign-in"] },
  account: { nobody: ["/sign-in", sessionEnded], "must change the password": ["/change-password"] },
  person: { nobody: ["/sign-in", sessionEnded], "must change the password": ["/change-password"], "lacks a second factor": ["/account"] },
  admin: {
    nobody: ["/sign-in", sessionEnded],
    "must change the password": ["/change-password"],
    "lacks a second factor": ["/account"],
    "no administrator": ["404", needsAdmin],
  },
  api: { nobody: ["401"], "must change the password": ["403"], "lacks a second factor": ["403"] },
  "api-admin": { nobody: ["401"], "must change the password": ["403"], "lacks a second factor": ["403"], "no administrator": ["403"] },
};

type Door = (...input: unknown[]) => unknown;
const isDoor = (value: unknown): value is Door => typeof value === "function";

const files = globSync("**/{page.tsx,route.ts,actions.ts,*-action.ts}", { cwd: import.meta.dirname })
  .filter((file) => !["form-action.ts", "admin/admin-action.ts"].includes(file))
  .sort();

function gateOf(file: string): Gate | undefined {
  return exceptions[file] ?? places.find(([folder]) => file.startsWith(folder))?.[1];
}

async function doorsOf(file: string): Promise<[name: string, Door][]> {
  const module: Record<string, unknown> = await import(path.join(import.meta.dirname, file));
  return Object.entries(module).flatMap(([name, value]) => (isDoor(value) && name !== "HEAD" && name !== "generateMetadata" ? [[name, value]] : []));
}

function inputOf(file: string, name: string): unknown[] {
  if (file.endsWith("page.tsx")) return [{ params: Promise.resolve({ id: "1" }), searchParams: Promise.resolve({}) }];
  if (!file.endsWith("route.ts")) return [null, new FormData()];
  const form = new URLSearchParams({ format: "csv" });
  const body = name === "GET" ? {} : { body: form };
  return [new Request(`https://${host}/`, { method: name, headers: { host, origin: `https://${host}` }, ...body })];
}

/** Where a person is sent, or what they are told; null when they were let in. */
async function refusalBy(door: Door, input: unknown[]): Promise<string | null> {
  try {
    const answer = await door(...input);
    if (answer instanceof Response) return answer.status < 400 ? null : String(answer.status);
    const said = answer !== null && typeof answer === "object" && "result" in answer ? await answer.result : answer;
    return /^\{"ok":false,"errors":\{"form":"([^"]*)"\}\}$/.exec(JSON.stringify(said) ?? "")?.[1] ?? null;
  } catch (error) {
    const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
    const [kind, , to] = digest.split(";");
    if (kind === "NEXT_REDIRECT") return to?.split("?")[0] ?? null;
    if (digest === "NEXT_HTTP_ERROR_FALLBACK;404") return "404";
    throw error;
  }
}

describe("every page, route and server action", () => {
  it("has a gate by its place or by name, and none is named that is not there", () => {
    expect(files.filter((file) => gateOf(file) === undefined)).toEqual([]);
    expect(Object.keys(exceptions).filter((file) => !files.includes(file))).toEqual([]);
    expect(files.length).toBeGreaterThan(40);
  });

  it("is found here: a file with server actions has a name that says so", () => {
    const withActions = globSync("**/*.{ts,tsx}", { cwd: import.meta.dirname }).filter((file) =>
      /^"use server";$/m.test(readFileSync(path.join(import.meta.dirname, file), "utf8")),
    );
    expect(withActions.filter((file) => !files.includes(file))).toEqual([]);
  });

  it.each(files.filter((file) => gateOf(file) !== "open"))("%s refuses whoever it is not for, before it does anything", { timeout: 60_000 }, async (file) => {
    const gate = gateOf(file);
    if (gate === undefined || gate === "open") return;
    for (const [name, door] of await doorsOf(file)) {
      for (const stranger of strangers) {
        const expected = refusals[gate][stranger];
        if (expected === undefined) continue;
        cookie.value = cookies[stranger];
        expect(expected, `${name} for who is “${stranger}”`).toContain(await refusalBy(door, inputOf(file, name)));
      }
    }
  });
});
