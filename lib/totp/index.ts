export { confirmTotp, noTotp, removeTotp, renewRecoveryCodes, startTotp, takeCode } from "./authenticator-app.ts";
export { forgetIdleRecoveryCodes, replaceRecoveryCodes } from "./recovery-codes.ts";
export { totpCode, totpPeriodSeconds } from "./totp-code.ts";
