export { findPaletteEntries } from "./find-entries.ts";
