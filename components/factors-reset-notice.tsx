"use client";

import type { FactorsReset } from "#lib/second-factors/schema.ts";
import { t } from "#lib/texts/index.ts";
import { FactorsResetLine } from "./second-factors-list.tsx";
import { ButtonLink } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";

/** Tells a person that somebody else took their second factors away, until they say that they know. */
export function FactorsResetNotice({ reset, acknowledge }: { reset: FactorsReset; acknowledge: FormAction }) {
  return (
    <Callout tone="warn" title={t("Your second factors were taken away")} className="mb-6">
      <p>
        <FactorsResetLine reset={reset} whose="your" />{" "}
        {t("The password alone signs you in until you set one up again. If you did not ask for this, ask who did.")}
      </p>
      <div className="flex flex-wrap gap-2 pt-1">
        <ButtonLink href="/account">{t("Your account")}</ButtonLink>
        <Form action={acknowledge} className="contents!">
          <SubmitButton tone="quiet">{t("Hide this notice")}</SubmitButton>
        </Form>
      </div>
    </Callout>
  );
}
