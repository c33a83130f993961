/** What the terminal says after a start: a few lines, the next step last. */
export function welcome(facts: {
  version: string;
  url: string;
  dataDir: string;
  authority: { file: string; sha256: string } | null;
  setUpCode: string | null;
}): string {
  const lines: [string, string][] = [
    ["Open", facts.url],
    ["Data", facts.dataDir],
  ];
  if (facts.authority) lines.push(["CA", `${facts.authority.file}\n              SHA-256 ${facts.authority.sha256}`]);
  if (facts.setUpCode) lines.push(["Set-up code", facts.setUpCode]);
  const shown = lines.map(([name, value]) => `  ${name.padEnd(12)}${value}`);
  return ["", `Drawbridge ${facts.version}`, ...shown, "", ""].join("\n");
}
