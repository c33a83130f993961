/** One question, as the cluster answered it to a credential. */
export interface CredentialAnswerView {
  /** What it could do: "Read Secrets anywhere". */
  what: string;
  allowed: boolean;
  /** Why it is meant to be so, or why it matters. */
  why: string;
}

export interface CredentialRightsView {
  kind: "proxy" | "manager";
  issuedAt: string;
  /** Null: it does not expire. */
  expiresAt: string | null;
  /** Drawbridge renews it by itself from then on; null with no expiry. */
  renewedFrom: string | null;
  /** What whoever steals it could do, in sentences. */
  inWords: string[];
  /** How a stolen copy is ended before it expires. */
  ending: { words: string; command: string };
  /** Null when the cluster could not be asked: then `fault` says why. */
  answers: CredentialAnswerView[] | null;
  /** Rights that Drawbridge has not given it: some other binding in the cluster does. */
  beyond: string[];
  /** An authorizer of the cluster cannot list its rules, so there may be more. */
  incomplete: boolean;
  fault: string | null;
}

export interface EnvironmentCredentialsView {
  id: number;
  name: string;
  credentials: CredentialRightsView[];
}
