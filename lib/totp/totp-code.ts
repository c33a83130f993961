// Time-based one-time passwords (RFC 6238): SHA-1, 6 digits, 30 seconds, which is what every app understands.
import { Secret, TOTP } from "otpauth";

/** How long a code stands; its step is the number of such periods since 1970. */
export const totpPeriodSeconds = 30;
/** Clocks differ: the code of the step before and of the one after are good, too. */
const stepsAround = 1;

function generator(secret: string, label = ""): TOTP {
  return new TOTP({ issuer: "Drawbridge", label, algorithm: "SHA1", digits: 6, period: totpPeriodSeconds, secret: Secret.fromBase32(secret) });
}

export function totpUri(secret: string, login: string): string {
  return generator(secret, login).toString();
}

/** The code that an app shows at `now`. */
export function totpCode(secret: string, now: Date): string {
  return generator(secret).generate({ timestamp: now.getTime() });
}

/** The time step whose code `code` is, or null. A caller takes only steps after the last one that it took: no code is good twice (RFC 6238 §5.2). */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const delta = generator(secret).validate({ token: code, timestamp: now.getTime(), window: stepsAround });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / totpPeriodSeconds) + delta;
}
