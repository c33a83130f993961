// What ends a file, and what does not: on the whole program, before a real cluster, by what the pages do.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGrant, deleteGrants } from "#lib/access/index.ts";
import { removeEnvironment, setEnvironmentDisabled, updateEnvironment } from "#lib/environments/index.ts";
import { revokeKubeconfigEnvironment, revokeKubeconfigs } from "#lib/issued-files/index.ts";
import { updateSettings } from "#lib/settings/index.ts";
import { deleteTeam, updateTeam } from "#lib/teams/index.ts";
import { createUser, deleteUser, resetPassword, setUsersDisabled, updateUser } from "#lib/users/index.ts";
import { type AdmitOptions, type House, namespace, openHouse, type Tenant } from "./house.ts";
import { openStreams } from "./streams.ts";

const nextRequestMs = 1000;
const openStreamMs = 5000;

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 300_000);
afterAll(() => house?.close(), 120_000);

/** Something that their role, and none below it, allows. */
const write = (tenant: Tenant) =>
  tenant.alpha.ask(
    "POST",
    `/api/v1/namespaces/${namespace}/configmaps?dryRun=All`,
    JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "new" } }),
  );

async function untilAllowed(tenant: Tenant): Promise<void> {
  await expect.poll(async () => (await write(tenant)).code, { timeout: 60_000, interval: 100 }).toBe(201);
}

interface Ending {
  title: string;
  tenant?: AdmitOptions;
  end(tenant: Tenant): Promise<unknown>;
  /** Of the next request. */
  code: number;
  message: string;
  endedBy: "revoked" | "expired" | "access-removed";
}

const fileEndings: Ending[] = [
  {
    title: "its expiry",
    tenant: { expirySeconds: 60 },
    end: async (tenant) => sleepUntil(tenant.expiresAt),
    code: 401,
    message: "expired",
    endedBy: "expired",
  },
  { title: "to be revoked", end: ({ context, fileId }) => revokeKubeconfigs(context(), [fileId]), code: 401, message: "revoked", endedBy: "revoked" },
  {
    title: "the environment being taken out of it",
    end: ({ context, fileId }) => revokeKubeconfigEnvironment(context(), fileId, house.alphaId),
    code: 401,
    message: "was taken out of",
    endedBy: "revoked",
  },
  {
    title: "its owner being disabled",
    end: ({ userId }) => setUsersDisabled(house.system(), [userId], true),
    code: 401,
    message: "disabled",
    endedBy: "revoked",
  },
  { title: "its owner being deleted", end: ({ userId }) => deleteUser(house.system(), userId), code: 401, message: "deleted", endedBy: "revoked" },
  {
    title: "its owner being made anew under the same login, with the same rights",
    end: async ({ userId, login }) => {
      await deleteUser(house.system(), userId);
      const { user } = await createUser(house.system(), { login, displayName: login, isAdmin: false, initialPassword: null });
      const grant = { subject: { kind: "user" as const, id: user.id }, environmentId: house.alphaId, clusterRole: "edit", namespaces: null };
      await createGrant(house.system(), grant, house.key);
    },
    code: 401,
    message: "",
    endedBy: "revoked",
  },
  {
    title: "a password reset that ends files",
    end: ({ userId }) => resetPassword(house.system(), userId, { endsFiles: true, removesFactors: false }),
    code: 401,
    message: "ended with its owner’s password",
    endedBy: "revoked",
  },
];

const rightEndings: Ending[] = [
  {
    title: "the grant being removed",
    end: async ({ grantIds }) => {
      for (const id of grantIds) await deleteGrants(house.system(), [id]);
    },
    code: 404,
    message: "no access",
    endedBy: "access-removed",
  },
  {
    title: "leaving the team that has the grant",
    tenant: { by: "team" },
    end: ({ teamId, login }) => updateTeam(house.system(), teamId, { name: `${login}s`, memberIds: [] }),
    code: 404,
    message: "no access",
    endedBy: "access-removed",
  },
  {
    title: "the team being deleted",
    tenant: { by: "team" },
    end: ({ teamId }) => deleteTeam(house.system(), teamId),
    code: 404,
    message: "no access",
    endedBy: "access-removed",
  },
  {
    title: "the role being lowered",
    end: async ({ userId, grantIds }) => {
      const grant = { subject: { kind: "user" as const, id: userId }, environmentId: house.alphaId, clusterRole: "view", namespaces: null };
      await createGrant(house.system(), grant, house.key);
      for (const id of grantIds) await deleteGrants(house.system(), [id]);
    },
    code: 403,
    message: "",
    endedBy: "access-removed",
  },
];

const environmentEndings: Ending[] = [
  {
    title: "the environment being disabled",
    end: () => setEnvironmentDisabled(house.system(), house.alphaId, true),
    code: 503,
    message: "is disabled",
    endedBy: "access-removed",
  },
  {
    title: "the environment being removed",
    end: () => removeEnvironment(house.system(), house.alphaId, { cleanCluster: false }, house.key),
    code: 404,
    message: "no access",
    endedBy: "access-removed",
  },
];

async function expectEnds({ tenant: options, end, code, message, endedBy }: Ending): Promise<void> {
  const issuedAt = options?.expirySeconds === undefined ? {} : { issuedAt: new Date(Date.now() - options.expirySeconds * 1000 + 45_000) };
  const tenant = await house.admit({ ...options, ...issuedAt });
  await untilAllowed(tenant);
  const streams = await openStreams(house, tenant);
  try {
    expect(streams.anyEnded()).toBe(false);
    await end(tenant);
    const endedAt = performance.now();
    const both = await Promise.all([
      streams.ended().then((ends) => ({ ends, ms: performance.now() - endedAt })),
      refusal(tenant, code).then((answer) => ({ answer, ms: performance.now() - endedAt })),
    ]);
    const [open, next] = both;
    expect(next.answer).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(open.ends).toEqual({ watch: endedBy, exec: endedBy, get: endedBy });
    expect(next.ms).toBeLessThan(nextRequestMs);
    expect(open.ms).toBeLessThan(openStreamMs);
  } finally {
    await streams.close();
  }
}

/** The first answer with `code`. */
async function refusal(tenant: Tenant, code: number) {
  for (;;) {
    const answer = await write(tenant);
    if (answer.code === code) return answer;
  }
}

async function sleepUntil(instant: Date): Promise<void> {
  while (Date.now() < instant.getTime()) await new Promise((resolve) => setTimeout(resolve, instant.getTime() - Date.now()));
}

describe("a file is refused on the next request within a second, and its watch, shells and long GET end within five, by", () => {
  it.each(fileEndings)("$title", expectEnds, 120_000);
  it.each(rightEndings)("$title", expectEnds, 120_000);
});

describe("a file goes on, and so do its watch and its shells, when", () => {
  it("the person is renamed, settings are changed, and the environment gets another name", async () => {
    const [tenant, witness] = [await house.admit(), await house.admit()];
    await untilAllowed(tenant);
    await untilAllowed(witness);
    const streams = await openStreams(house, tenant);
    await updateUser(house.system(), tenant.userId, { displayName: "Somebody Else", isAdmin: false });
    await updateSettings(house.system(), { filesPerUserMax: 51 });
    await updateEnvironment(house.system(), house.alphaId, { name: "alpha renamed" });
    // A change that comes later and is seen: those before it have been, too.
    await revokeKubeconfigs(witness.context(), [witness.fileId]);
    await refusal(witness, 401);
    expect(await write(tenant)).toMatchObject({ code: 201 });
    const created = await house.pair.alpha.kubectl(["run", "later", `--namespace=${namespace}`, "--image=busybox:1", "--restart=Never", "--", "true"]);
    expect(created.code).toBe(0);
    await expect.poll(() => streams.watch.stdout(), { timeout: 20_000 }).toContain("pod/later");
    expect(streams.anyEnded()).toBe(false);
    await streams.close();
  }, 120_000);

  it("Drawbridge is restarted: the file works as before, once its streams were drained", async () => {
    const tenant = await house.admit();
    await untilAllowed(tenant);
    const streams = await openStreams(house, tenant);
    await streams.readOn();
    await house.gateway.restart();
    expect(await streams.ended()).toEqual({ watch: "shutdown", exec: "shutdown", get: null });
    await untilAllowed(tenant);
    await streams.close();
  }, 120_000);
});

describe("and at last, by", () => {
  it.each(environmentEndings)(
    "$title",
    async (ending) => {
      await setEnvironmentDisabled(house.system(), house.alphaId, false);
      await expectEnds(ending);
    },
    120_000,
  );
});
