export { lowerSessions, raiseSession } from "./factor-sessions.ts";
export { endSession, findSession, type LiveSession, lifeSeconds, type SignIn, startSession } from "./live-sessions.ts";
export { endSessionsOf, listSessions } from "./own-sessions.ts";
export { proofColumns, proofsOf } from "./proofs.ts";
