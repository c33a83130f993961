import type { UploadedContextView } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";
import { RadioGroup } from "./ui/radio-group.tsx";
import { rich } from "./ui/rich.ts";
import { Badge } from "./ui/status.tsx";

const trusts: Record<UploadedContextView["trust"], string> = {
  ca: t("verified by the CA in the file"),
  public: t("verified by public CAs"),
  unverified: t("verification is switched off: you will be shown the certificate"),
};

/** What stands between backticks is something to type. */
function withCode(text: string) {
  return text.split("`").map((piece, place) =>
    place % 2 === 0 ? (
      piece
    ) : (
      <code key={piece} className="font-mono text-small">
        {piece}
      </code>
    ),
  );
}

/** The contexts of an uploaded kubeconfig, one to choose; those that cannot be used stay in view with the reason. */
export function ContextChoice({
  contexts,
  chosen,
  onChoose,
}: {
  contexts: readonly UploadedContextView[];
  chosen: string | null;
  onChoose: (context: UploadedContextView) => void;
}) {
  const usable = contexts.filter((context) => context.refusal === null);
  const refused = contexts.filter((context) => context.refusal !== null);
  return (
    <div className="flex flex-col gap-4">
      {usable.length > 0 && (
        <RadioGroup
          name="context"
          label={t("Context to add")}
          labelHidden
          value={chosen ?? ""}
          onChange={(name) => {
            const context = usable.find((candidate) => candidate.name === name);
            if (context) onChoose(context);
          }}
          choices={usable.map((context) => ({
            value: context.name,
            label: (
              <span className="flex flex-wrap items-center gap-2">
                <span className="font-mono [overflow-wrap:anywhere]">{context.name}</span>
                {context.isCurrent && <Badge>{t("current")}</Badge>}
              </span>
            ),
            hint: (
              <span className="[overflow-wrap:anywhere]">
                {rich("{server} as {user}, {trust}", {
                  server: <span className="font-mono">{context.server}</span>,
                  user: <span className="font-mono">{context.user}</span>,
                  trust: trusts[context.trust],
                })}
              </span>
            ),
          }))}
        />
      )}
      {refused.length > 0 && (
        <section aria-label={t("Contexts that cannot be used")} className="flex flex-col gap-2">
          <h3 className="font-medium">{usable.length > 0 ? t("Cannot be used") : t("No context of this file can be used")}</h3>
          <ul className="flex flex-col gap-2">
            {refused.map((context) => (
              <li key={context.name} className="flex flex-col gap-0.5 rounded-control border border-line px-3 py-2">
                <span className="font-mono [overflow-wrap:anywhere]">{context.name}</span>
                <span className="text-bad [overflow-wrap:anywhere]">{withCode(context.refusal ?? "")}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
