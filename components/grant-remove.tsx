"use client";

import type { GrantView } from "#lib/access/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import { Consequences } from "./consequences.tsx";
import { grantFields } from "./grant-edit.tsx";
import type { GrantActions } from "./grant-table.tsx";
import { rightsInWords } from "./rights-in-words.ts";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { rich } from "./ui/rich.ts";
import { undoBy, undoEach } from "./ui/undo.ts";

/** Asks before one grant is removed or several, and says who loses what by it. */
export function RemoveGrantsDialog({
  grants,
  isOpen,
  onClose,
  onDone,
  actions,
}: {
  grants: readonly GrantView[];
  isOpen: boolean;
  onClose: () => void;
  onDone: () => void;
  actions: GrantActions;
}) {
  const [first] = grants;
  if (!first) return null;
  const ids = grants.map(({ id }) => id);
  const isOne = grants.length === 1;
  const undo = undoEach(grants.map((grant) => ({ name: nameOf(grant), undo: undoBy(actions.create, grantFields(grant)) })));
  return (
    <ConfirmDialog
      open={isOpen}
      onOpenChange={onClose}
      title={tn(grants.length, "Remove {grant}?", "Remove {count} grants?", { grant: nameOf(first) })}
      confirm={tn(grants.length, "Remove grant", "Remove {count} grants")}
      action={actions.remove}
      fields={{ ids: ids.join(",") }}
      done={tn(grants.length, "The grant is removed.", "{count} grants are removed.")}
      undo={undo}
      onDone={onDone}
    >
      {isOne ? (
        <p>
          {whatIsLost(first)} {t("Other grants stay.")}
        </p>
      ) : (
        <>
          <p>{t("What they give is lost with the next request, and open streams that need it end. Other grants stay.")}</p>
          <ul aria-label={t("Grants")} className="flex max-h-40 flex-col gap-1 overflow-y-auto">
            {grants.map((grant) => (
              <li key={grant.id}>
                {rich("{subject}: {rights} in {environment}", {
                  subject: <span className="font-mono">{grant.subject.name}</span>,
                  rights: rightsInWords([grant]),
                  environment: <span className="font-mono">{grant.environment.name}</span>,
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      <Consequences
        of={{ kind: "grants", ids }}
        ask={actions.whatEnds}
        none={tn(
          grants.length,
          "Nobody loses a right: whoever has this one has it otherwise, too.",
          "Nobody loses a right: whoever has these has them otherwise, too.",
        )}
      />
    </ConfirmDialog>
  );
}

function whatIsLost({ subject: { kind, name }, namespaces }: GrantView): string {
  if (namespaces === null)
    return kind === "team"
      ? t("Whoever is in {name} loses it with the next request, and open streams that need it end.", { name })
      : t("{name} loses it with the next request, and open streams that need it end.", { name });
  const values = { name, namespaces: namespaces.join(", ") };
  return kind === "team"
    ? t("Whoever is in {name} loses it with the next request in {namespaces}, and open streams that need it end.", values)
    : t("{name} loses it with the next request in {namespaces}, and open streams that need it end.", values);
}

function nameOf({ subject, environment, clusterRole }: GrantView): string {
  return t("{role} of {subject} in {environment}", { role: clusterRole, subject: subject.name, environment: environment.name });
}
