/** Calls `tell` with the number of calls since it last did: at the first one, then at most once each `everyMs`. */
export function sparsely(everyMs: number, tell: (count: number) => void): () => void {
  let count = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    if (count === 0) return;
    tell(count);
    count = 0;
    timer = setTimeout(flush, everyMs).unref();
  };
  return () => {
    count++;
    if (timer === undefined) flush();
  };
}
