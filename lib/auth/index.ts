export { changePassword, currentContext, currentSession, requireApiContext, requireContext } from "./current.ts";
export { authHandler } from "./handler.ts";
export { endSessions } from "./sessions.ts";
export { verifySignIn } from "./verify-sign-in.ts";
