import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Forbidden, InvalidInput, NotFound, Unauthenticated } from "#lib/errors.ts";
import { routeHandler } from "./route-handler.ts";

const answerTo = (error: unknown) =>
  routeHandler(() => {
    throw error;
  })(new Request("https://drawbridge.example/"));

describe("an API route", () => {
  it.each([
    [401, new Unauthenticated(), { error: "Sign in to go on." }],
    [403, new Forbidden("You need more."), { error: "You need more." }],
    [404, new NotFound("There is no such file."), { error: "There is no such file." }],
    [400, new InvalidInput("ids", "Bad."), { error: "Bad.", field: "ids" }],
    [400, z.object({ name: z.string("Give a name.") }).safeParse({}).error, { error: "Give a name.", field: "name" }],
  ])("answers %d to a refusal, in words, and no cache keeps it", async (status, error, body) => {
    const response = await answerTo(error);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(body);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("tells nothing of an unexpected error but an id", async () => {
    const response = await answerTo(new Error("SELECT secret FROM users"));
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain("SELECT");
    expect(text).toMatch(/the id [0-9a-f]{8}/);
  });
});
