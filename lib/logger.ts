// The one logger: JSON lines on stderr. Whatever reaches it, our tokens, cluster tokens and session cookies do not leave it.
import { pino } from "pino";

// Stops at a quote: what it reads is a line of JSON, which must stay one.
const secretText = /\bdbk_[A-Za-z0-9_-]+|\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|(Bearer\s+)[^\s"\\]+|(next-auth\.session-token=)[^;\s"\\]+/gi;

/** `text` with everything that looks like a credential replaced. */
export function redact(text: string): string {
  return text.replace(secretText, (_match, bearer?: string, cookie?: string) => `${bearer ?? cookie ?? ""}[redacted]`);
}

export const logger = pino(
  {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ["token", "password", "authorization", "cookie", "*.token", "*.password", "*.authorization", "*.cookie"], censor: "[redacted]" },
    hooks: { streamWrite: redact },
  },
  pino.destination({ fd: 2, sync: true }),
);

/** Applied once by the server's start. */
export function setLogLevel(level: "debug" | "info" | "warn" | "error"): void {
  logger.level = level;
}
