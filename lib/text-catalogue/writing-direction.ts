/** Undefined: from left to right, as a page is by itself. TypeScript does not know `Intl.Locale.prototype.getTextInfo` yet. */
export function writingDirection(language: string): "rtl" | undefined {
  return /^(?:Arab|Hebr|Syrc|Thaa|Nkoo|Adlm|Rohg)$/.test(new Intl.Locale(language).maximize().script ?? "") ? "rtl" : undefined;
}
