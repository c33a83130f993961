import { describe, expect, it } from "vitest";
import { clusterRoleOptions } from "./grant-role-options.ts";

const values = (roles: string[]) => clusterRoleOptions(roles).map((option) => option.value);

describe("the roles that are offered for a grant", () => {
  it("has the common ones first, then the cluster's, then Kubernetes' own, each once", () => {
    expect(values(["admin", "backup", "cluster-admin", "edit", "system:node", "view", "zoo"])).toEqual([
      "view",
      "edit",
      "admin",
      "cluster-admin",
      "backup",
      "zoo",
      "system:node",
    ]);
  });

  it("does not offer a common role that the cluster lacks", () => {
    expect(values(["view", "backup"])).toEqual(["view", "backup"]);
  });

  it("offers the common ones while the cluster's are unknown", () => {
    expect(values([])).toEqual(["view", "edit", "admin", "cluster-admin"]);
  });
});
