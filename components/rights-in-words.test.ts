import { describe, expect, it } from "vitest";
import { rightsInWords } from "./rights-in-words.ts";

describe("rights in words", () => {
  it.each([
    [[{ clusterRole: "edit", namespaces: ["payments", "web"] }], "edit in payments, web"],
    [[{ clusterRole: "cluster-admin", namespaces: null }], "cluster-admin everywhere"],
    [[{ clusterRole: "view", namespaces: ["a", "b", "c", "d"] }], "view in 4 namespaces"],
    [
      [
        { clusterRole: "admin", namespaces: ["web"] },
        { clusterRole: "view", namespaces: null },
      ],
      "admin in web; view everywhere",
    ],
  ])("says %j as “%s”", (rights, words) => expect(rightsInWords(rights)).toBe(words));
});
