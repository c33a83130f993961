// `node bench/profile.ts FILE [REQUESTS]`: a `.cpuprofile` as tables: time by the innermost file and function of ours that it was spent for
// (or the outermost of Node, where none is on the stack), self time by file and by function. With the number of requests that were answered
// meanwhile, in µs a request.
import { readFileSync } from "node:fs";
import { z } from "zod";

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
      children: z.array(z.number()).default([]),
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
const parents = new Map(profile.nodes.flatMap(({ id, children }) => children.map((child) => [child, id])));
const byOwner = new Map<string, number>();
const byOwnerFile = new Map<string, number>();
const byFile = new Map<string, number>();
const byFunction = new Map<string, number>();
const output: string[] = [];
let busy = 0;
for (const [index, id] of profile.samples.entries()) {
  const frame = frames.get(id);
  const microseconds = profile.timeDeltas[index] ?? 0;
  // What the profiler itself takes, at its start, is in node:inspector.
  if (frame === undefined || frame.functionName === "(idle)" || frame.url === "node:inspector") continue;
  busy += microseconds;
  const owner = ownerOf(id);
  add(byOwner, nameOf(owner), microseconds);
  add(byOwnerFile, fileOf(owner), microseconds);
  add(byFile, fileOf(frame), microseconds);
  if (frame.url !== "") add(byFunction, nameOf(frame), microseconds);
}
output.push(`busy ${(busy / 1e6).toFixed(2)} s${requests ? `, ${(busy / divisor).toFixed(1)} µs a request` : ""}\n\n`);
print("for which file", byOwnerFile);
print("for which function", byOwner);
print("self time by file", byFile);
print("self time by function", byFunction);
// In one piece, so that `| head` may close the pipe.
process.stdout.write(output.join(""));

function add(sums: Map<string, number>, name: string, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value);
}

/** The innermost function of the product on the stack of node `id`; else the outermost of Node. */
function ownerOf(id: number): CallFrame {
  let outermost = frames.get(id) ?? { functionName: "(unknown)", url: "", lineNumber: 0 };
  for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
    const frame = frames.get(at);
    // The queue of ticks is behind nearly all that streams do: what it calls says more.
    if (frame === undefined || frame.functionName === "(root)" || frame.functionName === "processTicksAndRejections") break;
    if (/^(?:server|lib)\//.test(fileOf(frame))) return frame;
    outermost = frame;
  }
  return outermost;
}

function nameOf(frame: CallFrame): string {
  return frame.url === "" ? fileOf(frame) : `${frame.functionName || "(anonymous)"}  ${fileOf(frame)}:${frame.lineNumber + 1}`;
}

/** `server/proxy/handler.ts`, `node:tls/wrap`, `next`, `native writev` for Node's own C++, or V8's words in brackets. */
function fileOf({ url, functionName }: CallFrame): string {
  if (url === "") return functionName.startsWith("(") ? functionName : `native ${functionName}`;
  if (url.startsWith("node:")) return url.replace("node:internal/", "node:");
  const packageName = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  return packageName ?? url.replace(/^.*\/(?=(?:server|lib|prisma|bench|\.next)\/)/, "");
}

function print(title: string, sums: Map<string, number>): void {
  const sorted = [...sums].toSorted(([, a], [, b]) => b - a).slice(0, shown);
  output.push(`${title}\n`);
  for (const [name, value] of sorted) {
    const each = requests ? `${(value / divisor).toFixed(2).padStart(8)} µs` : `${(value / 1000).toFixed(0).padStart(8)} ms`;
    output.push(`${each}  ${((100 * value) / busy).toFixed(1).padStart(5)} %  ${name}\n`);
  }
  output.push("\n");
}
