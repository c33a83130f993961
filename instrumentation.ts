// Next calls this for each fault of a page that nobody caught. The person sees its digest as the error's id (app/error.tsx).
import { logger } from "#lib/logger.ts";

interface FailedRequest {
  path: string;
  method: string;
}

/** Puts the fault into the log, under the id that the page shows. */
export function onRequestError(error: unknown, { path, method }: FailedRequest): void {
  const errorId = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  const [pathOnly] = path.split("?");
  logger.error({ err: error, errorId, method, path: pathOnly }, "a page failed");
}
