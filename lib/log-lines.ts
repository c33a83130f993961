// The newest lines of the log, for the support bundle. The pages' bundle and the server load the logger twice; both leave their lines here,
// and the server takes them into the database, where pages read them.
declare global {
  var drawbridgeLogLines: string[] | undefined;
}

const kept = /^\{"level":"(?:warn|error|fatal)"/;
/** More than are ever taken at once; while nobody takes any, the oldest go. */
const waitingMax = 200;

/** Keeps `line`, which has no secrets any more, when it is one of level warn or above. */
export function keepLogLine(line: string): void {
  if (!kept.test(line)) return;
  globalThis.drawbridgeLogLines ??= [];
  const lines = globalThis.drawbridgeLogLines;
  lines.push(line.trimEnd());
  if (lines.length > waitingMax) lines.splice(0, lines.length - waitingMax);
}

/** The lines that came since the last call. */
export function takeLogLines(): string[] {
  return globalThis.drawbridgeLogLines?.splice(0) ?? [];
}
