import { expect, it } from "vitest";
import { stopInOrder } from "./stop-in-order.ts";

// R18
it("what is stopped later gets its turn, though one before it failed and one never ends", async () => {
  const stopped: string[] = [];
  await stopInOrder(
    [
      ["first", () => stopped.push("first")],
      ["throws", () => Promise.reject(new Error("broken"))],
      ["hangs", () => new Promise(() => {})],
      ["last", async () => stopped.push("last")],
    ],
    20,
  );
  expect(stopped).toEqual(["first", "last"]);
});
