export { RefusedAddress } from "./address-guard.ts";
export { buildProxyPath, isProxyTarget, type ProxyPath, parseProxyPath } from "./proxy-path.ts";
export { type EnvironmentTlsOptions, tlsOptions } from "./tls-options.ts";
