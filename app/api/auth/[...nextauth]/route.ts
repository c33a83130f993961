import { authHandler } from "#lib/auth/index.ts";

export { authHandler as GET, authHandler as POST };
