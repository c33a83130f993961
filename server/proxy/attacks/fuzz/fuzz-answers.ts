// Gives the same bytes to our reader of answers and to Node's. What must hold:
// 1. What ours takes for an answer, Node takes for the same one: code, reason, headers, body, trailers. So ours is never the laxer one.
// 2. How the bytes are cut on their way changes nothing.
// 3. An answer that nobody spoiled is taken.
import { isDeepStrictEqual } from "node:util";
import { type FuzzAnswer, randomAnswer } from "./answers.ts";
import { createRandom, type Random } from "./random.ts";
import { type ReadAnswer, readByNode, readByOurs } from "./read-answers.ts";

export interface AnswerFuzzReport {
  answers: number;
  taken: number;
  violations: string[];
}

/** Resolves with what was found; stops at the first. `goesOn` is asked before each answer. */
export async function fuzzAnswers({ seed, goesOn }: { seed: number; goesOn(answers: number): boolean }): Promise<AnswerFuzzReport> {
  const random = createRandom(seed);
  const report: AnswerFuzzReport = { answers: 0, taken: 0, violations: [] };
  while (report.violations.length === 0 && goesOn(report.answers)) {
    report.answers++;
    const answer = randomAnswer(random);
    const found = await compare(random, answer, report);
    if (found !== null) report.violations.push(`${found}: ${JSON.stringify(answer)}`);
  }
  return report;
}

async function compare(random: Random, answer: FuzzAnswer, report: AnswerFuzzReport): Promise<string | null> {
  const whole = readByOurs(answer, []);
  const cuts = cutsOf(random, answer.text.length);
  const pieces = readByOurs(answer, cuts);
  if (!isDeepStrictEqual(whole.answer, pieces.answer)) return `cut at ${cuts} it reads otherwise, ${JSON.stringify(pieces)} for ${JSON.stringify(whole)}`;
  if (whole.answer === null) return answer.isSpoiled ? null : "a good answer is refused";
  report.taken++;
  if (whole.length !== pieces.length || whole.reusable !== pieces.reusable) return `cut at ${cuts} it ends otherwise`;
  const text = answer.text.slice(0, whole.length);
  const theirs = await readByNode({ ...answer, text }, random.chance(0.5) ? cuts : [], whole.byEnd);
  if (isDeepStrictEqual(theirs, whole.answer) || isKnown(whole.answer, theirs)) return null;
  return `Node reads ${JSON.stringify(theirs)} where ours reads ${JSON.stringify(whole.answer)}`;
}

/** Whether a 101 names the protocol that was asked for is judged where that is known (forward-upgrade.ts). */
function isKnown(ours: ReadAnswer, theirs: ReadAnswer | null): boolean {
  return ours.upgraded && theirs !== null && !theirs.upgraded && isDeepStrictEqual({ ...ours, upgraded: false }, theirs);
}

function cutsOf(random: Random, length: number): number[] {
  if (random.chance(0.1)) return Array.from({ length: Math.min(length, 600) }, (_, at) => at);
  return Array.from({ length: 1 + random.int(8) }, () => random.int(length + 1)).sort((left, right) => left - right);
}
