export { type Fingerprint, readFingerprints } from "./fingerprints.ts";
export { createGrant, deleteGrant, listGrantChoices, listGrants } from "./grants.ts";
export { clusterUsername, type Identity, identityFor } from "./policy.ts";
export { listReachableEnvironments } from "./reachable.ts";
export { reconcileEnvironment } from "./reconcile.ts";
export { type Access, type EnvironmentAccess, readAccess, type TokenAccess, type UserAccess } from "./snapshot.ts";
