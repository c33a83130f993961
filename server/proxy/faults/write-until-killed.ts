// Writes to the database whose directory is its argument, one change after the other, and tells of each once it is answered.
import { databaseFile, openDatabase } from "#lib/db.ts";
import { bumpRevision } from "#lib/revision.ts";

const db = openDatabase(databaseFile(process.argv[2] ?? ""));
for (let count = 0; ; count++) {
  const login = `person-${count}`;
  await db.$transaction(async (transaction) => {
    await transaction.user.create({ data: { login, displayName: login, createdAt: new Date() } });
    await bumpRevision(transaction);
  });
  process.stdout.write(`${login}\n`);
}
