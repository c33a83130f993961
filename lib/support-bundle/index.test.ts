import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Forbidden } from "../errors.ts";
import { createToken } from "../kubeconfig/index.ts";
import { logger } from "../logger.ts";
import { seal } from "../secrets.ts";
import { withDataDir } from "../testing/data-dir.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { keepLogLines, makeSupportBundle } from "./index.ts";
import { logLinesMax } from "./log-lines.ts";

withDataDir();
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());
beforeEach(() => test.db.logLine.deleteMany());

describe("the support bundle", () => {
  it("has versions, settings, where the configuration comes from, each environment's failing step, counts and the last errors with their ids", async () => {
    const admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
    const environment = { id: 7, name: "prod", server: "https://prod.example", createdAt: admin.now };
    await test.db.environment.create({ data: { ...environment, probeOk: false, probeStep: "tls", probeMessage: "The certificate has expired." } });
    logger.error({ errorId: "4f2a9c01", err: new Error("no such table") }, "an action failed");
    const bundle = JSON.parse(await makeSupportBundle(admin));
    expect(bundle).toMatchObject({
      kind: "DrawbridgeSupportBundle",
      versions: { drawbridge: expect.any(String), node: process.version, databaseSchema: expect.stringMatching(/^\d{4}-/) },
      settings: { expiryDefaultSeconds: 2_592_000 },
      environments: [{ name: "prod", health: { state: "down", step: "tls", message: "The certificate has expired." } }],
      counts: { users: 1, administrators: 1 },
      log: [{ level: "error", errorId: "4f2a9c01", msg: "an action failed" }],
    });
    expect(bundle.configuration).toContainEqual({ variable: "DRAWBRIDGE_LISTEN", value: "localhost:9443", isSet: false });
    expect(bundle.configuration.find((each: { variable: string }) => each.variable === "DRAWBRIDGE_DATA_DIR")).toMatchObject({ isSet: true });
  });

  it("has the numbers of the last hour and day, and not who was active", async () => {
    const admin = await contextOfPerson(test.db, "mary", { isAdmin: true });
    const counted = {
      requests: 9,
      refused: 2,
      failed: 1,
      unauthenticated: 4,
      openStreams: 3,
      durations: "[]",
      people: '[["mary",9,2]]',
      environments: "[[7,9,1]]",
    };
    await test.db.metricSample.create({ data: { at: new Date(admin.now.getTime() - 120_000), instance: "one:1", seconds: 60, ...counted } });
    const { metrics } = JSON.parse(await makeSupportBundle(admin));
    expect(metrics).toMatchObject([
      { range: "1h", stepSeconds: 60, total: { requests: 9, refused: 2, failed: 1, unauthenticated: 4 }, openStreams: 3, environments: [{ name: "prod" }] },
      { range: "24h", stepSeconds: 600, total: { requests: 9 } },
    ]);
    expect(metrics[0].points).toHaveLength(60);
    expect(JSON.stringify(metrics)).not.toContain("mary");
  });

  it("has no secret of the house, wherever it stands", async () => {
    const admin = await contextOfPerson(test.db, "grace", { isAdmin: true });
    const key = Buffer.alloc(32, 9);
    const token = createToken(Buffer.alloc(32, 7));
    const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
    const pem = "-----BEGIN PRIVATE KEY-----\nMHcCAQEEIOneTwoThree\n-----END PRIVATE KEY-----";
    const sealed = ["credential", "key", "totp"].map((place) => seal(key, place, jwt));
    const [sealedToken = "", sealedKey = "", sealedTotpSecret = ""] = sealed;
    await test.db.user.update({
      where: { login: "grace" },
      data: { passwordHash: "$scrypt$secret-hash", sealedTotpSecret, invitationHash: "invitation-hash" },
    });
    await test.db.session.create({ data: { id: "session-hash", userId: personOf(admin), createdAt: admin.now, expiresAt: admin.now } });
    await test.db.environmentCredential.create({ data: { environmentId: 7, kind: "proxy", sealedToken, issuedAt: admin.now } });
    await test.db.environment.update({ where: { id: 7 }, data: { reconcileError: `refused Bearer ${jwt}`, probeMessage: `said ${token}` } });
    await test.db.uploadedCertificate.create({ data: { id: 1, chain: "", sealedKey, uploadedAt: admin.now, uploadedBy: "grace" } });
    await test.db.setupCode.create({ data: { id: 1, codeHash: "code-hash" } });
    logger.error({ err: new Error(`with ${token} and ${pem}`), token, password: "hunter2" }, `Bearer ${jwt}`);
    const bundle = await makeSupportBundle(admin);
    for (const secret of [token, jwt, "MHcCAQEE", "hunter2", ...sealed, "secret-hash", "invitation-hash", "session-hash", "code-hash"])
      expect(bundle.includes(secret), secret.slice(0, 12)).toBe(false);
    expect(bundle).toContain("[redacted]");
  });

  it("has the other parts when one cannot be read: it is asked for when something is broken", async () => {
    const admin = await contextOfPerson(test.db, "edith", { isAdmin: true });
    await test.db.$executeRawUnsafe('ALTER TABLE "Team" RENAME TO "Gone"');
    const bundle = JSON.parse(await makeSupportBundle(admin));
    await test.db.$executeRawUnsafe('ALTER TABLE "Gone" RENAME TO "Team"');
    expect(bundle).toMatchObject({ counts: { unreadable: expect.stringContaining("Team") }, environments: [{ name: "prod" }] });
  });

  it("keeps a bounded number of the newest lines of the log, of level warn and above only", async () => {
    logger.info("all is well");
    await keepLogLines(test.db, new Date());
    expect(await test.db.logLine.count()).toBe(0);
    const lines = Array.from({ length: logLinesMax + 20 }, (_, index) => `{"level":"warn","msg":"line ${index}"}`);
    await keepLogLines(test.db, new Date(), lines);
    const rows = await test.db.logLine.findMany({ orderBy: { id: "asc" } });
    expect(rows).toHaveLength(logLinesMax);
    expect(rows[0]?.line).toContain("line 20");
  });

  it("is made for administrators only", async () => {
    await expect(makeSupportBundle(await contextOfPerson(test.db, "bob"))).rejects.toThrow(Forbidden);
  });
});

function personOf(context: Awaited<ReturnType<typeof contextOfPerson>>): string {
  if (context.actor.kind !== "person") throw new Error("not a person");
  return context.actor.person.id;
}
