// Comma-separated values (RFC 4180) that a spreadsheet opens as the text they are.

export type CsvValue = string | number | boolean | null;

/** One line, with its end. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(field).join(",")}\r\n`;
}

/** Spreadsheets take what begins like this for a formula, which may send the sheet's content away (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

function field(value: CsvValue): string {
  if (value === null) return "";
  // A number of ours is a number, with its sign.
  if (typeof value !== "string") return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
