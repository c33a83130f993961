import { argon2Sync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashPassword, TooBusy, verifyPassword } from "./password-hash.ts";

const password = "tulip kettle moss";

describe("a password's hash", () => {
  it("opens to that password only, whatever its script", async () => {
    const hash = await hashPassword("пароль 密码 🌷 moss");
    expect(await verifyPassword(hash, "пароль 密码 🌷 moss")).toBe(true);
    expect(await verifyPassword(hash, "пароль 密码 🌷 mos")).toBe(false);
    expect(await verifyPassword(hash, "")).toBe(false);
  });

  it("is argon2id with 64 MiB and 3 passes, and differs for the same password", async () => {
    const [first, second] = await Promise.all([hashPassword(password), hashPassword(password)]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(second).not.toBe(first);
  });

  it("keeps opening when our cost has changed since", async () => {
    const nonce = Buffer.alloc(16, 1);
    const tag = argon2Sync("argon2id", { message: password, nonce, tagLength: 32, memory: 64, passes: 1, parallelism: 1 });
    const hash = `$argon2id$v=19$m=64,t=1,p=1$${nonce.toString("base64").replace("==", "")}$${tag.toString("base64").replace("=", "")}`;
    expect(await verifyPassword(hash, password)).toBe(true);
    expect(await verifyPassword(hash, `${password}s`)).toBe(false);
  });

  it("that is damaged is an error, not an open door", async () => {
    await expect(verifyPassword("", password)).rejects.toThrow("damaged");
    await expect(verifyPassword("plain", "plain")).rejects.toThrow("damaged");
  });

  // A36
  it("that is not there takes as long as one that is, and opens to nothing", async () => {
    const hash = await hashPassword(password);
    const duration = async (candidate: string | null) => {
      const start = performance.now();
      expect(await verifyPassword(candidate, "wrong")).toBe(false);
      return performance.now() - start;
    };
    const [there, missing] = [await duration(hash), await duration(null)];
    expect(missing).toBeGreaterThan(there / 4);
  });

  // A60
  it("is refused, not queued without end, in a flood; and the queue drains", async () => {
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => hashPassword(password)));
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused).toHaveLength(12);
    for (const result of refused) expect(result.reason).toBeInstanceOf(TooBusy);
    await expect(hashPassword(password)).resolves.toMatch(/^\$argon2id/);
  });
});
