import type { Options } from "./options.ts";
import type { Result } from "./table.ts";
import type { Bench } from "./targets.ts";

export interface How {
  options: Options;
  signal: AbortSignal;
  record(result: Result): void;
}

/** One part of the bench, by its name in `--only`. */
export interface Measurement {
  name: string;
  /** Calls `record` with each result as it comes. */
  run(bench: Bench, how: How): Promise<void>;
}
