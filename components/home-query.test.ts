import { describe, expect, it } from "vitest";
import { type HomeQuery, parseHomeQuery, writeHomeQuery, writeRanges } from "./home-query.ts";

const known = { ids: new Set([1, 2, 3, 7]), labels: new Set(["env=prod", "env=test", "region=eu"]), keys: new Set(["env", "region"]) };
const parse = (text: string) => parseHomeQuery(new URLSearchParams(text), known);
const write = (query: HomeQuery, before = "") => {
  const params = new URLSearchParams(before);
  writeHomeQuery(params, query);
  return params.toString();
};

describe("what is asked of Home", () => {
  it.each([
    "",
    "q=alpha",
    "label=env%3Dprod&label=region%3Deu",
    "health=down",
    "group=env",
    "sort=-used",
    "sort=-name",
    "ticked=1-3.7",
    "q=a+b&label=env%3Dtest&health=ready&group=region&sort=version&ticked=2",
  ])("comes back from the address as it went in: %s", (text) => {
    expect(write(parse(text))).toBe(text);
  });

  it("leaves what others have put into the address", () => {
    expect(write(parse("q=a"), "connect=3&q=old")).toBe("connect=3&q=a");
  });

  it.each([
    "label=env%3Dgone&group=gone&health=sleepy&sort=colour&ticked=99",
    "label=&group=&health=&sort=-&ticked=",
    "ticked=1;DROP",
    "ticked=-1",
    "ticked=1--3",
    "ticked=1e9",
  ])("ignores what does not exist: %s", (text) => {
    expect(parse(text)).toEqual(parse(""));
  });

  it("takes a hostile range for what is known, and no more", () => {
    expect([...parse("ticked=0-9999999999").ticked]).toEqual([1, 2, 3, 7]);
    expect(parse(`q=${"x".repeat(10_000)}`).q).toHaveLength(200);
  });

  it("keeps a thousand ticked rows short", () => {
    expect(writeRanges(new Set(Array.from({ length: 1000 }, (_, index) => index + 1)))).toBe("1-1000");
  });
});
