"use client";

import type { SecondFactorsView } from "#lib/second-factors/schema.ts";
import { t } from "#lib/texts/index.ts";
import { FactorsResetLine, hasSecondFactor, SecondFactorsList } from "./second-factors-list.tsx";
import { Button } from "./ui/button.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import type { FormAction } from "./ui/form-state.ts";

/** What a person has beside their password, and its end when they have lost it. */
export function UserSecondFactors({ user, factors, reset }: { user: { id: string; login: string }; factors: SecondFactorsView; reset: FormAction }) {
  const resetLine = factors.reset && (
    <p className="text-ink-soft">
      <FactorsResetLine reset={factors.reset} whose="their" />
    </p>
  );
  if (!hasSecondFactor(factors)) {
    return (
      <div className="flex flex-col gap-1">
        <p>{t("None: the password alone signs {login} in.", { login: user.login })}</p>
        {resetLine}
      </div>
    );
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <SecondFactorsList factors={factors} />
      {resetLine}
      <ConfirmDialog
        trigger={<Button>{t("Take second factors away")}</Button>}
        title={t("Take the second factors of {login} away?", { login: user.login })}
        confirm={t("Take second factors away")}
        action={reset}
        fields={{ id: user.id }}
        done={t("{login} signs in by the password alone.", { login: user.login })}
      >
        <p>
          {t(
            "For a person who has lost them. Make sure that it is they who ask: the password alone signs in then. All their sessions end, and they are told; kubeconfigs go on.",
          )}
        </p>
      </ConfirmDialog>
    </div>
  );
}
