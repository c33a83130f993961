export { clusterUsername, type Identity, identityFor } from "./policy.ts";
export { type Access, type EnvironmentAccess, readAccess, type TokenAccess, type UserAccess } from "./snapshot.ts";
