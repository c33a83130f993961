// Set by our own server on every request to the pages: what a client sends under these names never gets here.

/** The client's address, from the socket. */
export const clientAddressHeader = "x-drawbridge-client-ip";

/** Path and query of the page that was asked for; layouts and pages are told no other way. */
export const requestPathHeader = "x-drawbridge-path";
