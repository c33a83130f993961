// `npm run fuzz -- --minutes=60 --seed=7`: spoiled requests and spoiled answers for as long as one likes. Stops at the first finding, which
// the printed seed repeats (DRAWBRIDGE_FUZZ_SEED for the tests, --seed here); whatever it finds becomes a test with a name.
import { parseArgs } from "node:util";
import { fuzzAnswers } from "#server/proxy/attacks/fuzz/fuzz-answers.ts";
import { fuzzRequests } from "#server/proxy/attacks/fuzz/fuzz-requests.ts";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" }, seed: { type: "string", default: String(Date.now() % 2 ** 31) } } });
const minutes = Number(values.minutes);
const firstSeed = Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(firstSeed)) throw new Error("--minutes is a number above 0, --seed a whole number");

const connectionsPerSeed = 2000;
const answersPerSeed = 50_000;
const endsAt = performance.now() + minutes * 60_000;
const isTime = () => performance.now() < endsAt;
const totals = { connections: 0, atGateway: 0, atCluster: 0, answers: 0, taken: 0 };

// What ends the process would be a finding too: with its seed, not with a bare stack.
let seed = firstSeed;
process.on("uncaughtExceptionMonitor", () => print(`the process died at seed ${seed}`));

for (; isTime(); seed++) {
  const requests = await fuzzRequests({ seed, goesOn: (count) => count < connectionsPerSeed && isTime() });
  const answers = await fuzzAnswers({ seed, goesOn: (count) => count < answersPerSeed && isTime() });
  for (const name of ["connections", "atGateway", "atCluster"] as const) totals[name] += requests[name];
  for (const name of ["answers", "taken"] as const) totals[name] += answers[name];
  const memory = Math.round(process.memoryUsage.rss() / 1024 / 1024);
  print(`seed ${seed}: ${JSON.stringify(totals)} ${memory} MiB`);
  const violations = [...requests.violations, ...answers.violations];
  if (violations.length > 0) {
    print(violations.join("\n"));
    process.exitCode = 1;
    break;
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
