import { describe, expect, it } from "vitest";
import { checkEnvironment, eachInTurn, readAnswers } from "./check-environment.ts";

const version = { status: 200, text: '{"gitVersion":"v1.36.3"}' };
const review = { status: 201, text: '{"kind":"SelfSubjectReview","status":{"userInfo":{"username":"drawbridge:ada","groups":["system:authenticated"]}}}' };
const status = (code: number, message: string) => ({ status: code, text: JSON.stringify({ kind: "Status", message }) });

describe("what is said of an environment", () => {
  it("is its version, and who the bearer is there", () => {
    expect(readAnswers(version, review, 12)).toEqual({
      ...{ ok: true, version: "v1.36.3", durationMs: 12 },
      identity: { username: "drawbridge:ada", groups: ["system:authenticated"] },
    });
  });

  it("is its version alone where the cluster is too old to say who asks", () => {
    expect(readAnswers(version, status(404, "the server could not find the requested resource"), 12)).toMatchObject({ ok: true, identity: null });
  });

  it.each([
    ["a dead token", { status: 401, text: "{}" }, status(401, "this kubeconfig was revoked"), "token", "this kubeconfig was revoked"],
    [
      "no grant",
      { status: 403, text: "there is no environment at this address" },
      status(404, "there is no such environment"),
      "access",
      "no such environment",
    ],
    [
      "a dead cluster",
      { status: 502, text: "cannot be reached" },
      status(502, "the environment “x” cannot be reached: its API server refuses connections"),
      "cluster",
      "refuses",
    ],
    ["a cluster that does not tell its version", { status: 503, text: "apiserver is shutting down" }, review, "cluster", "shutting down"],
    ["a page of a proxy in between", { status: 502, text: "<html>" }, { status: 502, text: "<html><h1>Bad gateway</h1>" }, "cluster", "The answer was 502"],
  ])("is the failing step and the reason for %s", (_what, versionAnswer, reviewAnswer, step, reason) => {
    expect(readAnswers(versionAnswer, reviewAnswer, 1)).toMatchObject({ ok: false, step, message: expect.stringContaining(reason) });
  });
});

it("asks no other origin than the page's, and says so", async () => {
  const entry = { server: "https://elsewhere.example/api/endpoints/1/kubernetes", token: "dbk_x" };
  expect(await checkEnvironment(entry, "https://here.example", new AbortController().signal)).toMatchObject({
    ...{ ok: false, step: "page", message: expect.stringContaining("https://elsewhere.example") },
  });
});

it("tries at most so many at once, and each of them", async () => {
  let running = 0;
  let most = 0;
  const tried: number[] = [];
  const job = async (item: number) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    tried.push(item);
    running--;
  };
  await eachInTurn([1, 2, 3, 4, 5, 6, 7], job, { atOnce: 3, closed: new AbortController().signal });
  expect(most).toBe(3);
  expect(tried.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
