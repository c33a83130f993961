import { requireApiContext } from "#lib/auth/index.ts";
import { NotFound } from "#lib/errors.ts";
import { certificateAuthority } from "#lib/served-certificate/index.ts";
import { routeHandler } from "../route-handler.ts";

/** PEM of the CA that issued files carry, for browsers and other clients. It is no secret, and of use only to who has an account. */
export const GET = routeHandler(async () => {
  const { db, now } = await requireApiContext();
  const authority = await certificateAuthority(db, now);
  if (authority === null) throw new NotFound("There is no such CA: a public one vouches for the certificate.");
  return new Response(authority, {
    headers: {
      "Content-Type": "application/x-pem-file",
      "Content-Disposition": 'attachment; filename="drawbridge-ca.crt"',
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
});
