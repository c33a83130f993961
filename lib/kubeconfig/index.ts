export { downloadTarget } from "./download-target.ts";
export { type DownloadTarget, issueKubeconfig, previewKubeconfig } from "./issue.ts";
export { listKubeconfigs, revokeKubeconfig } from "./list.ts";
export { type KubeconfigUse, recordKubeconfigUse } from "./record-use.ts";
export { createToken, hashOfToken } from "./token.ts";
