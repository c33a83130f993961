// Cookies of our own pages. No cluster may set one, and none may hear one.

/** A browser sends a cookie without a name as its value alone, which then reads as a name: hence the first `=`. */
const ownCookie = /^[\s=]*(?:__Secure-|__Host-)?(?:next-auth|drawbridge)[^=]*=/i;

/** Whether the first pair of `text` (a pair of Cookie, or the value of Set-Cookie) is a cookie of ours. */
export function isOwnCookie(text: string): boolean {
  return ownCookie.test(text);
}

/** The value of a Cookie line without ours; empty when nothing is left. */
export function withoutOwnCookies(cookies: string): string {
  return cookies
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "" && !isOwnCookie(pair))
    .join("; ");
}
