// What an exec, an attach or a port-forward was asked to do, read from the query of its path.
import type { AuditStreamRequest } from "./schema.ts";

const subresources = new Set(["exec", "attach", "portforward"]);

/** Null for every other request. SPDY names a port-forward's ports inside the stream, where we do not look: then `ports` is empty. */
export function streamRequestOf({ subresource, requestURI }: { subresource: string | null; requestURI: string | null }): AuditStreamRequest | null {
  if (subresource === null || !subresources.has(subresource)) return null;
  const [, text = ""] = (requestURI ?? "").split("?", 2);
  const query = new URLSearchParams(text);
  const command = query.getAll("command");
  return {
    command,
    container: query.get("container"),
    // The query is cut when it is very long.
    ports: query.getAll("ports").flatMap((ports) =>
      ports
        .split(",")
        .filter((port) => /^\d{1,5}$/.test(port))
        .map(Number),
    ),
    copy: copyOf(command),
  };
}

/** `kubectl cp` is tar over exec: `tar cf - PATH` out of a container, `tar -xmf - -C PATH` into one. */
function copyOf([program = "", flags = "", file, ...rest]: readonly string[]): AuditStreamRequest["copy"] {
  if (!/(?:^|\/)tar$/.test(program) || file !== "-" || !/^-?[a-z]+f$/.test(flags)) return null;
  if (flags.includes("c")) return { direction: "from", path: rest.at(-1) ?? null };
  if (!flags.includes("x")) return null;
  const directory = rest.indexOf("-C");
  return { direction: "to", path: directory === -1 ? null : (rest[directory + 1] ?? null) };
}
