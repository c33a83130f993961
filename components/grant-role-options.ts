import { t } from "#lib/texts/index.ts";
import type { Option } from "./ui/select.tsx";

/** The user-facing roles of every cluster (kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles). */
const common: readonly Option[] = [
  { value: "view", label: "view", detail: t("See most things, but no secrets") },
  { value: "edit", label: "edit", detail: t("Change most things, secrets included, but no rights") },
  { value: "admin", label: "admin", detail: t("Edit, and give rights within a namespace") },
  { value: "cluster-admin", label: "cluster-admin", detail: t("Everything") },
];

/** What to offer of a cluster's ClusterRoles: the common ones first, Kubernetes' own last. With none known, the common ones. */
export function clusterRoleOptions(clusterRoles: readonly string[]): Option[] {
  if (clusterRoles.length === 0) return [...common];
  const usual = common.filter((option) => clusterRoles.includes(option.value));
  const others = clusterRoles.filter((role) => !common.some((option) => option.value === role));
  const isSystem = (role: string) => role.startsWith("system:");
  const plain = (role: string) => ({ value: role, label: role });
  return [
    ...usual,
    ...others.filter((role) => !isSystem(role)).map(plain),
    ...others.filter(isSystem).map((role) => ({ ...plain(role), detail: t("Kubernetes’ own") })),
  ];
}
