export { addPasskey, countPasskeys, type RelyingParty, removePasskey, renamePasskey, startPasskey, startPasskeySignIn, verifyPasskey } from "./passkeys.ts";
export { type PasskeyPlace, passkeyPlace } from "./relying-party.ts";
