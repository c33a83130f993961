import { describe, expect, it } from "vitest";
import { systemClock } from "./clock.ts";

describe("the system's clock", () => {
  it("runs an action at its instant, never before", async () => {
    const instant = new Date(Date.now() + 30);
    const ranAt = await new Promise<number>((resolve) => systemClock.at(instant, () => resolve(Date.now())));
    expect(ranAt).toBeGreaterThanOrEqual(instant.getTime());
  });

  it("does not run what is further away than a timer can wait, nor what was called off", async () => {
    const ran: string[] = [];
    const calledOff = [
      systemClock.at(new Date(Date.now() + 2 ** 40), () => ran.push("years")),
      systemClock.at(new Date(Date.now() + 5), () => ran.push("called off")),
    ];
    calledOff[1]?.();
    await new Promise<void>((resolve) => systemClock.at(new Date(Date.now() + 30), resolve));
    calledOff[0]?.();
    expect(ran).toEqual([]);
  });
});
