import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { FactorsResetNotice } from "#components/factors-reset-notice.tsx";
import { Frame } from "#components/frame.tsx";
import { ColumnChoice } from "#components/ui/column-choice.tsx";
import { columnsCookie, parseHiddenColumns, parseTheme, shortcutsCookie, themeCookie } from "#components/ui/preferences.ts";
import { currentSession, requireContext } from "#lib/auth/index.ts";
import { acknowledgeFactorsResetAction } from "./account/actions.ts";

/** Guards nothing: each page and action below asks for itself. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const session = await currentSession();
  if (!session) {
    // Sends to the sign-in and back to this page: the page below would too, but whichever redirects first wins.
    await requireContext();
    return null;
  }
  const [preferences, asked] = await Promise.all([cookies(), headers()]);
  const choices = {
    theme: parseTheme(preferences.get(themeCookie)?.value),
    shortcutsOn: preferences.get(shortcutsCookie)?.value !== "off",
    isApple: /Mac OS|iPhone|iPad/.test(asked.get("user-agent") ?? ""),
  };
  return (
    <Frame session={session} choices={choices}>
      {session.factorsReset && <FactorsResetNotice reset={session.factorsReset} acknowledge={acknowledgeFactorsResetAction} />}
      <ColumnChoice login={session.login} hidden={parseHiddenColumns(preferences.get(columnsCookie(session.login))?.value)}>
        {children}
      </ColumnChoice>
    </Frame>
  );
}
