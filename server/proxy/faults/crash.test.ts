// What is lost when the process dies, and what is not when one request fails.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { databaseFile, openDatabase } from "#lib/db.ts";
import { logger } from "#lib/logger.ts";
import { readRevision } from "#lib/revision.ts";
import { openTestDatabase } from "#lib/testing/database.ts";
import { publish } from "#server/testing/access-rows.ts";
import { startRelay } from "#server/testing/relay.ts";
import { chunk, exec, open, sound, watch } from "./exchanges.ts";
import { addOtherEnvironment } from "./other-environment.ts";

// R19
it("no write that was answered is lost when the process is killed, and none is there by half", async () => {
  const database = await openTestDatabase();
  const before = await readRevision(database.db);
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "write-until-killed.ts"), database.dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  let answered = "";
  child.stdout.on("data", (data: Buffer) => {
    answered += data.toString();
  });
  while (answered.split("\n").length < 50) await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "close");
  const db = openDatabase(databaseFile(database.dataDir));
  const people = (await db.user.findMany()).map(({ login }) => login);
  expect(people).toEqual(expect.arrayContaining(answered.trim().split("\n")));
  // Each came with its revision; one more may have been written whose answer was lost on the way.
  expect(await readRevision(db)).toBe(before + people.length);
  expect(await db.$queryRawUnsafe("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  await db.$disconnect();
  await database.close();
});

// R20
describe("an error that nobody expected, in one request", () => {
  it("is a 500 that names where the log tells more, and nobody else notices", async () => {
    const relay = await startRelay({ script: sound });
    const other = await addOtherEnvironment(relay);
    const { client, request } = await open(relay, watch);
    const { db } = relay.gateway.database;
    // A credential that this instance's key does not open: it was never written by us.
    await db.environmentCredential.updateMany({ where: { environmentId: relay.environmentId }, data: { sealedToken: "rubbish" } });
    await publish(db);
    await relay.gateway.proxy.refresh();
    const told = vi.spyOn(logger, "error");
    const answer = await relay.ask("GET", "/api/v1/pods");
    expect(answer).toMatchObject({ code: 500, message: expect.stringContaining("its log has more under") });
    const [, auditID = ""] = /under (\S+)$/.exec(answer.message ?? "") ?? [];
    expect(told).toHaveBeenCalledWith(expect.objectContaining({ auditID }), expect.any(String));
    expect(await relay.raw(exec)).toMatch(/^HTTP\/1\.1 500 /);
    expect(await other.ask("GET", "/api/v1/pods")).toMatchObject({ code: 200 });
    request.socket.write(chunk("still here"));
    await client.until("still here");
    client.socket.destroy();
    vi.restoreAllMocks();
    await other.api.close();
    await relay.close();
  });
});
