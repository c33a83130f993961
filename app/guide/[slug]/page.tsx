import { readFile } from "node:fs/promises";
import path from "node:path";
import Link from "next/link";
import { notFound } from "next/navigation";
import { GuideArticle } from "#components/guide-article.tsx";
import { findGuidePage, guidePages } from "#components/guide-pages.ts";
import { classNames } from "#components/ui/class-names.ts";
import { PageHead } from "#components/ui/page-head.tsx";
import { requireContext } from "#lib/auth/index.ts";
import { t } from "#lib/texts/index.ts";

/** A page of docs/guide, as this version of Drawbridge has it. */
export default async function GuidePage({ params }: { params: Promise<{ slug: string }> }) {
  await requireContext();
  const page = findGuidePage((await params).slug);
  if (page === null) notFound();
  // Of the list only: what stands in the address is never a part of a path. The server's working directory is the program's.
  const markdown = await readFile(path.join(/* turbopackIgnore: true */ process.cwd(), "docs/guide", `${page.slug}.md`), "utf8");
  return (
    <>
      <PageHead title={page.title}>{t("Guide")}</PageHead>
      <div className="flex gap-10 max-lg:flex-col">
        <GuideArticle markdown={markdown} />
        <Contents current={page.slug} />
      </div>
    </>
  );
}

function Contents({ current }: { current: string }) {
  return (
    <nav aria-label={t("Guide")} className="shrink-0 max-lg:border-line max-lg:border-t max-lg:pt-5 lg:w-56">
      <ul className="flex flex-col gap-0.5">
        {guidePages.map(({ slug, title }) => (
          <li key={slug}>
            <Link
              href={`/guide/${slug}`}
              prefetch={false}
              aria-current={slug === current ? "page" : undefined}
              className={classNames("block rounded-control px-2.5 py-1.5", slug === current ? "bg-sunken font-medium" : "text-ink-soft hover:text-ink")}
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
