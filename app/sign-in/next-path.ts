const anyOrigin = "https://drawbridge.invalid";

/** `text` as a path of our own to go to after the sign-in, or "/": a link to our sign-in page must not lead people to another site. */
export function nextPath(text: unknown): string {
  if (typeof text !== "string" || !text.startsWith("/") || !URL.canParse(text, anyOrigin)) return "/";
  const url = new URL(text, anyOrigin);
  // Also `//host` and `/\host`, which browsers read as another site. What is left can still start with two slashes (`/.//host`).
  if (url.origin !== anyOrigin || url.pathname.startsWith("//")) return "/";
  return url.pathname + url.search + url.hash;
}
