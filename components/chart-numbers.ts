/** "4 ms", "1.2 s". */
export function formatLatency(seconds: number): string {
  const ms = seconds * 1000;
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Number(seconds.toFixed(1))} s`;
}
