/**
 * How well `text` fits what was typed; null: not at all. Each word of `query` has to be in it, in whatever case.
 * 0: the same. 1: begins with it. 2: a word of the text does. 3: somewhere.
 */
export function matchRank(text: string, query: string): number | null {
  const where = text.toLowerCase();
  const what = query.trim().toLowerCase();
  const words = what.split(/\s+/);
  if (!words.every((word) => where.includes(word))) return null;
  if (where === what) return 0;
  if (where.startsWith(what)) return 1;
  return where.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(words[0] ?? "")) ? 2 : 3;
}

/** The rank of the text that fits best. */
export function bestRank(texts: readonly string[], query: string): number | null {
  return texts.reduce<number | null>((best, text) => {
    const rank = matchRank(text, query);
    return rank === null || (best !== null && best <= rank) ? best : rank;
  }, null);
}
