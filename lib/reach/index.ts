export { listClusterBindings } from "./cluster-bindings.ts";
export { previewRights } from "./preview.ts";
export { listReach } from "./reach.ts";
