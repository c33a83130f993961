import { createContext } from "react";

/** A table of up to so many rows has them all in the document, so that the browser's own search finds each. */
export const wholeTableMax = 100;

/** Of a row in a long table: its index in the whole, from 0, and where its height is told. */
export const RowPlace = createContext<{ index: number; measure: (row: Element | null) => void } | null>(null);
