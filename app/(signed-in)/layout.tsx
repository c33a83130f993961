import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Frame } from "#components/frame.tsx";
import { parseTheme, themeCookie } from "#components/ui/preferences.ts";
import { currentSession } from "#lib/auth/index.ts";

/** Guards nothing: each page and action below asks for itself. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const session = await currentSession();
  if (!session) redirect("/sign-in");
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <Frame session={session} theme={theme}>
      {children}
    </Frame>
  );
}
