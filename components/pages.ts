import { Boxes, ChartLine, FileKey2, KeyRound, type LucideIcon, ScrollText, Server, Settings as SettingsIcon, User, UserCog, Users } from "lucide-react";
import { t } from "#lib/texts/index.ts";

/** A page that can be gone to from everywhere. */
export interface Page {
  href: string;
  /** In the navigation, under its group. */
  label: string;
  /** Where the group is not seen. */
  title: string;
  icon: LucideIcon;
  /** Goes there when typed after `g`. */
  key: string;
}

export const minePages: Page[] = [
  { href: "/", label: t("Environments"), title: t("Environments"), icon: Boxes, key: "e" },
  { href: "/kubeconfigs", label: t("Kubeconfigs"), title: t("Your kubeconfigs"), icon: FileKey2, key: "k" },
];

export const adminPages: Page[] = [
  { href: "/admin/overview", label: t("Overview"), title: t("Overview"), icon: ChartLine, key: "o" },
  { href: "/admin/environments", label: t("Environments"), title: t("Manage environments"), icon: Server, key: "m" },
  { href: "/admin/users", label: t("Users"), title: t("Users"), icon: User, key: "u" },
  { href: "/admin/teams", label: t("Teams"), title: t("Teams"), icon: Users, key: "t" },
  { href: "/admin/access", label: t("Access"), title: t("Access"), icon: KeyRound, key: "a" },
  { href: "/admin/kubeconfigs", label: t("Kubeconfigs"), title: t("Everyone’s kubeconfigs"), icon: FileKey2, key: "f" },
  { href: "/admin/audit", label: t("Audit"), title: t("Audit"), icon: ScrollText, key: "l" },
  { href: "/admin/settings", label: t("Settings"), title: t("Settings"), icon: SettingsIcon, key: "s" },
];

/** In the person's menu, not in the navigation. */
export const accountPage: Page = { href: "/account", label: t("Your account"), title: t("Your account"), icon: UserCog, key: "y" };

/** Every page that a person may go to. */
export function pagesFor({ isAdmin }: { isAdmin: boolean }): Page[] {
  return [...minePages, ...(isAdmin ? adminPages : []), accountPage];
}
