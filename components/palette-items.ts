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
        words: [`Go to ${title}`],
        act: href,
      }),
    ),
    ...actions(session, showShortcuts).map((item): PaletteItem => ({ ...item, id: `action ${item.label}`, group: "Actions" })),
  ];
}

function actions({ isAdmin }: SessionView, showShortcuts: () => void): Omit<PaletteItem, "id" | "group">[] {
  const administer = [
    { label: "Add environment", icon: Plus, words: ["New environment"], act: "/admin/environments/new" },
    { label: "Grant access", icon: KeyRound, words: ["New grant", "Add grant"], act: "/admin/access?open=grant" },
    { label: "Add user", icon: UserPlus, words: ["Invite user", "New user"], act: "/admin/users?open=add" },
    { label: "Add team", icon: Users, words: ["New team"], act: "/admin/teams?open=add" },
    { label: "First steps", icon: ListChecks, words: ["Set up", "Welcome", "Get started"], act: "/welcome" },
    { label: "What may they do?", icon: SearchCheck, words: ["Preview access of a person"], act: "/admin/access/preview" },
  ];
  return [
    { label: "New kubeconfig", icon: FilePlus2, words: ["Download kubeconfig", "Create kubeconfig"], act: "/?connect=all" },
    ...(isAdmin ? administer : []),
    ...themes.map((theme) => ({
      label: `Theme: ${themeLabels[theme].toLowerCase()}`,
      icon: SunMoon,
      words: [`${theme} mode colours`],
      act: () => chooseTheme(theme),
    })),
    { label: "Keyboard shortcuts", icon: Keyboard, words: ["Help keys"], keys: ["?"], act: showShortcuts },
    { label: "Change password", icon: LockKeyhole, act: "/change-password" },
    { label: "Sign out", icon: LogOut, words: ["Log out"], act: () => void signOut() },
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
      if (entry.isDisabled) return [{ ...common, detail: "disabled by an administrator", act: `/?q=${encodeURIComponent(name)}` }];
      return [{ ...common, detail: "Connect", act: `/?connect=${id}` }];
    }
    case "managed-environment":
      return [
        {
          id: `managed ${id}`,
          group: "Manage",
          label: name,
          icon: Server,
          mono: true,
          detail: "Environment",
          words: [`Manage ${name}`],
          act: `/admin/environments/${id}`,
        },
      ];
    case "kubeconfig":
      return [
        { id: `file ${id}`, group: "Kubeconfigs", label: name, icon: FileKey2, detail: "Details", act: `/kubeconfigs?show=${id}` },
        { id: `renew ${id}`, group: "Actions", label: `Renew ${name}`, icon: RefreshCw, act: `/kubeconfigs?renew=${id}` },
        { id: `revoke ${id}`, group: "Actions", label: `Revoke ${name}`, icon: Trash2, act: `/kubeconfigs?revoke=${id}` },
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
      return [{ id: `team ${id}`, group: "People", label: name, icon: Users, detail: "Team, its access", act: `/admin/access?team=${id}` }];
  }
}
