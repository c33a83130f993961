export { updateEnvironmentMaximum } from "./environment-maximum.ts";
export { earlier, expiryOf, requirePromisedEnd, tokenEndOf } from "./expiry.ts";
export { extendKubeconfig } from "./extend.ts";
export { updateExpirySettings } from "./settings-maximum.ts";
