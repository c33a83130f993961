"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Search, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef } from "react";
import type { SessionView } from "#lib/auth/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import { groupsOf, type PaletteItem } from "./palette-groups.ts";
import { itemsOf, ownItems } from "./palette-items.ts";
import { PaletteList } from "./palette-list.tsx";
import { usePaletteSearch } from "./palette-search.ts";
import { Button, buttonClass } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Spinner } from "./ui/spinner.tsx";
import { leave } from "./ui/unsaved.ts";

/** What is typed, also before the palette is there to take it. */
export interface Typed {
  text: string;
  /** Enter came before the answer: it means what the answer will have first. */
  entered: boolean;
}

/** Goes to any page, environment, file or person, and starts any action, by a few letters. */
export default function Palette({
  session,
  typed: { text: query, entered },
  onType,
  showShortcuts,
  onClose,
}: {
  session: SessionView;
  typed: Typed;
  onType: (next: (before: Typed) => Typed) => void;
  showShortcuts: () => void;
  onClose: () => void;
}) {
  const router = useRouter();
  const movedByHand = useRef(false);
  const search = usePaletteSearch(query);
  const groups = useMemo(
    () => groupsOf([...search.entries.flatMap(itemsOf), ...ownItems(session, showShortcuts)], query),
    [search.entries, session, showShortcuts, query],
  );

  const choose = ({ act }: PaletteItem) => {
    onClose();
    if (typeof act === "string") leave(() => router.push(act));
    else act();
  };
  const chooseNow = useRef(choose);
  chooseNow.current = choose;
  const first = groups[0]?.items[0];
  useEffect(() => {
    if (!entered || search.state === "waiting") return;
    onType(({ text }) => ({ text, entered: false }));
    if (first) chooseNow.current(first);
  }, [entered, search.state, first, onType]);

  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="appears fixed inset-0 z-50 bg-veil" />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center overflow-hidden sm:px-4 sm:pt-[12vh]">
          <Dialog.Popup
            data-palette=""
            aria-label={t("Search and commands")}
            className="appears flex max-h-dvh w-full max-w-xl flex-col overflow-hidden border-line bg-surface shadow-float outline-none max-sm:border-b sm:max-h-[min(30rem,76dvh)] sm:rounded-surface sm:border"
          >
            <Autocomplete.Root
              open
              inline
              items={groups}
              mode="none"
              itemToStringValue={(item: PaletteItem) => item.label}
              value={query}
              onValueChange={(text, { reason }) => {
                // A chosen item is not to be typed out.
                if (reason === "item-press") return;
                movedByHand.current = false;
                onType(() => ({ text, entered: false }));
              }}
              onItemHighlighted={(_item, { reason }) => {
                if (reason !== "none") movedByHand.current = true;
              }}
              autoHighlight="always"
              keepHighlight
            >
              <div className="flex items-center gap-2 border-line border-b pr-2 pl-4">
                <Search className="size-4 shrink-0 text-ink-soft" aria-hidden="true" />
                <Autocomplete.Input
                  aria-label={t("Search and commands")}
                  placeholder={t("Search environments, pages and actions")}
                  className="h-12 min-w-0 flex-1 bg-transparent text-head outline-none placeholder:text-ink-soft"
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  maxLength={200}
                  onKeyDown={(event) => {
                    if (event.key !== "Enter" || search.state !== "waiting" || movedByHand.current) return;
                    event.preventBaseUIHandler();
                    event.preventDefault();
                    onType(({ text }) => ({ text, entered: true }));
                  }}
                />
                {search.state === "waiting" && (
                  // Seen only: said at each keystroke, it would drown the number of results.
                  <span aria-hidden="true" className="after-300ms text-ink-soft">
                    <Spinner label="" />
                  </span>
                )}
                <Dialog.Close aria-label={t("Close")} className={buttonClass("quiet", "icon")}>
                  <X className="size-4" aria-hidden="true" />
                </Dialog.Close>
              </div>
              <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1.5">
                {search.state === "failed" && (
                  <Callout tone="warn" role="alert" className="m-1.5">
                    <p>{t("Drawbridge did not answer. Pages and actions are here; environments, files and people may be missing.")}</p>
                    <Button size="small" onClick={search.retry} className="self-start">
                      {t("Ask again")}
                    </Button>
                  </Callout>
                )}
                <Autocomplete.Status className="sr-only">
                  {search.state === "waiting" ? "" : countInWords(groups.flatMap(({ items }) => items).length)}
                </Autocomplete.Status>
                <Autocomplete.Empty className="px-2.5 py-6 text-center text-ink-soft empty:hidden">
                  {search.state === "waiting" ? "" : t("Nothing matches “{query}”.", { query: query.trim() })}
                </Autocomplete.Empty>
                <PaletteList onChoose={choose} />
              </div>
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** That there is none is said by the sentence that is seen. */
function countInWords(count: number): string {
  return count === 0 ? "" : tn(count, "1 result", "{count} results");
}
