import {
  Boxes,
  FileKey2,
  FilePlus2,
  Keyboard,
  KeyRound,
  ListChecks,
  LockKeyhole,
  LogOut,
  Plus,
  RefreshCw,
  SearchCheck,
  Server,
  SunMoon,
  Trash2,
  User,
  UserPlus,
  Users,
} from "lucide-react";
import { signOut } from "#lib/auth/client.ts";
import type { SessionView } from "#lib/auth/schema.ts";
import { type PaletteEntry, textsOf } from "#lib/palette/schema.ts";
import { t } from "#lib/texts/index.ts";
import { pagesFor } from "./pages.ts";
import type { PaletteItem } from "./palette-groups.ts";
import { themes } from "./ui/preferences.ts";
import { chooseTheme, themeLabels } from "./ui/theme.ts";

/** What can be chosen without asking the server. */
export function ownItems(session: SessionView, showShortcuts: () => void): PaletteItem[] {
  return [
    ...pagesFor(session).map(
      ({ href, title, icon, key }): PaletteItem => ({
        id: `page ${href}`,
        group: "Pages",
        label: title,
        icon,
        keys: ["g", key],
        words: [t("Go to {title}", { title })],
        act: href,
      }),
    ),
    ...actions(session, showShortcuts).map((item): PaletteItem => ({ ...item, id: `action ${item.label}`, group: "Actions" })),
  ];
}

function actions({ isAdmin }: SessionView, showShortcuts: () => void): Omit<PaletteItem, "id" | "group">[] {
  const administer = [
    { label: t("Add environment"), icon: Plus, words: [t("New environment")], act: "/admin/environments/new" },
    { label: t("Grant access"), icon: KeyRound, words: [t("New grant"), t("Add grant")], act: "/admin/access?open=grant" },
    { label: t("Add user"), icon: UserPlus, words: [t("Invite user"), t("New user")], act: "/admin/users?open=add" },
    { label: t("Add team"), icon: Users, words: [t("New team")], act: "/admin/teams?open=add" },
    { label: t("First steps"), icon: ListChecks, words: [t("Set up"), t("Welcome"), t("Get started")], act: "/welcome" },
    { label: t("What may they do?"), icon: SearchCheck, words: [t("Preview access of a person")], act: "/admin/access/preview" },
  ];
  return [
    { label: t("New kubeconfig"), icon: FilePlus2, words: [t("Download kubeconfig"), t("Create kubeconfig")], act: "/?connect=all" },
    ...(isAdmin ? administer : []),
    ...themes.map((theme) => ({
      label: t("Theme: {theme}", { theme: themeLabels[theme].toLowerCase() }),
      icon: SunMoon,
      words: [t("{theme} mode colours", { theme })],
      act: () => chooseTheme(theme),
    })),
    { label: t("Keyboard shortcuts"), icon: Keyboard, words: [t("Help keys")], keys: ["?"], act: showShortcuts },
    { label: t("Change password"), icon: LockKeyhole, act: "/change-password" },
    { label: t("Sign out"), icon: LogOut, words: [t("Log out")], act: () => void signOut() },
  ];
}

/** What can be done with a thing that the server knows; the first is what its name alone means. */
export function itemsOf(entry: PaletteEntry): PaletteItem[] {
  const { kind, id, name } = entry;
  switch (kind) {
    case "environment": {
      const common = {
        id: `environment ${id}`,
        group: "Environments",
        label: name,
        icon: Boxes,
        mono: true,
        words: textsOf(entry),
        note: entry.labels.join(" "),
      } as const;
      if (entry.isDisabled) return [{ ...common, detail: t("disabled by an administrator"), act: `/?q=${encodeURIComponent(name)}` }];
      return [{ ...common, detail: t("Connect"), act: `/?connect=${id}` }];
    }
    case "managed-environment":
      return [
        {
          id: `managed ${id}`,
          group: "Manage",
          label: name,
          icon: Server,
          mono: true,
          detail: t("Environment"),
          words: [t("Manage {name}", { name })],
          act: `/admin/environments/${id}`,
        },
      ];
    case "kubeconfig":
      return [
        { id: `file ${id}`, group: "Kubeconfigs", label: name, icon: FileKey2, detail: t("Details"), act: `/kubeconfigs?show=${id}` },
        { id: `renew ${id}`, group: "Actions", label: t("Renew {name}", { name }), icon: RefreshCw, act: `/kubeconfigs?renew=${id}` },
        { id: `revoke ${id}`, group: "Actions", label: t("Revoke {name}", { name }), icon: Trash2, act: `/kubeconfigs?revoke=${id}` },
      ];
    case "user":
      return [
        {
          id: `user ${id}`,
          group: "People",
          label: name,
          icon: User,
          mono: true,
          detail: entry.displayName,
          words: [entry.displayName],
          act: `/admin/users/${id}`,
        },
      ];
    case "team":
      return [{ id: `team ${id}`, group: "People", label: name, icon: Users, detail: t("Team, its access"), act: `/admin/access?team=${id}` }];
  }
}
