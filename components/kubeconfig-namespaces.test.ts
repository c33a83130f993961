import { describe, expect, it } from "vitest";
import { askedNamespaces, knownNamespaces, namespaceError, namespacesInWords, shownNamespace } from "./kubeconfig-namespaces.ts";

const right = (...namespaces: string[]) => ({ clusterRole: "edit", namespaces });
const everywhere = { clusterRole: "view", namespaces: null };
const one = { id: 1, name: "staging", rights: [right("web")] };
const many = { id: 2, name: "production", rights: [right("web", "api"), right("web")] };
const all = { id: 3, name: "lab", rights: [everywhere, right("web")] };
const none = new Map<number, string>();

it("a person with one namespace finds it in the field; one who may look everywhere finds kubectl's own", () => {
  expect([one, many, all].map((environment) => shownNamespace(environment, none))).toEqual(["web", "api", ""]);
  expect(knownNamespaces(many)).toEqual(["api", "web"]);
});

describe("what is asked of the server", () => {
  it("is only what differs from what it takes by itself", () => {
    expect(askedNamespaces([one, many, all], none)).toEqual([]);
    const typed = new Map([
      [1, "web"],
      [2, " shop "],
      [3, "default"],
    ]);
    expect(askedNamespaces([one, many, all], typed)).toEqual([{ environmentId: 2, namespace: "shop" }]);
  });

  it("is kubectl's own where the field was emptied", () => {
    expect(
      askedNamespaces(
        [one, all],
        new Map([
          [1, ""],
          [3, ""],
        ]),
      ),
    ).toEqual([{ environmentId: 1, namespace: "default" }]);
  });

  it("is nothing of an environment that is not ticked any more", () => {
    expect(askedNamespaces([one], new Map([[2, "shop"]]))).toEqual([]);
  });
});

it.each(["Web", "a b", "-a", "a-", "a.b", "a_b", "a".repeat(64), "wéb", "<script>", "$(id)"])("%j is met by a sentence", (text) => {
  expect(namespaceError(text)).toMatch(/^A namespace is named with/);
});

it.each(["", " ", "web", " web ", "0", "a".repeat(63)])("%j is taken", (text) => {
  expect(namespaceError(text)).toBeUndefined();
});

describe("in words", () => {
  const lab = (id: number) => ({ ...all, id, name: `lab-${id}` });
  it.each([
    [[all, lab(4)], none, "default in each"],
    [[one, lab(4)], none, "web in staging; default in the other"],
    [[one, many, lab(4), lab(5)], none, "web in staging, api in production; default in the others"],
    [[one, { ...one, id: 9, name: "test" }], none, "web in each"],
    [[one, many], none, "web in staging, api in production"],
    [[one, many, lab(4), lab(5)], new Map([[4, "shop"]]), "set in 3 of 4; default in the other"],
  ] as const)("%#", (environments, typed, words) => {
    expect(namespacesInWords(environments, typed)).toBe(words);
  });
});
