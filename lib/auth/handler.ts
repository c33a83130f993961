import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "./options.ts";

/** Answers GET and POST of /api/auth/*. Its options are made per request, as a build must not make an instance key. */
export async function authHandler(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return NextAuth(request, context, authOptions());
}
