export { checkAddress, checkHost, guardedLookup, RefusedAddress } from "./address-guard.ts";
