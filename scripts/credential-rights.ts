// `npm run credential-rights -- ENVIRONMENT`: what a thief of this instance's two credentials of a cluster could do, asked of the cluster.
import { config } from "#lib/config.ts";
import { readCredentialRights } from "#lib/credential-rights/index.ts";
import type { CredentialRightsView } from "#lib/credential-rights/schema.ts";
import { databaseLocation, openDatabase } from "#lib/db.ts";

const name = process.argv[2];
if (!name) throw new Error("usage: npm run credential-rights -- ENVIRONMENT");

const db = openDatabase(databaseLocation(config()));
try {
  const row = await db.environment.findUnique({ where: { name }, select: { id: true } });
  const view = row && (await readCredentialRights({ db, actor: { kind: "system" }, now: new Date() }, row.id));
  if (!view) throw new Error(`There is no environment “${name}”.`);
  process.stdout.write(view.credentials.map(text).join("\n"));
} finally {
  await db.$disconnect();
}

function text({ kind, issuedAt, expiresAt, inWords, answers, beyond, incomplete, ending, fault }: CredentialRightsView): string {
  const lines = [
    `${kind.toUpperCase()}  issued ${issuedAt}, expires ${expiresAt ?? "never"}`,
    ...inWords,
    `To end it: ${ending.words}`,
    `  ${ending.command}`,
    ...(fault === null ? [] : [`The cluster could not be asked: ${fault}`]),
    ...beyond.map((right) => `BEYOND what Drawbridge has given it: ${right}`),
    ...(incomplete ? ["The cluster cannot list all its rules: there may be more."] : []),
    ...(answers ?? []).map(({ what, allowed }) => `  ${allowed ? "yes" : "no "}  ${what}`),
  ];
  return `${lines.join("\n")}\n`;
}
