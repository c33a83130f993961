// What the first paint must already know, so that nothing flashes: kept in cookies that scripts may read and that decide nothing else.

/** IANA name of the person's time zone. */
export const timeZoneCookie = "drawbridge-time-zone";
/** `light` or `dark`; absent: as the system. */
export const themeCookie = "drawbridge-theme";

/** `off`: single keys do nothing; absent: they do. */
export const shortcutsCookie = "drawbridge-shortcuts";

/** `off`: Home leads to the first steps no more; absent: it does until they are done. */
export const firstStepsCookie = "drawbridge-first-steps";

/** Columns that a person does not want to see: a cookie for each who signs in with this browser. */
export type ColumnsCookie = `drawbridge-columns-${string}`;
export function columnsCookie(login: string): ColumnsCookie {
  return `drawbridge-columns-${encodeURIComponent(login)}`;
}

/** By the name of the table, the keys of its hidden columns. */
export type HiddenColumns = Readonly<Record<string, readonly string[]>>;

const columnsCharactersMax = 1000;

/** `users=teams.sign-in&grants=granted`; nothing is hidden by what is no such text. */
export function parseHiddenColumns(text: string | undefined): HiddenColumns {
  if (text === undefined || text.length > columnsCharactersMax || !/^(?:[a-z-]+=[a-z.-]+(?:&|$))+$/.test(text)) return {};
  return Object.fromEntries([...new URLSearchParams(text)].map(([table, keys]) => [table, keys.split(".")]));
}

export function writeHiddenColumns(hidden: HiddenColumns): string {
  return Object.entries(hidden)
    .filter(([, keys]) => keys.length > 0)
    .map(([table, keys]) => `${table}=${keys.join(".")}`)
    .join("&");
}

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
export function rememberPreference(
  cookie: typeof timeZoneCookie | typeof themeCookie | typeof shortcutsCookie | typeof firstStepsCookie | ColumnsCookie,
  value: string,
): void {
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is not in every browser yet.
  document.cookie = `${cookie}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; SameSite=Lax; Secure`;
}
