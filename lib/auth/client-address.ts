/** Set by our own gateway on every request to the pages, from the socket: what a client sends under this name never gets here. */
export const clientAddressHeader = "x-drawbridge-client-ip";
