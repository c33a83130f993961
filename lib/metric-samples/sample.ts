import type { Prisma } from "#prisma/generated/client.ts";
import { sql } from "../dialect.ts";
import { storedTime } from "../stored-time.ts";
import type { ActivePerson } from "./schema.ts";

/** What one process counted between two moments. */
export interface MetricSample {
  /** The end of the span. */
  at: Date;
  /** Which process. */
  instance: string;
  /** Length of the span. */
  seconds: number;
  /** See MetricCounts, as the following three. */
  requests: number;
  refused: number;
  failed: number;
  unauthenticated: number;
  /** Requests by how long they took: one number for each of `durationBuckets`, and one beyond. */
  durations: readonly number[];
  /** At the end of the span. */
  openStreams: number;
  people: readonly ActivePerson[];
  environments: readonly { id: number; requests: number; failed: number }[];
}

/** Of people and environments, the most active: what nobody sees in a list of five needs no place. */
const namedMax = 20;
const keptMs = 48 * 3_600_000;

/** What stores a sample and lets those go that are older than 48 hours, for the thread that writes beside the ORM. */
export function sampleStatements(sample: MetricSample): Prisma.Sql[] {
  const { at, instance, seconds, requests, refused, failed, unauthenticated, durations, openStreams } = sample;
  const people = mostActive(sample.people).map((person) => [person.login, person.requests, person.refused]);
  const environments = mostActive(sample.environments).map((environment) => [environment.id, environment.requests, environment.failed]);
  return [
    // A span that was stored and whose answer was lost is given again.
    sql`INSERT INTO "MetricSample" ("at", "instance", "seconds", "requests", "refused", "failed", "unauthenticated", "durations", "openStreams", "people", "environments")
        VALUES (${storedTime(at)}, ${instance}, ${seconds}, ${requests}, ${refused}, ${failed}, ${unauthenticated}, ${JSON.stringify(durations)}, ${openStreams}, ${JSON.stringify(people)}, ${JSON.stringify(environments)})
        ON CONFLICT ("at", "instance") DO NOTHING`,
    sql`DELETE FROM "MetricSample" WHERE "at" < ${storedTime(new Date(at.getTime() - keptMs))}`,
  ];
}

function mostActive<T extends { requests: number }>(all: readonly T[]): T[] {
  return all.toSorted((a, b) => b.requests - a.requests).slice(0, namedMax);
}
