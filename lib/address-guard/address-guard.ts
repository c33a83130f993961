// Where Drawbridge refuses to connect to, whatever an administrator or an operator enters: the URL of an environment or of a webhook is a
// way to make the server speak to its own network (SSRF). Private and loopback addresses stay allowed, since clusters and receivers live there.
import type { LookupOptions } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { networkInterfaces } from "node:os";
import { type Config, config, type ListenAddress } from "../config.ts";
import { inEnglish, t } from "../texts/index.ts";
import { type BoundedLookup, createBoundedLookup } from "./bounded-lookup.ts";

/** The address is one that no cluster and no receiver of events has. `message` is a plain sentence for logs, in English; `said` the one of pages. */
export class RefusedAddress extends Error {
  readonly code = "ERR_REFUSED_ADDRESS";
  readonly #say: () => string;
  constructor(say: () => string) {
    super(inEnglish(say));
    this.name = "RefusedAddress";
    this.#say = say;
  }
  get said(): string {
    return this.#say();
  }
}

const refused = new BlockList();
// Link-local holds the metadata services of most clouds (169.254.169.254); the others are those of AWS over IPv6, Google over IPv6, Alibaba, Azure and Oracle.
refused.addSubnet("169.254.0.0", 16, "ipv4");
refused.addSubnet("fe80::", 10, "ipv6");
refused.addAddress("fd00:ec2::254", "ipv6");
refused.addAddress("fd20:ce::254", "ipv6");
for (const address of ["100.100.100.200", "168.63.129.16", "192.0.0.192", "255.255.255.255"]) refused.addAddress(address, "ipv4");
// "This network" and the unspecified address reach this machine; multicast reaches no API server.
refused.addSubnet("0.0.0.0", 8, "ipv4");
refused.addAddress("::", "ipv6");
refused.addSubnet("224.0.0.0", 4, "ipv4");
refused.addSubnet("ff00::", 8, "ipv6");
// IPv4 inside IPv6: compatible (::/96 but ::1), NAT64 (RFC 6052) and 6to4 forms of link-local. BlockList itself knows the mapped form.
refused.addSubnet("::a9fe:0", 112, "ipv6");
refused.addSubnet("64:ff9b::a9fe:0", 112, "ipv6");
refused.addSubnet("2002:a9fe::", 32, "ipv6");

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Throws RefusedAddress when `hostname` is refused by its name or as a literal address. `port` decides whether it is one of ours. */
export function checkHost(hostname: string, port: number): void {
  const name = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (isIP(name) !== 0) checkAddress(name, port, ownListeners());
  else if (/^(?:metadata\.(?:google\.internal|azure\.internal|goog)|metadata|instance-data(?:\.ec2\.internal)?)\.?$/.test(name))
    throw new RefusedAddress(() => t("{name} is a cloud's metadata service, to which Drawbridge never connects.", { name }));
}

const lookUp = createBoundedLookup();

/**
 * Resolves names for sockets, refusing at the moment of connecting: a name that was good when it was saved may resolve to something else
 * now (DNS rebinding).
 */
export function guardedLookup(port: number, addressesOf: BoundedLookup = lookUp): LookupFunction {
  return (hostname, options, callback) => {
    addressesOf(hostname).then(
      (addresses) => {
        try {
          checkHost(hostname, port);
          for (const { address } of addresses) checkAddress(address, port, ownListeners());
        } catch (refusal) {
          callback(refusal instanceof Error ? refusal : new RefusedAddress(() => String(refusal)), "", 0);
          return;
        }
        const wanted = addresses.filter(({ family }) => isWanted(options.family, family));
        const [first] = wanted;
        if (first === undefined) callback(new Error(`${hostname} has no address`), "", 0);
        else if (options.all) callback(null, wanted);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
}

function isWanted(wanted: LookupOptions["family"], family: number): boolean {
  return !wanted || String(wanted).endsWith(String(family));
}

/** Throws RefusedAddress when nothing may connect to `address`:`port`. `own` are Drawbridge's own listeners. */
export function checkAddress(address: string, port: number, own: readonly ListenAddress[]): void {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (refused.check(address, family))
    throw new RefusedAddress(() =>
      t("{address} is a link-local, metadata, multicast or unspecified address, to which Drawbridge never connects.", { address }),
    );
  // A request to ourselves would come back in from loopback, as one that no person made.
  if (own.some((listener) => listener.port === port && isListenedAt(listener.host, address, family)))
    throw new RefusedAddress(() => t("{address} is Drawbridge itself, which never connects to itself.", { address: `${address}:${port}` }));
}

function isListenedAt(host: string, address: string, family: "ipv4" | "ipv6"): boolean {
  if (host === "localhost") return loopback.check(address, family);
  if (host !== "0.0.0.0" && host !== "::") return isIP(host) !== 0 && isSameAddress(host, address, family);
  return (
    loopback.check(address, family) ||
    Object.values(networkInterfaces())
      .flatMap((entries) => entries ?? [])
      .some((entry) => isSameAddress(entry.address, address, family))
  );
}

function isSameAddress(one: string, other: string, family: "ipv4" | "ipv6"): boolean {
  const list = new BlockList();
  list.addAddress(one, isIP(one) === 6 ? "ipv6" : "ipv4");
  return list.check(other, family);
}

/** Every address at which Drawbridge listens as configured. */
export function ownListeners({ listen, httpListen, metricsListen }: Config = config()): ListenAddress[] {
  return [listen, httpListen, metricsListen].filter((address) => address !== null);
}
