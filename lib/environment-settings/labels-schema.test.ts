import { describe, expect, it } from "vitest";
import { labelsTextSchema, labelsToText } from "./labels-schema.ts";

const faultOf = (text: string) => labelsTextSchema.safeParse(text).error?.issues[0]?.message;

describe("labels as text", () => {
  it("are read by lines, commas and spaces, and written by key", () => {
    const labels = labelsTextSchema.parse(" region=eu-west-1,env=prod\n\nexample.com/tier=gold  empty=\n");
    expect(labels).toEqual({ region: "eu-west-1", env: "prod", "example.com/tier": "gold", empty: "" });
    expect(labelsToText(labels)).toBe("empty=\nenv=prod\nexample.com/tier=gold\nregion=eu-west-1");
    expect(labelsTextSchema.parse(labelsToText(labels))).toEqual(labels);
    expect(labelsTextSchema.parse("")).toEqual({});
  });

  it.each([
    ["env", /write key=value/],
    ["=prod", /write key=value/],
    ["env=prod env=test", /twice/],
    ["-env=prod", /not the key/],
    ["__proto__=x", /not the key/],
    [`${"k".repeat(64)}=x`, /not the key/],
    ["Example.com/tier=x", /domain name/],
    ["/tier=x", /domain name/],
    [`${"d".repeat(254)}/tier=x`, /domain name/],
    ["env=pröd", /cannot be the value/],
    ["env=<script>", /cannot be the value/],
    ["env=a=b", /cannot be the value/],
    [`env=${"v".repeat(64)}`, /cannot be the value/],
    [Array.from({ length: 33 }, (_, index) => `k${index}=v`).join(" "), /At most 32/],
  ])("are refused with the reason where Kubernetes would refuse them: %s", (text, fault) => {
    expect(faultOf(text)).toMatch(fault);
  });
});
