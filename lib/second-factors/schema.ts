import type { PasskeyView } from "../passkeys/schema.ts";

/** What a person has beside their password. */
export interface SecondFactorsView {
  /** An authenticator app is in use, since then. */
  totpSince: string | null;
  /** To the half minute; null while there is no app. */
  totpLastUsedAt: string | null;
  passkeys: PasskeyView[];
  recoveryCodesLeft: number;
  /** Somebody else last took all of them away. `by`: an administrator's login; null: the operator, by command. */
  reset: FactorsReset | null;
}

export interface FactorsReset {
  at: string;
  by: string | null;
}
