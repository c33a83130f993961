"use client";

import { useEffect, useState } from "react";
import type { IssueKubeconfigInput } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import type { PreviewAction } from "./issue-kubeconfig.ts";
import { CodeBlock } from "./ui/code-block.tsx";
import { Progress } from "./ui/spinner.tsx";

const shownMax = 10;

/** The file as it will be, with dots for its tokens. `input` is null while something in it is wrong: the last file stays. */
export function KubeconfigPreview({ preview, input, count }: { preview: PreviewAction; input: IssueKubeconfigInput | null; count: number }) {
  const [text, setText] = useState<string | null>(null);
  const request = input && JSON.stringify(firstOf(input));
  const isEmpty = count === 0;

  useEffect(() => {
    if (isEmpty || request === null) return;
    let isCurrent = true;
    // A person types a name letter by letter: ask once they pause.
    const timer = setTimeout(() => {
      preview(JSON.parse(request)).then(
        (state) => isCurrent && state?.ok && setText(state.value),
        () => undefined, // The preview is a help; Download says what is wrong.
      );
    }, 250);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [preview, request, isEmpty]);

  const hidden = count - Math.min(count, shownMax);
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium">{t("Preview")}</p>
      {isEmpty && <p className="text-ink-soft">{t("Tick an environment to see the file.")}</p>}
      {!isEmpty && text === null && <Progress>{t("Drawing the file…")}</Progress>}
      {!isEmpty && text !== null && <CodeBlock text={text} label={t("preview")} copy={false} className="max-h-64" />}
      {!isEmpty && hidden > 0 && (
        <p className="text-ink-soft text-small">{t("The first {shownMax} environments; the file has {hidden} more.", { shownMax, hidden })}</p>
      )}
    </div>
  );
}

/** The same file with its first environments alone. */
function firstOf(input: IssueKubeconfigInput): IssueKubeconfigInput {
  const { environmentIds, currentEnvironmentId, namespaces = [] } = input;
  const first = environmentIds.slice(0, shownMax);
  const shown = currentEnvironmentId === null || first.includes(currentEnvironmentId) ? first : [currentEnvironmentId, ...first.slice(1)];
  return { ...input, environmentIds: shown, namespaces: namespaces.filter(({ environmentId }) => shown.includes(environmentId)) };
}
