import { randomUUID } from "node:crypto";
import { ZodError } from "zod";
import { Forbidden, InvalidInput, NotFound, Unauthenticated } from "#lib/errors.ts";
import { logger } from "#lib/logger.ts";

/** Runs the body of an API route and turns refusals into `{ error, field? }`. What nobody expected is logged under an id that the answer has. */
export function routeHandler(run: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await run(request);
    } catch (error) {
      return refusal(error);
    }
  };
}

function refusal(error: unknown): Response {
  if (error instanceof Unauthenticated) return answer(401, { error: error.message });
  if (error instanceof Forbidden) return answer(403, { error: error.message });
  if (error instanceof NotFound) return answer(404, { error: error.message });
  if (error instanceof InvalidInput) return answer(400, { error: error.message, field: error.field });
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return answer(400, { error: issue?.message ?? "The request is not valid.", field: String(issue?.path[0] ?? "form") });
  }
  const id = randomUUID().slice(0, 8);
  logger.error({ err: error, errorId: id }, "an API route failed");
  return answer(500, { error: `Drawbridge failed to do this. Try again; if it stays, give the operator the id ${id}, which is in the log.` });
}

function answer(status: number, body: { error: string; field?: string }): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}
