import { expect, it } from "vitest";
import { type Undo, undoEach } from "./undo.ts";

const works: Undo = async () => ({ ok: true, value: null });
const refused = (message: string): Undo => {
  return async () => ({ ok: false, errors: { form: message } });
};

it("takes back what it can of several things, and says what it could not, with the reason", async () => {
  expect(await undoEach([works, works].map((undo, index) => ({ name: `grant ${index}`, undo })))()).toBeNull();
  const answer = await undoEach([
    { name: "view of dina", undo: refused("She is not there any more.") },
    { name: "edit of victor", undo: works },
  ])();
  expect(answer).toEqual({ ok: false, errors: { form: "1 of 2. view of dina: She is not there any more." } });
});

it("says the reason alone where there is one thing", async () => {
  expect(await undoEach([{ name: "view of dina", undo: refused("No.") }])()).toEqual({ ok: false, errors: { form: "No." } });
});
