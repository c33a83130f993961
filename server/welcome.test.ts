import { expect, it } from "vitest";
import { welcome } from "./welcome.ts";

const facts = {
  version: "1.2.3",
  url: "https://localhost:9443",
  dataDir: "/data",
  authority: { file: "/data/tls/ca.crt", sha256: "AB:CD" },
  setUpCode: "abcd-efgh",
};

it("the terminal shows address, data directory, CA and set-up code", () => {
  const text = welcome(facts);
  for (const part of ["Drawbridge 1.2.3", "https://localhost:9443", "/data/tls/ca.crt", "AB:CD", "abcd-efgh"]) expect(text).toContain(part);
});

it("without a set-up code or an own CA their lines are absent", () => {
  const text = welcome({ ...facts, authority: null, setUpCode: null });
  expect(text).not.toMatch(/Set-up|CA /);
});
