"use client";

import { Bookmark } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { t } from "#lib/texts/index.ts";
import { Button } from "./button.tsx";
import { usePersonOfBrowser } from "./column-choice.tsx";
import { Menu } from "./menu.tsx";

const parts = () => import("./views-parts.tsx");
const ViewChoices = lazy(async () => ({ default: (await parts()).ViewChoices }));
const ViewsDialog = lazy(async () => ({ default: (await parts()).ViewsDialog }));
const prepare = () => void parts();

/** What the table was asked for before, by names that the person gave: to be asked again, kept and deleted. */
export function ViewsMenu({ table }: { table: string }) {
  const login = usePersonOfBrowser();
  const [isKeeping, setKeeping] = useState(false);
  const of = { login, table };
  return (
    <>
      <Menu
        trigger={
          <Button tone="quiet" onPointerEnter={prepare} onFocus={prepare}>
            <Bookmark className="size-4" strokeWidth={1.75} aria-hidden="true" />
            <span className="max-sm:sr-only">{t("Views")}</span>
          </Button>
        }
      >
        <ViewChoices of={of} onKeep={() => setKeeping(true)} />
      </Menu>
      {isKeeping && (
        <Suspense>
          <ViewsDialog of={of} onClose={() => setKeeping(false)} />
        </Suspense>
      )}
    </>
  );
}
