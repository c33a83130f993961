export {
  type Account,
  changePassword,
  currentContext,
  currentSession,
  isSignedIn,
  requireAccount,
  requireApiContext,
  requireContext,
  requireRecentSignIn,
} from "./current.ts";
export { authHandler } from "./handler.ts";
