import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/inter/wght-italic.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./globals.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { ClockProvider } from "#components/ui/clock.tsx";
import { parseTheme, parseTimeZone, themeCookie, timeZoneCookie } from "#components/ui/preferences.ts";
import { ToastProvider } from "#components/ui/toast.tsx";
import { catalogueScript, writingDirection } from "#lib/text-catalogue/index.ts";
import { catalogue } from "#lib/texts/index.ts";

// Every page carries the request's nonce, so none can be made at build time.
export const dynamic = "force-dynamic";

// Titles are not here but in PageHead and Gate: Next takes its own out of the document for a moment at each refresh.
export const metadata: Metadata = { robots: { index: false, follow: false } };
export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce");
  const preferences = await cookies();
  const language = catalogue()?.language ?? "en";
  const texts = catalogueScript();
  const theme = parseTheme(preferences.get(themeCookie)?.value);
  return (
    <html lang={language} dir={writingDirection(language)} {...(theme === "system" ? {} : { "data-theme": theme })} suppressHydrationWarning>
      {/* It blocks: modules may say something as they load, and the script that loads them stands at the end of the body. */}
      {texts && (
        <head>
          <script src={`/texts.js?${texts.hash}`} nonce={nonce ?? undefined} suppressHydrationWarning />
        </head>
      )}
      <body>
        <CSPProvider {...(nonce === null ? {} : { nonce })} disableStyleElements>
          <ClockProvider now={Date.now()} timeZone={parseTimeZone(preferences.get(timeZoneCookie)?.value)}>
            <ToastProvider>{children}</ToastProvider>
          </ClockProvider>
        </CSPProvider>
      </body>
    </html>
  );
}
