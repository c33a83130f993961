import { InvalidInput } from "#lib/errors.ts";

/** The body of a request that says it is JSON: a form of another site cannot say so. Throws InvalidInput. */
export async function readJson(request: Request): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? ""))
    throw new InvalidInput("form", "Send JSON, with Content-Type: application/json.");
  return request.json().catch(() => {
    throw new InvalidInput("form", "The request's body is not JSON.");
  });
}
