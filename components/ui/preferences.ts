// What the first paint must already know, so that nothing flashes: kept in cookies that scripts may read and that decide nothing else.

/** IANA name of the person's time zone. */
export const timeZoneCookie = "drawbridge-time-zone";
/** `light` or `dark`; absent: as the system. */
export const themeCookie = "drawbridge-theme";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export function parseTheme(text: string | undefined): Theme {
  return themes.find((theme) => theme === text) ?? "system";
}

/** `text` if it names a time zone that this runtime knows; else UTC. */
export function parseTimeZone(text: string | undefined): string {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: decodeURIComponent(text ?? "UTC") }).resolvedOptions().timeZone;
  } catch {
    return "UTC"; // Not a name, or not even an encoding: a cookie is anyone's text.
  }
}

/** Keeps a preference for a year in this browser. */
export function rememberPreference(cookie: typeof timeZoneCookie | typeof themeCookie, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is not in every browser yet.
  document.cookie = `${cookie}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; SameSite=Lax; Secure`;
}
