import { t } from "#lib/texts/index.ts";
import { ButtonLink } from "./ui/button.tsx";

type Query = Record<string, string | number | undefined>;

/** The ways to the first page and to the next. `asked`: filter and sort, as the address has them; `next`: value of `before` for the next page. */
export function KubeconfigPages({ path, asked, next }: { path: string; asked: Query; next: string | null }) {
  const { before, sort, ...filter } = asked;
  const shown = { ...filter, sort };
  const words = sort === undefined ? { first: t("Newest"), next: t("Older") } : { first: t("First page"), next: t("Next page") };
  if (before === undefined && next === null) return null;
  return (
    <nav aria-label={t("Pages of kubeconfigs")} className="flex justify-end gap-2 pt-4">
      {before !== undefined && <ButtonLink href={addressOf(path, shown)}>{words.first}</ButtonLink>}
      {next !== null && <ButtonLink href={addressOf(path, { ...shown, before: next })}>{words.next}</ButtonLink>}
    </nav>
  );
}

/** `path` with a filter as its query. */
export function addressOf(path: string, filter: Query): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? path : `${path}?${query}`;
}
