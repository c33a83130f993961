/** What may be more than PostgreSQL's integer holds, and stays an exact number in a double: bytes and milliseconds of streams that last for weeks. */
const large = ["durationMs", "requestBytes", "responseBytes"];

/** prisma/schema.prisma, which is SQLite's, in the form that is PostgreSQL's. Times have a zone there, so that none is read in that of the server. */
export function postgresqlSchema(schema: string): string {
  const integers = new RegExp(`^(  (?:${large.join("|")}) +)Int\\?`, "gm");
  return schema
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace(integers, "$1Float?")
    .replace(/^( {2}\w+ +DateTime\??)/gm, "$1 @db.Timestamptz(3)");
}
