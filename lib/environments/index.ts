export { RefusedAddress } from "./address-guard.ts";
export { type EnvironmentTlsOptions, tlsOptions } from "./tls-options.ts";
