// The one logger: JSON lines on stderr. Whatever reaches it, our tokens, cluster tokens and session cookies do not leave it.
import { pino } from "pino";
import { keepLogLine } from "./log-lines.ts";

// Each stops at a quote or a back-slash: what it reads is a line of JSON, which must stay one.
const secretText = new RegExp(
  [
    // Ours, also percent-encoded, and the tokens of ServiceAccounts.
    String.raw`\bdbk(?:_|%5f)[\w%-]+`,
    String.raw`\beyJ[\w-]+\.[\w-]+\.[\w-]*`,
    // What stands in front of a credential of any form: the header's schemes, Kubernetes' subprotocol, parameters, and our cookie.
    String.raw`(\b(?:Bearer|Basic)\s+)[^\s"\\]+`,
    String.raw`(base64url\.bearer\.authorization\.k8s\.io\.)[\w-]+`,
    String.raw`([?&](?:access_|id_)?token=)[^&\s"\\]+`,
    String.raw`(next-auth\.session-token=)[^;\s"\\]+`,
    `(-----BEGIN [A-Z ]*PRIVATE KEY-----)[^"]+`,
  ].join("|"),
  "gi",
);

/** `text` with everything that looks like a credential replaced. */
export function redact(text: string): string {
  return text.replace(secretText, (_match, ...[scheme, protocol, parameter, cookie, pem]: (string | undefined)[]) => {
    return `${scheme ?? protocol ?? parameter ?? cookie ?? pem ?? ""}[redacted]`;
  });
}

// JSON escapes what is below a space, so that no text begins a line of its own. What a terminal takes for commands beyond that (C1: U+009B is
// CSI), for the end of a line, or for the order of letters, is escaped here: a log is read by `tail`, too.
const terminalText = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function printable(line: string): string {
  return line.replace(terminalText, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export const logger = pino(
  {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ["token", "password", "authorization", "cookie", "*.token", "*.password", "*.authorization", "*.cookie"], censor: "[redacted]" },
    hooks: {
      streamWrite(line) {
        const clean = printable(redact(line));
        keepLogLine(clean);
        return clean;
      },
    },
  },
  pino.destination({ fd: 2, sync: true }),
);

/** Applied once by the server's start. */
export function setLogLevel(level: "debug" | "info" | "warn" | "error"): void {
  logger.level = level;
}
