import { t } from "../texts/index.ts";

/** An item of the check found a fault. The message says what was seen, `fix` what to do, both as sentences. */
export class StepFailed extends Error {
  readonly fix: string;
  constructor(message: string, fix: string) {
    super(message);
    this.name = "StepFailed";
    this.fix = fix;
  }
}

/** `work`, given up with `failure` after `limitMs` or when `signal` ends. */
export async function within<T>(work: Promise<T>, { limitMs, signal, failure }: { limitMs: number; signal: AbortSignal; failure: StepFailed }): Promise<T> {
  const { promise: given, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(failure), limitMs);
  const cancel = () => reject(new StepFailed(t("The check was cancelled."), t("Start it again.")));
  signal.addEventListener("abort", cancel);
  try {
    return await Promise.race([work, given]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
  }
}
