// The rows of issued files, for the domains that make, list and bound them.
export { type FileCondition, isLive, isUnusedSince } from "./conditions.ts";
export { endFiles } from "./end-files.ts";
export { requireEndableFile, requireOwnFile } from "./own-file.ts";
export { settleFileEnds } from "./settle-ends.ts";
export { type StandingToken, standingTokensOf } from "./standing-tokens.ts";
export { kubeconfigInclude, readKubeconfigView, viewOf } from "./view.ts";
