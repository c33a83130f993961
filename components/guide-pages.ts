import { t } from "#lib/texts/index.ts";

/** A page of the guide (docs/guide/<slug>.md) and the pages of Drawbridge that it explains. */
export interface GuidePage {
  slug: string;
  title: string;
  /** Paths of pages; `*` at the end stands for the rest. */
  paths: readonly string[];
}

/** All of them, in reading order: what is not here is not served. */
export const guidePages = [
  { slug: "first-steps", title: t("First steps"), paths: ["/welcome*"] },
  { slug: "kubeconfig-file", title: t("Kubeconfig files and your tools"), paths: ["/"] },
  { slug: "kubeconfigs", title: t("Kubeconfigs"), paths: ["/kubeconfigs*", "/admin/kubeconfigs*"] },
  { slug: "account", title: t("Your account"), paths: ["/account*", "/change-password"] },
  { slug: "overview", title: t("Overview"), paths: ["/admin/overview*"] },
  { slug: "environments", title: t("Environments"), paths: ["/admin/environments*"] },
  { slug: "users-and-teams", title: t("Users and teams"), paths: ["/admin/users*", "/admin/teams*"] },
  { slug: "access", title: t("Access"), paths: ["/admin/access*"] },
  { slug: "audit", title: t("Audit"), paths: ["/admin/audit*"] },
  { slug: "settings", title: t("Settings"), paths: ["/admin/settings*"] },
] as const satisfies readonly GuidePage[];

/** The page of the guide that explains the page at `path`, or null. */
export function guideOf(path: string): GuidePage | null {
  return guidePages.find(({ paths }) => paths.some((pattern) => matches(pattern, path))) ?? null;
}

/** The page of the guide of that name, or null. */
export function findGuidePage(slug: string): GuidePage | null {
  return guidePages.find((page) => page.slug === slug) ?? null;
}

function matches(pattern: string, path: string): boolean {
  if (!pattern.endsWith("*")) return path === pattern;
  const start = pattern.slice(0, -1);
  return path === start || path.startsWith(`${start}/`);
}
