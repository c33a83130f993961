"use client";

import { Settings2 } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { t } from "#lib/texts/index.ts";
import { adminPages, minePages, type Page } from "./pages.ts";
import { classNames } from "./ui/class-names.ts";
import { Dialog } from "./ui/dialog.tsx";

/** A column at the left, icons only below 1024 px, a bar at the bottom below 640 px. */
export function Navigation({ isAdmin }: { isAdmin: boolean }) {
  return (
    <nav
      aria-label={t("Main")}
      className="z-20 border-line bg-paper max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:flex max-sm:justify-around max-sm:border-t max-sm:pb-[env(safe-area-inset-bottom)] sm:sticky sm:top-12 sm:flex sm:h-[calc(100dvh-3rem)] sm:flex-col sm:gap-5 sm:overflow-y-auto sm:border-r sm:p-2.5 lg:p-3"
    >
      <Group label={t("Mine")} pages={minePages} />
      {isAdmin && (
        <>
          <Group label={t("Administer")} pages={adminPages} className="max-sm:hidden" />
          <AdministerSheet />
        </>
      )}
    </nav>
  );
}

function Group({ label, pages, className }: { label: string; pages: Page[]; className?: string }) {
  return (
    <div className={classNames("max-sm:contents", className)}>
      <p className="px-2 pb-1 text-ink-soft text-small max-lg:sr-only">{label}</p>
      <ul aria-label={label} className="flex flex-col gap-0.5 max-sm:contents">
        {pages.map((page) => (
          <li key={page.href} className="max-sm:flex-1">
            <PageLink page={page} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function PageLink({ page: { href, label, icon: Icon }, inSheet = false }: { page: Page; inSheet?: boolean }) {
  const isCurrent = useIsCurrent(href);
  return (
    <Link
      href={href}
      title={inSheet ? undefined : label}
      aria-current={isCurrent ? "page" : undefined}
      className={classNames(
        "flex items-center gap-2.5 rounded-control px-2.5",
        inSheet ? "h-11" : "h-9 max-sm:h-14 max-sm:flex-col max-sm:justify-center max-sm:gap-0.5 max-sm:text-small max-lg:justify-center lg:px-2",
        isCurrent ? "font-medium text-ink sm:bg-pressed/70 max-sm:text-accent" : "text-ink-soft hover:text-ink sm:hover:bg-sunken",
      )}
    >
      <Icon className="size-4.5 shrink-0" strokeWidth={1.75} aria-hidden="true" />
      <span className={inSheet ? undefined : "sm:max-lg:sr-only"}>{label}</span>
    </Link>
  );
}

function AdministerSheet() {
  const [open, setOpen] = useState(false);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes when the page changes.
  useEffect(() => setOpen(false), [pathname]);
  return (
    <div className="flex-1 sm:hidden">
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("Administer")}
        trigger={
          <button
            type="button"
            className={classNames(
              "flex h-14 w-full flex-col items-center justify-center gap-0.5 rounded-control text-small",
              pathname.startsWith("/admin") ? "font-medium text-accent" : "text-ink-soft",
            )}
          >
            <Settings2 className="size-4.5" strokeWidth={1.75} aria-hidden="true" />
            {t("Administer")}
          </button>
        }
      >
        <ul className="-mx-2.5">
          {adminPages.map((page) => (
            <li key={page.href}>
              <PageLink page={page} inSheet />
            </li>
          ))}
        </ul>
      </Dialog>
    </div>
  );
}

function useIsCurrent(href: string): boolean {
  const pathname = usePathname();
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
