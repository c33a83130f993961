import { describe, expect, it } from "vitest";
import type { ConsequencesView } from "#lib/consequences/schema.ts";
import { consequencesInWords } from "./consequences-words.ts";

const nobody = { count: 0, owners: [] };
const nothing: ConsequencesView = { files: nobody, narrowed: nobody, streams: 0, sessions: 0, rights: [] };

describe("what breaks for whom", () => {
  it("counts files, open streams and browser sessions, and names the people", () => {
    expect(consequencesInWords({ ...nothing, files: { count: 3, owners: ["dina", "victor"] }, streams: 2, sessions: 1 })).toEqual([
      "Ends 3 files of dina and victor, 2 open streams and 1 browser session.",
    ]);
    expect(consequencesInWords({ ...nothing, files: { count: 1200, owners: ["a", "b", "c", "d", "e"] } })).toEqual(["Ends 1,200 files of a, b, c and 2 more."]);
  });

  it("tells files that lose one environment from those that end", () => {
    expect(consequencesInWords({ ...nothing, narrowed: { count: 1, owners: ["dina"] } }, "staging")).toEqual([
      "1 file of dina loses staging and works on elsewhere.",
    ]);
  });

  it("names each right that somebody loses, and says so where it was the last", () => {
    const right = { login: "dina", environment: "staging", clusterRole: "edit", namespaces: ["payments"] };
    expect(consequencesInWords({ ...nothing, rights: [{ ...right, idleFiles: null }] })).toEqual(["In staging, dina loses edit in payments."]);
    expect(consequencesInWords({ ...nothing, rights: [{ ...right, namespaces: null, idleFiles: 2 }] })).toEqual([
      "In staging, dina loses edit everywhere, the last right there: 2 files can do nothing there then.",
    ]);
    expect(consequencesInWords({ ...nothing, rights: Array(9).fill({ ...right, idleFiles: 0 }) })).toHaveLength(7);
  });

  it("is silent when nothing does", () => {
    expect(consequencesInWords(nothing)).toEqual([]);
  });
});
