// What of two answers must be equal, and the written list of what may differ.
import type { WireAnswer } from "./wire-connection.ts";

/**
 * Headers that say nothing about the answer:
 * - Date is the time of the answer, and two answers are not given in the same second.
 * - Audit-Id is drawn anew for each request that brings none; that one which was sent comes back is a case of its own.
 * - Connection and Keep-Alive speak of one connection only (RFC 9110 §7.6.1); so does Transfer-Encoding, which is compared as framing.
 */
const ownOfEachAnswer = new Set(["date", "audit-id", "connection", "keep-alive", "transfer-encoding"]);

/** What two equal requests get differently from one and the same API server, by name; used only by the cases that name it. */
const variations = {
  /** A new object has its own identity and birth. */
  birth: [/"uid":"[0-9a-f-]{36}"/g, /"(?:creationTimestamp|deletionTimestamp|time)":"[^"]*"/g, /"resourceVersion":"\d+"/g],
  yamlBirth: [/uid: [0-9a-f-]{36}/g, /(?:creationTimestamp|time): "[^"]*"/g],
  /** Five letters at random. */
  generatedNames: [/"(?:name|mountPath)":"(?:some|kube-api-access)-[a-z0-9]{5}"/g],
  /** A list that is not pinned says how far the cluster has come. */
  listVersion: [/"resourceVersion":"\d+"/g],
  /** Tables show ages such as 2m3s. */
  ages: [/"(?:\d+[dhms])+(?: ago)?"/g],
  times: [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g],
  /** A token that was made for the request. */
  tokens: [/"token":"[^"]+"/g],
  uids: [/[0-9a-f]{8}-[0-9a-f-]{27}/g],
  /** Counters and versions in sentences. */
  numbers: [/\d+/g],
} satisfies Record<string, readonly RegExp[]>;

/** `order`: the API server writes the entries of a CBOR map in an order drawn anew each time; such bodies are compared as bags of bytes. */
export type Variation = keyof typeof variations | "order";

export interface Comparable {
  statusLine: string;
  /** In their order, without the length: framing is written anew by each hop (RFC 9112 §6), so its place says nothing. */
  headers: string[];
  length: string | null;
  /** A body that ends with its connection may come in chunks instead, on a connection that stays. */
  framing: "none" | "length" | "unknown length";
  trailers: string[];
  /** One character a byte. */
  body: string;
}

/** The part of an answer that must be the same on each way. `prefix` is what the way puts before a path, in Locations too. */
export function comparable(answer: WireAnswer, prefix: string, vary: readonly Variation[]): Comparable {
  const lines: string[] = [];
  let length: string | null = null;
  for (const [name, value] of answer.headers) {
    const key = name.toLowerCase();
    if (ownOfEachAnswer.has(key)) continue;
    if (key === "content-length") {
      // The reader has taken exactly that many bytes; how many they are may vary with the words in them.
      length = vary.length > 0 ? null : value;
      continue;
    }
    lines.push(`${name}: ${key === "location" ? withoutPrefix(value, prefix) : value}`);
  }
  let body = answer.body.toString("latin1");
  for (const name of vary) body = name === "order" ? [...body].sort().join("") : variations[name].reduce((text, pattern) => text.replace(pattern, "…"), body);
  const trailers = answer.trailers.map(([name, value]) => `${name}: ${value}`);
  const framing = answer.framing === "chunked" || answer.framing === "until closed" ? "unknown length" : answer.framing;
  return { statusLine: answer.statusLine, headers: lines, length, framing, trailers, body };
}

/** A path of the API server's stands behind the prefix, and shows as a difference when it does not. */
function withoutPrefix(location: string, prefix: string): string {
  if (prefix === "" || !location.startsWith("/")) return location;
  return location.startsWith(`${prefix}/`) ? location.slice(prefix.length) : `not below the prefix: ${location}`;
}
