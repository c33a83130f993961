import { createContext } from "react";

/** Of the table around: how many columns it shows, the keys of those that it does not, and whether its rows are low. */
export const ShownColumns = createContext<{ count: number; hidden: ReadonlySet<string>; dense: boolean }>({ count: 1, hidden: new Set(), dense: false });
