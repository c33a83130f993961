export { type Catalogue, catalogue, setCatalogue, type Texts, translated, translatedPlural } from "./catalogue.ts";
export type { Literal, Placeholders } from "./placeholders.ts";
export { formatCount, formatList, inEnglish, t, tn } from "./texts.ts";
