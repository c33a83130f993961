import { describe, expect, it } from "vitest";
import { csvLine } from "./csv.ts";

describe("a line of CSV", () => {
  it("has its values apart by commas and ends as RFC 4180 says; nothing is nothing", () => {
    expect(csvLine(["a", 1, true, null, ""])).toBe("a,1,true,,\r\n");
  });

  it("keeps quotes, commas and line ends inside a value", () => {
    expect(csvLine(['say "hi"', "a,b", "a\nb"])).toBe('"say ""hi""","a,b","a\nb"\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("x")'])("never begins a value of %j as a formula", (text) => {
    expect(csvLine([text])).toMatch(/^"'/);
  });

  it("leaves a negative number what it is", () => {
    expect(csvLine([-5])).toBe("-5\r\n");
  });
});
