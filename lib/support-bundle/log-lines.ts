import type { Db } from "../db.ts";
import { takeLogLines } from "../log-lines.ts";

/** A line longer than this is cut: it would say no more. */
const lineLengthMax = 8_000;
export const logLinesMax = 500;

/** Takes the log's newest lines of level warn and above into the database, and deletes the oldest beyond the limit. */
export async function keepLogLines(db: Db, now: Date, lines: readonly string[] = takeLogLines()): Promise<void> {
  if (lines.length === 0) return;
  await db.logLine.createMany({ data: lines.map((line) => ({ at: timeOf(line) ?? now, line: line.slice(0, lineLengthMax) })) });
  const oldest = await db.logLine.findFirst({ orderBy: { id: "desc" }, skip: logLinesMax, select: { id: true } });
  if (oldest) await db.logLine.deleteMany({ where: { id: { lte: oldest.id } } });
}

function timeOf(line: string): Date | null {
  const time = /"time":"([^"]+)"/.exec(line)?.[1];
  const at = new Date(time ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}
