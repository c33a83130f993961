// docs/wire.md, read: the numbered promises.

export interface Promised {
  /** P, A or R and two digits, some with a letter behind. */
  number: string;
  promise: string;
  /** Why no test shows it; empty when one has to. */
  reason: string;
}

const row = /^\| ([PAR]\d\d[a-z]?) \| ([^|]+) \|([^|]*)\|$/;

/** Throws when a number comes twice, or when a line of the tables has another form: a promise must not fall out by a slip. */
export function readCatalogue(text: string): Promised[] {
  const lines = text.split("\n").filter((line) => /^\|\s*[PAR]\d/.test(line));
  const promised = lines.map((line) => {
    const [, number = "", promise = "", reason = ""] = row.exec(line) ?? [];
    if (number === "") throw new Error(`docs/wire.md: this line is no row of number, promise and reason: ${line}`);
    return { number, promise: promise.trim(), reason: reason.trim() };
  });
  const numbers = promised.map(({ number }) => number);
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice) throw new Error(`docs/wire.md: ${twice} comes twice`);
  return promised;
}
