// Who is asking, when proxies stand in between. A header is believed only as far as it was written by those whom the operator named.
import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import type { AddressRange } from "#lib/config.ts";

/** The address of a request's client, as it goes into audit, sign-in delays and the clusters' `X-Forwarded-For`. */
export type ClientAddress = (request: IncomingMessage) => string;

/** Of a header only its end counts: a client can make it long, those who are believed have written last. */
const charactersMax = 4096;

/** Of the connection; nothing that a header says. */
export const peerAddress: ClientAddress = (request) => (request.socket.remoteAddress ?? "").replace(/^::ffff:(?=\d+\.)/i, "");

/**
 * Read from `X-Forwarded-For` or `Forwarded` (RFC 7239), from the right: each proxy adds the address that it was asked by, so the first one
 * that is not `trusted` is the client, and all before it is its own claim. When both headers are there and differ, one of them is not the
 * proxy's, and the address is that of the connection.
 */
export function clientAddressBehind(trusted: readonly AddressRange[]): ClientAddress {
  if (trusted.length === 0) return peerAddress;
  const ranges = new BlockList();
  for (const { address, prefix } of trusted) ranges.addSubnet(address, prefix, family(address));
  const isTrusted = (address: string) => isIP(address) !== 0 && ranges.check(address.replace(/%.*$/, ""), family(address));

  return (request) => {
    const peer = peerAddress(request);
    if (!isTrusted(peer)) return peer;
    const { "x-forwarded-for": forwardedFor, forwarded } = request.headers;
    const claims = [
      ...(typeof forwardedFor === "string" ? [lastElements(forwardedFor).map(addressOf)] : []),
      ...(forwarded === undefined ? [] : [lastElements(forwarded).map(forOf)]),
    ];
    const [first = peer, second = first] = claims.map((addresses) => firstUntrusted(addresses, peer));
    return first === second ? first : peer;
  };

  /** What is no address ends the chain: whoever added it is as far as it can be followed. */
  function firstUntrusted(addresses: readonly (string | null)[], peer: string): string {
    let client = peer;
    for (const address of addresses.toReversed()) {
      if (address === null) return client;
      client = address;
      if (!isTrusted(address)) return client;
    }
    return client;
  }
}

function family(address: string): "ipv4" | "ipv6" {
  return address.includes(":") ? "ipv6" : "ipv4";
}

function lastElements(header: string): string[] {
  const elements = header.slice(-charactersMax).split(",");
  // The first may be the rest of a longer one.
  return header.length > charactersMax ? elements.slice(1) : elements;
}

/** `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:80`; null for all else. */
function addressOf(text: string): string | null {
  const [, bracketed, dotted, bare] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+)(?::\d+)?|([\da-f:.]+))$/i.exec(text.trim()) ?? [];
  const address = (bracketed ?? dotted ?? bare ?? "").replace(/^::ffff:(?=\d+\.)/i, "").toLowerCase();
  return isIP(address) === 0 || address.includes("%") ? null : address;
}

/** Of one element of `Forwarded`: `for=192.0.2.60;proto=https`, `for="[2001:db8::1]:80"`. */
function forOf(element: string): string | null {
  for (const pair of element.split(";")) {
    const [, value] = /^\s*for="?([^"]*)"?\s*$/i.exec(pair) ?? [];
    if (value !== undefined) return addressOf(value);
  }
  return null;
}
