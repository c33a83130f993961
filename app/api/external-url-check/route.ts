import { answerChallenge } from "#lib/external-url-check/index.ts";
import { routeHandler } from "../route-handler.ts";

/** For the check itself, which has no session: shows that it is this instance that answers. */
export const GET = routeHandler(async (request) => {
  const answer = answerChallenge(new URL(request.url).searchParams.get("challenge") ?? "");
  return new Response(answer ?? "Not a challenge.\n", { status: answer === null ? 400 : 200, headers: { "Cache-Control": "no-store" } });
});
