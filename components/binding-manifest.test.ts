import { expect, it } from "vitest";
import { bindingManifest } from "./binding-manifest.ts";

it("writes one document a group, in its namespace or for all", () => {
  const text = bindingManifest([
    { group: "drawbridge:role:edit:web", clusterRole: "edit", namespace: "web" },
    { group: "drawbridge:role:view", clusterRole: "view", namespace: null },
  ]);
  const [first, second, ...more] = text.split("---\n");
  expect(first).toContain('kind: RoleBinding\nmetadata:\n  name: "people-of-drawbridge:edit"\n  namespace: "web"\n');
  expect(second).toContain("kind: ClusterRoleBinding\n");
  expect(second).not.toContain("namespace");
  expect(second).toContain('name: "drawbridge:role:view"');
  expect(more).toEqual([]);
});

it("lets no name out of its place", () => {
  const hostile = '"}\nsubjects: []\n---\n';
  const lines = bindingManifest([{ group: hostile, clusterRole: hostile, namespace: null }]).split("\n");
  expect(lines.filter((line) => line.startsWith("subjects"))).toEqual(["subjects:"]);
  expect(lines).not.toContain("---");
});
