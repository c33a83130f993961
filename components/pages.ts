import { Boxes, ChartLine, FileKey2, KeyRound, type LucideIcon, ScrollText, Server, Settings as SettingsIcon, User, UserCog, Users } from "lucide-react";

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
  { href: "/", label: "Environments", title: "Environments", icon: Boxes, key: "e" },
  { href: "/kubeconfigs", label: "Kubeconfigs", title: "Your kubeconfigs", icon: FileKey2, key: "k" },
];

export const adminPages: Page[] = [
  { href: "/admin/overview", label: "Overview", title: "Overview", icon: ChartLine, key: "o" },
  { href: "/admin/environments", label: "Environments", title: "Manage environments", icon: Server, key: "m" },
  { href: "/admin/users", label: "Users", title: "Users", icon: User, key: "u" },
  { href: "/admin/teams", label: "Teams", title: "Teams", icon: Users, key: "t" },
  { href: "/admin/access", label: "Access", title: "Access", icon: KeyRound, key: "a" },
  { href: "/admin/kubeconfigs", label: "Kubeconfigs", title: "Everyone’s kubeconfigs", icon: FileKey2, key: "f" },
  { href: "/admin/audit", label: "Audit", title: "Audit", icon: ScrollText, key: "l" },
  { href: "/admin/settings", label: "Settings", title: "Settings", icon: SettingsIcon, key: "s" },
];

/** In the person's menu, not in the navigation. */
export const accountPage: Page = { href: "/account", label: "Your account", title: "Your account", icon: UserCog, key: "y" };

/** Every page that a person may go to. */
export function pagesFor({ isAdmin }: { isAdmin: boolean }): Page[] {
  return [...minePages, ...(isAdmin ? adminPages : []), accountPage];
}
