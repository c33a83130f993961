import { describe, expect, it } from "vitest";
import { environmentNameSchema } from "#lib/environments/schema.ts";
import { suggestName } from "./environment-form-name.ts";

describe("the name that is proposed for a context", () => {
  it.each([
    ["alpha", "alpha"],
    ["kubernetes-admin@prod-eu", "prod-eu"],
    ["gke_my-project_europe-west1-b_shop", "shop"],
    ["gke_broken", ""],
    ["arn:aws:eks:eu-west-1:123456789012:cluster/payments", "payments"],
    ["default/api-ocp-example-com:6443/kube:admin", "kube-admin"],
    ["kind-kind", "kind-kind"],
    ["-.odd name.-", "odd-name"],
    ["Österreich", "sterreich"],
    ["日本", ""],
    ["", ""],
    ["a".repeat(80), "a".repeat(63)],
  ])("is taken from the cluster's part of %j", (context, name) => {
    expect(suggestName(context)).toBe(name);
    if (name) expect(environmentNameSchema.safeParse(name).success).toBe(true);
  });
});
