/**
 * The start of every address, as Node writes them (RFC 5952), that is one site's: of IPv6 the first 64 bits, since whoever has one such
 * address has them all (RFC 6177); of IPv4 the address itself. Where zeros are left out within those bits, it is somewhat more than one site.
 */
export function addressBlock(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":");
  if (groups.length >= 4) return `${groups.slice(0, 4).join(":")}:`;
  return tail === undefined ? address : `${head}::`;
}

/** Whether two addresses are one site's, as far as that can be told. */
export function isOfBlock(address: string | null, block: string | null): boolean {
  if (address === null || block === null) return address === block;
  return block.endsWith(":") ? address.startsWith(block) : address === block;
}
