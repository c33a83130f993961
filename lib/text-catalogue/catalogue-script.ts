import { createHash } from "node:crypto";
import { type Catalogue, catalogue } from "../texts/index.ts";

let made: { of: Catalogue; script: { content: string; hash: string } } | null = null;

/**
 * The script that gives a browser the catalogue of this process, and a name of its content for the address: whoever has it need not ask again.
 * Null: there is no catalogue.
 */
export function catalogueScript(): { content: string; hash: string } | null {
  const present = catalogue();
  if (present === null) return null;
  // Once: each page names it, and it holds some hundred kilobytes.
  if (made?.of !== present) made = { of: present, script: scriptOf(present) };
  return made.script;
}

function scriptOf(present: Catalogue): { content: string; hash: string } {
  // A string that is parsed, not an object in the source: there `__proto__` would be more than a text.
  const json = JSON.stringify(JSON.stringify(present)).replace(/[<\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const content = `globalThis[Symbol.for("drawbridge.texts")]=JSON.parse(${json});\n`;
  return { content, hash: createHash("sha256").update(content).digest("base64url").slice(0, 16) };
}
