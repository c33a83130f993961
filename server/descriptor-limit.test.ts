import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { connectionsMaxOf, descriptorLimit } from "./descriptor-limit.ts";

// R23
describe("connections at once", () => {
  it.each([
    [1024, 412],
    [20_000, 9900],
    [1_000_000, 50_000],
    [100, 10],
    [null, 50_000],
  ])("by %j descriptors are %d", (limit, connections) => {
    expect(connectionsMaxOf(limit)).toBe(connections);
  });

  it("follow the limit that Node has raised to the highest that is allowed", () => {
    const read = `import("${path.join(import.meta.dirname, "descriptor-limit.ts")}").then(({ descriptorLimit }) => console.log(descriptorLimit()))`;
    const output = execFileSync("sh", ["-c", `ulimit -Sn 300; ulimit -Hn 700; exec "${process.execPath}" -e '${read}'`], { encoding: "utf8" });
    expect(Number(output)).toBe(700);
    expect(descriptorLimit()).toBeGreaterThan(0);
  });
});
