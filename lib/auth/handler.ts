import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "./options.ts";
import { clientAddressHeader } from "./server-headers.ts";

/** Answers GET and POST of /api/auth/*. Its options are made per request, as a build must not make an instance key. */
export async function authHandler(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  // A password belongs into no URL, and no link may sign anybody in.
  const [what] = (await context.params).nextauth;
  if (what === "callback" && request.method !== "POST") return new Response("Sign in on the page.\n", { status: 405, headers: { Allow: "POST" } });
  let failed = false;
  const answer: Response = await NextAuth(
    request,
    context,
    authOptions({
      sourceIP: request.headers.get(clientAddressHeader),
      onFault: () => {
        failed = true;
      },
    }),
  );
  if (!failed) return answer;
  // To next-auth a session that could not be looked up is a dead one, and it takes the cookie away: a database that is away for a moment
  // would sign everybody out.
  const headers = new Headers(answer.headers);
  headers.delete("Set-Cookie");
  return new Response(answer.body, { status: 503, headers });
}
