import type { Options } from "./options.ts";
import type { Result } from "./table.ts";
import type { Bench } from "./targets.ts";

/** One part of the bench, by its name in `--only`. */
export interface Measurement {
  name: string;
  run(bench: Bench, options: Options, signal: AbortSignal): Promise<Result[]>;
}
