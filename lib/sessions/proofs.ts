// Between the look at what a sign-in is judged by and the session that it opens lies a while: a hash is computed, a device asked. Whoever
// was let in by a password that was replaced meanwhile must not stay in by it.
import { sha256 } from "../secrets.ts";

/** What a sign-in is judged by, to be selected together with the person. */
export const proofColumns = {
  passwordHash: true,
  disabledAt: true,
  totpConfirmedAt: true,
  passkeys: { select: { id: true }, orderBy: { id: "asc" } },
} as const;

interface Proofs {
  passwordHash: string | null;
  disabledAt: Date | null;
  totpConfirmedAt: Date | null;
  passkeys: readonly { id: string }[];
}

/** All of it as one value, which differs when any of it has changed. */
export function proofsOf({ passwordHash, disabledAt, totpConfirmedAt, passkeys }: Proofs): string {
  return sha256(JSON.stringify([passwordHash, disabledAt, totpConfirmedAt, ...passkeys.map(({ id }) => id)]));
}
