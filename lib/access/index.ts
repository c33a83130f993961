export { type Fingerprint, readFingerprints } from "./fingerprints.ts";
export { createGrant, deleteGrants, listGrantChoices, listGrants, updateGrant } from "./grants.ts";
export { clusterNamePrefix, clusterUsername, type GrantRule, type Identity, identityFor } from "./policy.ts";
export { listReachableEnvironments } from "./reachable.ts";
export { listReachableHealth } from "./reachable-health.ts";
export { reconcileEnvironment } from "./reconcile.ts";
export { type Access, type EnvironmentAccess, readAccess, type TokenAccess, type UserAccess } from "./snapshot.ts";
