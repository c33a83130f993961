import { Forbidden } from "#lib/errors.ts";

// Our session cookie is SameSite=Lax: a browser sends it with a navigation that another site starts. So the cookie alone proves
// no wish of the person, and each request that issues a file or hands out the audit must also show that none but our pages, or a script of theirs, made it.

/** For POST: a browser puts an Origin on every one. Throws Forbidden. */
export function requireOwnOrigin(headers: Headers): void {
  if (headers.get("origin") !== `https://${headers.get("host")}`) throw foreign();
}

/**
 * For GET, which scripts use with a cookie given by hand. Browsers say by themselves where a request comes from (Fetch Metadata), and no
 * page can change it: theirs pass from our own pages only, and not as a navigation, which a link in a mail (`none`) could start.
 * A browser too old for that is known by what it asks a navigation for, or by its Referer. Throws Forbidden.
 */
export function requireOwnFetch(headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  const mode = headers.get("sec-fetch-mode");
  if (site !== null || mode !== null) {
    if (site !== "same-origin" || mode === "navigate") throw foreign();
    return;
  }
  const origin = `https://${headers.get("host")}`;
  const from = headers.get("origin") ?? headers.get("referer");
  const isForeign = from !== null && !(URL.canParse(from) && new URL(from).origin === origin);
  const isNavigation = headers.has("upgrade-insecure-requests") || /text\/html/i.test(headers.get("accept") ?? "");
  if (isForeign || isNavigation) throw foreign();
}

function foreign(): Forbidden {
  return new Forbidden("You need to ask from Drawbridge’s own pages: open Home and press “kubeconfig”.");
}
