export { checkExternalUrl, type ExternalUrlCheck } from "./check.ts";
export { answerChallenge, isUpgradeTarget } from "./proof.ts";
