"use client";

import { Trash2 } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { t } from "#lib/texts/index.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Form, SubmitButton } from "./form.tsx";
import type { FormState } from "./form-state.ts";
import { Input } from "./input.tsx";
import { MenuChoice, MenuItem, MenuSeparator } from "./menu-parts.tsx";
import { type SavedView, useSavedViews, viewNameMax, viewQuery, viewsMax, withView } from "./saved-views.ts";
import { toast } from "./toast.tsx";

interface Of {
  login: string;
  table: string;
}

/** In the menu: the views, the present one ticked, and the way to keep another. */
export function ViewChoices({ of, onKeep }: { of: Of; onKeep: () => void }) {
  const router = useRouter();
  const path = usePathname();
  const present = viewQuery(useSearchParams().toString());
  const { views } = useSavedViews(of);
  return (
    <>
      {views.length > 0 && (
        <>
          <MenuChoice
            label={t("Views")}
            value={present}
            onChange={(query) => router.push(query === "" ? path : `${path}?${query}`)}
            choices={views.map(({ name, query }) => ({ value: query, label: name }))}
          />
          <MenuSeparator />
        </>
      )}
      <MenuItem onSelect={onKeep}>{views.length > 0 ? t("Save or delete views…") : t("Save this view…")}</MenuItem>
    </>
  );
}

/** Keeps what the table is asked for now under a name, and deletes what was kept. */
export function ViewsDialog({ of, onClose }: { of: Of; onClose: () => void }) {
  const query = viewQuery(useSearchParams().toString());
  const { views, setViews } = useSavedViews(of);
  const save = async (_previous: FormState, form: FormData): Promise<FormState> => {
    const name = String(form.get("name") ?? "").trim();
    if (name === "") return { ok: false, errors: { name: t("Give the view a name.") } };
    const kept = withView(views, { name, query });
    if (kept.length > viewsMax) return { ok: false, errors: { form: t("There are {viewsMax} views already: delete one first.", { viewsMax }) } };
    setViews(kept);
    onClose();
    toast(t("“{name}” is saved.", { name }));
    return { ok: true, value: null };
  };
  const remove = (view: SavedView) => {
    setViews(views.filter((other) => other !== view));
    toast(t("“{name}” is deleted.", { name: view.name }), async () => {
      setViews(views);
      return null;
    });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="narrow"
      title={t("Views")}
      description={t("Search, filters and order of this table by a name, for you in this browser.")}
    >
      <div className="flex flex-col gap-5">
        <Form action={save}>
          <Field
            name="name"
            label={t("Name of this view")}
            hint={query === "" ? t("Nothing is filtered or sorted now.") : t("The name of another view replaces that one.")}
          >
            <Input autoComplete="off" maxLength={viewNameMax} />
          </Field>
          <div className="flex justify-end">
            <SubmitButton>{t("Save view")}</SubmitButton>
          </div>
        </Form>
        {views.length > 0 && (
          <ul aria-label={t("Saved views")} className="flex flex-col border-line border-t pt-2">
            {views.map((view) => (
              <li key={view.name} className="flex items-center justify-between gap-2">
                <span className="min-w-0 [overflow-wrap:anywhere]">{view.name}</span>
                <Button tone="quiet" size="icon" aria-label={t("Delete the view {name}", { name: view.name })} onClick={() => remove(view)}>
                  <Trash2 className="size-4" aria-hidden="true" />
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
