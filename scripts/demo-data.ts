import type { ClusterPair } from "#e2e/cluster/pair.ts";
import { createGrant, reconcileEnvironment } from "#lib/access/index.ts";
import type { Context } from "#lib/context.ts";
import { databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { updateEnvironmentLabels } from "#lib/environment-settings/index.ts";
import { addEnvironment } from "#lib/environments/index.ts";
import { instanceKey } from "#lib/secrets.ts";
import { acceptInvitation, createFirstAdminUnattended, createUser, listUsers } from "#lib/users/index.ts";
import { addSamples } from "./demo-samples.ts";

export type DemoPerson = { login: string; displayName: string; password: string; rights: string };

export const demoAdmin: DemoPerson = {
  login: "ada",
  displayName: "Ada Admin",
  password: "violet-harbour-lantern",
  rights: "administrator; cluster-admin in both",
};
export const demoUsers = {
  dev: { login: "dina", displayName: "Dina Developer", password: "copper-meadow-sparrow", rights: "edit in staging's namespace shop, view in production" },
  viewer: { login: "victor", displayName: "Victor Viewer", password: "amber-quarry-thistle", rights: "view in staging, nothing in production" },
} satisfies Record<string, DemoPerson>;

/**
 * Fills an empty data directory, before the server opens it: alpha as "staging", beta as "production", an administrator and two users
 * with different rights, something to look at in the clusters.
 */
export async function fillDemo(dataDir: string, clusters: ClusterPair): Promise<void> {
  const db = openDatabase(databaseFile(dataDir));
  const key = instanceKey(dataDir);
  const context = (): Context => ({ db, actor: { kind: "system" }, now: new Date() });
  try {
    await migrate(db);
    await createFirstAdminUnattended(db, demoAdmin, new Date());
    await runWorkloads(clusters);
    const common = { pinnedSha256: null, grantMe: false };
    const staging = await addEnvironment(context(), { ...common, name: "staging", kubeconfig: clusters.alpha.adminKubeconfig, context: "alpha" }, key);
    const production = await addEnvironment(context(), { ...common, name: "production", kubeconfig: clusters.beta.adminKubeconfig, context: "beta" }, key);
    await updateEnvironmentLabels(context(), staging.id, { env: "staging", region: "eu-west-1" });
    await updateEnvironmentLabels(context(), production.id, { env: "prod", region: "eu-west-1", "example.com/tier": "gold" });
    const grant = (userId: string, environmentId: number, clusterRole: string, namespaces: string[] | null = null) =>
      createGrant(context(), { subject: { kind: "user", id: userId }, environmentId, clusterRole, namespaces }, key);
    const admin = await requireUserId(context(), demoAdmin.login);
    const dev = await addPerson(context(), demoUsers.dev);
    const viewer = await addPerson(context(), demoUsers.viewer);
    for (const { id } of [staging, production]) await grant(admin, id, "cluster-admin");
    await grant(dev, staging.id, "edit", ["shop"]);
    await grant(dev, production.id, "view");
    await grant(viewer, staging.id, "view");
    await addSamples(db, { environmentIds: [staging.id, production.id], logins: [demoUsers.dev.login, demoAdmin.login, demoUsers.viewer.login] });
    for (const { id } of [staging, production]) await reconcileEnvironment(db, id, new Date(), { key });
  } finally {
    await db.$disconnect();
  }
}

async function runWorkloads({ alpha, beta }: ClusterPair): Promise<void> {
  const clock = ["sh", "-c", "while :; do date; sleep 5; done"];
  const calls = [
    [alpha, ["create", "namespace", "shop"]],
    [alpha, ["create", "deployment", "clock", "--namespace=shop", "--replicas=2", "--image=busybox:1", "--", ...clock]],
    [alpha, ["run", "web", "--image=busybox:1", "--", "sh", "-c", "echo hello >index.html && httpd -f -p 127.0.0.1:8080"]],
    [beta, ["create", "namespace", "shop"]],
  ] as const;
  for (const [cluster, args] of calls) {
    const { code, stderr } = await cluster.kubectl(args);
    if (code !== 0) throw new Error(`${cluster.name}: kubectl ${args.join(" ")}: ${stderr}`);
  }
}

/** By an invitation, accepted at once: then no password has to be changed at the first sign-in. */
async function addPerson(context: Context, { login, displayName, password }: DemoPerson): Promise<string> {
  const { user, invitation } = await createUser(context, { login, displayName, isAdmin: false, initialPassword: null });
  if (invitation === null) throw new Error(`${login}: no invitation`);
  await acceptInvitation(context, invitation.path.slice("/invitation/".length), password);
  return user.id;
}

async function requireUserId(context: Context, login: string): Promise<string> {
  const user = (await listUsers(context)).find((each) => each.login === login);
  if (user === undefined) throw new Error(`no user ${login}`);
  return user.id;
}
