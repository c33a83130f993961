import type { IncomingMessage } from "node:http";

/** Length of a request's head, nearly: what Node keeps of it for as long as the request is being answered. */
export function headCharacters({ url = "", rawHeaders }: IncomingMessage): number {
  return rawHeaders.reduce((sum, { length }) => sum + length, url.length);
}
