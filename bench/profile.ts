// `node bench/profile.ts FILE [REQUESTS]`: a `.cpuprofile` as two tables of self time, by file and by function. With the number of requests
// that were answered meanwhile, in µs a request.
import { readFileSync } from "node:fs";
import { z } from "zod";

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

type CallFrame = z.infer<typeof profileSchema>["nodes"][number]["callFrame"];

const shown = 60;
const [file, requests] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: profile.ts FILE [REQUESTS]");
const profile = profileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
const divisor = Number(requests ?? Number.NaN);
const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
const byFile = new Map<string, number>();
const byFunction = new Map<string, number>();
let busy = 0;
for (const [index, id] of profile.samples.entries()) {
  const frame = frames.get(id);
  const microseconds = profile.timeDeltas[index] ?? 0;
  // What the profiler itself takes, at its start, is in node:inspector.
  if (frame === undefined || frame.functionName === "(idle)" || frame.url === "node:inspector") continue;
  busy += microseconds;
  add(byFile, fileOf(frame), microseconds);
  if (frame.url !== "") add(byFunction, `${frame.functionName || "(anonymous)"}  ${fileOf(frame)}:${frame.lineNumber + 1}`, microseconds);
}
process.stdout.write(`busy ${(busy / 1e6).toFixed(2)} s${requests ? `, ${(busy / divisor).toFixed(1)} µs a request` : ""}\n\n`);
print(byFile, shown);
print(byFunction, shown);

function add(sums: Map<string, number>, name: string, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value);
}

/** `server/proxy/handler.ts`, `node:tls/wrap`, `next`, `native writev` for Node's own C++, or V8's words in brackets. */
function fileOf({ url, functionName }: CallFrame): string {
  if (url === "") return functionName.startsWith("(") ? functionName : `native ${functionName}`;
  if (url.startsWith("node:")) return url.replace("node:internal/", "node:");
  const packageName = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  return packageName ?? url.replace(/^.*\/(?=(?:server|lib|prisma|bench|\.next)\/)/, "");
}

function print(sums: Map<string, number>, most: number): void {
  const sorted = [...sums].toSorted(([, a], [, b]) => b - a).slice(0, most);
  for (const [name, value] of sorted) {
    const each = requests ? `${(value / divisor).toFixed(2).padStart(8)} µs` : `${(value / 1000).toFixed(0).padStart(8)} ms`;
    process.stdout.write(`${each}  ${((100 * value) / busy).toFixed(1).padStart(5)} %  ${name}\n`);
  }
  process.stdout.write("\n");
}
