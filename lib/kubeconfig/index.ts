export { downloadTarget } from "./download-target.ts";
export { type DownloadTarget, issueKubeconfig, previewKubeconfig } from "./issue.ts";
export { type KubeconfigUse, recordKubeconfigUse } from "./record-use.ts";
export { renewKubeconfig } from "./renew.ts";
export { createToken, hashOfToken } from "./token.ts";
