// `npm run admin-link -- LOGIN`: for when no administrator can sign in. Works on the data directory, whether Drawbridge runs or not.
import { randomBytes } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { config } from "#lib/config.ts";
import { databaseLocation, openDatabase } from "#lib/db.ts";
import { readExternalUrl } from "#lib/settings/index.ts";
import { makeAdminLink } from "#lib/users/index.ts";

const login = process.argv[2];
if (!login) refuse("usage: npm run admin-link -- LOGIN");

const { dataDir, databaseUrl, listen } = config();
if (!existsSync(path.join(dataDir, databaseUrl === null ? "drawbridge.db" : "instance.key")))
  refuse(`There is no Drawbridge in ${dataDir}: set DRAWBRIDGE_DATA_DIR as it is where Drawbridge is started.`);
const { username, uid } = userInfo();
// Files that another user makes beside the database would keep Drawbridge itself from writing.
const owner = statSync(dataDir).uid;
if (owner !== uid)
  refuse(`Run this as the user who runs Drawbridge, whose number is ${owner}: for example, sudo -u '#${owner}' npm run admin-link -- ${login}`);

const db = openDatabase(databaseLocation(config()));
try {
  const externalUrl = await readExternalUrl(db);
  const link = await makeAdminLink(db, { login, hostUser: username }, { now: new Date(), random: randomBytes });
  process.stdout.write(`
${link.person === "created" ? `${login} is a new administrator` : `${login} is an administrator; password, second factors and sessions of before are gone`}. The password is chosen at:

  ${externalUrl ?? `https://${listen.host}:${listen.port}`}${link.path}

Good once, until ${link.expiresAt}. The audit has a row that ${username} made it on this host.
`);
} catch (error) {
  refuse(error instanceof Error ? error.message : String(error));
} finally {
  await db.$disconnect();
}

function refuse(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
