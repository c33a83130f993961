import { describe, expect, it } from "vitest";
import { nextStep } from "./welcome-steps.ts";

const nothing = { account: false, address: false, environment: false, access: false, file: false };

describe("R2 the first steps, left and resumed", () => {
  it.each([
    ["before there is an administrator", nothing, "account"],
    ["after the account", { ...nothing, account: true }, "address"],
    ["after the address", { ...nothing, account: true, address: true }, "environment"],
    ["with an environment, the address skipped", { ...nothing, account: true, environment: true }, "access"],
    ["with access", { ...nothing, account: true, environment: true, access: true }, "file"],
    ["when all is done", { account: true, address: true, environment: true, access: true, file: true }, "file"],
  ] as const)("go on %s", (_title, progress, step) => {
    expect(nextStep(progress)).toBe(step);
  });
});
