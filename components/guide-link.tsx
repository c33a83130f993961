"use client";

import { CircleHelp } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { t } from "#lib/texts/index.ts";
import { guideOf } from "./guide-pages.ts";
import { buttonClass } from "./ui/button.tsx";
import { classNames } from "./ui/class-names.ts";

/** Leads from a page to its page of the guide; nothing where there is none. */
export function GuideLink() {
  const page = guideOf(usePathname());
  if (page === null) return null;
  return (
    <Link
      href={`/guide/${page.slug}`}
      prefetch={false}
      // What is half typed on the page stays.
      target="_blank"
      aria-label={t("Guide: {title} (opens in a new tab)", { title: page.title })}
      title={t("Guide to this page, in a new tab")}
      className={classNames(buttonClass("quiet", "icon"), "-my-0.5")}
    >
      <CircleHelp className="size-4" aria-hidden="true" />
    </Link>
  );
}
