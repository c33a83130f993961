import { checkHost, RefusedAddress } from "../address-guard/index.ts";
import { t } from "../texts/index.ts";

/**
 * Parses an API server's address. Returns it normalised, without a trailing slash: URL parsing also brings the decimal, octal and
 * hexadecimal forms of an IPv4 address to the one that is checked. Throws RefusedAddress.
 */
export function parseServer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "http:") throw new RefusedAddress(() => t("The server's address is http: a credential would travel in clear. Give the https address."));
  if (url?.protocol !== "https:") throw new RefusedAddress(() => t("The server's address is not an https URL such as https://10.0.0.1:6443."));
  if (url.username || url.password) throw new RefusedAddress(() => t("The server's address holds a name or password: leave it out."));
  if (url.search || url.hash) throw new RefusedAddress(() => t("The server's address ends in a query or fragment: leave it out."));
  checkHost(url.hostname, portOf(url));
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** The port of an https URL. */
export function portOf(url: URL): number {
  return url.port === "" ? 443 : Number(url.port);
}

/** The host of a URL as sockets want it: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}
