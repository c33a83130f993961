export { endUnusedKubeconfigs } from "./end-unused.ts";
export { exportKubeconfigs, findOwnKubeconfig, listKubeconfigs, listLiveKubeconfigs } from "./list.ts";
export { revokeKubeconfigEnvironment, revokeKubeconfigs } from "./revoke.ts";
export { updateKubeconfig } from "./update.ts";
