import { lexer, type Token, type Tokens } from "marked";
import Link from "next/link";
import type { ReactNode } from "react";
import { t } from "#lib/texts/index.ts";
import { CodeBlock } from "./ui/code-block.tsx";
import { Surface } from "./ui/table.tsx";

/** A page of the guide. `markdown` is our own; HTML in it would be shown as text. Its title is left out: the page has it already. */
export function GuideArticle({ markdown }: { markdown: string }) {
  const blocks = lexer(markdown).filter((token) => !(token.type === "heading" && token.depth === 1));
  return <article className="flex max-w-2xl flex-col gap-3">{inOrder(blocks, Block)}</article>;
}

function inOrder(tokens: readonly Token[] | undefined, Part: (props: { token: Token }) => ReactNode): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: a text that never changes while it is shown.
  return tokens?.map((token, index) => <Part key={index} token={token} />);
}

function Block({ token }: { token: Token }): ReactNode {
  switch (token.type) {
    case "heading":
      return <h2 className="pt-3 font-strong text-head">{inOrder(token.tokens, Inline)}</h2>;
    case "paragraph":
      return <p>{inOrder(token.tokens, Inline)}</p>;
    case "list":
      return (
        <ul className="flex list-disc flex-col gap-1 pl-5 marker:text-ink-soft">
          {token.items.map((item: Tokens.ListItem) => (
            <li key={item.raw}>{inOrder(item.tokens, Inline)}</li>
          ))}
        </ul>
      );
    case "code":
      return <CodeBlock label={t("commands")} text={token.text} wrap />;
    case "table":
      return <ProseTable header={token.header} rows={token.rows} />;
    default:
      return null;
  }
}

function ProseTable({ header, rows }: { header: Tokens.TableCell[]; rows: Tokens.TableCell[][] }) {
  return (
    <Surface>
      <table className="w-full text-left">
        <thead className="border-line border-b text-ink-soft text-small">
          <tr>
            {header.map((cell) => (
              <th key={cell.text} scope="col" className="px-4 py-2 font-medium">
                {inOrder(cell.tokens, Inline)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]?.text} className="border-line border-b align-top last:border-b-0">
              {row.map((cell) => (
                <td key={cell.text} className="px-4 py-2 [overflow-wrap:anywhere]">
                  {inOrder(cell.tokens, Inline)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Surface>
  );
}

function Inline({ token }: { token: Token }): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong className="font-strong">{inOrder(token.tokens, Inline)}</strong>;
    case "em":
      return <em>{inOrder(token.tokens, Inline)}</em>;
    case "codespan":
      return <code className="font-mono text-small [overflow-wrap:anywhere]">{token.text}</code>;
    case "link":
      return (
        <Link href={addressOf(token.href)} prefetch={false} className="text-link">
          {inOrder(token.tokens, Inline)}
        </Link>
      );
    default:
      // A list item's text holds its words as tokens of their own.
      return "tokens" in token && token.tokens ? inOrder(token.tokens, Inline) : plainText(token);
  }
}

function plainText(token: Token): string {
  return "text" in token && typeof token.text === "string" ? token.text : token.raw;
}

/** In the repository a page links to its neighbour's file. */
function addressOf(href: string): string {
  return href.replace(/^([a-z-]+)\.md$/, "/guide/$1");
}
