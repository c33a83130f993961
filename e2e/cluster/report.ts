/** Progress goes to standard error, so that it never mixes with results that someone reads by program. */
export function report(line: string): void {
  process.stderr.write(`${line}\n`);
}
