"use client";

import { useState } from "react";
import { t } from "#lib/texts/index.ts";
import { Button, ButtonLink } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { firstStepsCookie, rememberPreference } from "./ui/preferences.ts";

/** The way back to the first steps, until they are done or this is hidden in the browser. */
export function WelcomeBanner() {
  const [hidden, setHidden] = useState(false);
  if (hidden) return null;
  const hide = () => {
    rememberPreference(firstStepsCookie, "off");
    setHidden(true);
  };
  return (
    <Callout className="mb-4" role="region" aria-label={t("First steps")}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p>{t("The first steps are not finished: they lead from here to a kubeconfig in your terminal.")}</p>
        <div className="flex gap-2">
          <ButtonLink href="/welcome" size="small">
            {t("Continue first steps")}
          </ButtonLink>
          <Button size="small" tone="quiet" onClick={hide} aria-label={t("Hide first steps")}>
            {t("Hide")}
          </Button>
        </div>
      </div>
    </Callout>
  );
}
