import { hash } from "node:crypto";

/** A count and a hash of rows in any order: the sum of the SHA-256 of each. */
export interface RowSum {
  add(row: readonly (string | null)[]): void;
  readonly rows: number;
  /** Of the longest row, in characters of JSON. */
  readonly longest: number;
  /** 64 hexadecimal digits. */
  digest(): string;
}

export function createRowSum(): RowSum {
  let sum = 0n;
  let rows = 0;
  let longest = 0;
  return {
    add(row) {
      const text = JSON.stringify(row);
      sum += BigInt(`0x${hash("sha256", text)}`);
      rows++;
      if (text.length > longest) longest = text.length;
    },
    get rows() {
      return rows;
    },
    get longest() {
      return longest;
    },
    digest: () => BigInt.asUintN(256, sum).toString(16).padStart(64, "0"),
  };
}
