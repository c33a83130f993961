"use client";

import { memo } from "react";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";
import { EnvironmentHealth } from "./environment-health.tsx";
import { EnvironmentLabelChips } from "./environment-label-chips.tsx";
import type { ShownHealth } from "./home-query.ts";
import { prepareKubeconfigDialog } from "./later-dialogs.tsx";
import { rightsInWords } from "./rights-in-words.ts";
import { Button } from "./ui/button.tsx";
import { TickBox } from "./ui/checkbox.tsx";
import { Time } from "./ui/clock.tsx";
import { rich } from "./ui/rich.ts";
import { Status } from "./ui/status.tsx";
import { Cell, Row } from "./ui/table.tsx";

/** What the rows can have done to them; the same functions from drawing to drawing. */
export interface EnvironmentRowActions {
  tick: (ids: readonly number[], on: boolean) => void;
  connect: (id: number) => void;
  filter: (label: string) => void;
}

/** One environment on Home. */
export const EnvironmentRow = memo(function EnvironmentRow({
  environment,
  shown,
  selected,
  actions,
  isAdmin,
}: {
  environment: ReachableEnvironmentView;
  shown: ShownHealth;
  selected: boolean;
  actions: EnvironmentRowActions;
  isAdmin: boolean;
}) {
  const { id, name, labels, health, version, rights, applying, lastUsedAt, newestKubeconfig } = environment;
  return (
    <Row selected={selected}>
      <Cell className="max-sm:absolute max-sm:mt-0.5">
        <TickBox label={t("Tick {name}", { name })} checked={selected} disabled={health.state === "disabled"} onChange={(on) => actions.tick([id], on)} />
      </Cell>
      <Cell mono className="max-sm:pl-8! font-medium">
        <span className="flex min-w-0 flex-col gap-1 [overflow-wrap:anywhere]">
          {name}
          <EnvironmentLabelChips labels={labels} onFilter={actions.filter} />
        </span>
      </Cell>
      <Cell column="health" label={t("Health")}>
        <EnvironmentHealth name={name} shown={shown} health={health} fixId={isAdmin ? id : undefined} />
      </Cell>
      <Cell column="version" label={t("Version")} className="max-lg:sm:hidden">
        {version ?? <Unknown>{t("not known yet")}</Unknown>}
      </Cell>
      <Cell column="rights" label={t("Your rights")}>
        <span className="flex flex-wrap items-center gap-x-2 [overflow-wrap:anywhere]">
          {rightsInWords(rights)}
          {applying && <Status tone="waiting">{t("Applying…")}</Status>}
        </span>
      </Cell>
      <Cell column="used" label={t("Last used")} className="max-lg:sm:hidden">
        {lastUsedAt === null ? <Unknown>{t("never")}</Unknown> : <Time at={lastUsedAt} />}
      </Cell>
      <Cell column="expiry" label={t("Newest file")} className="max-lg:sm:hidden">
        <NewestFile file={newestKubeconfig} />
      </Cell>
      <Cell className="text-right">
        <Button
          size="small"
          data-row-main=""
          aria-label={t("Connect to {name}", { name })}
          onClick={() => actions.connect(id)}
          onPointerEnter={prepareKubeconfigDialog}
          onFocus={prepareKubeconfigDialog}
          disabledReason={health.state === "disabled" ? whyDisabled(isAdmin) : null}
        >
          {t("Connect")}
        </Button>
      </Cell>
    </Row>
  );
});

function whyDisabled(isAdmin: boolean): string {
  return isAdmin
    ? t("This environment is disabled. Enable it under Administer, Environments.")
    : t("An administrator has disabled this environment. Ask them to enable it.");
}

function NewestFile({ file }: { file: ReachableEnvironmentView["newestKubeconfig"] }) {
  if (file === null) return <Unknown>{t("none")}</Unknown>;
  if (file.expiresAt === null) return t("never expires");
  return <span>{rich("expires {time}", { time: <Time at={file.expiresAt} /> })}</span>;
}

function Unknown({ children }: { children: string }) {
  return <span className="text-ink-soft">{children}</span>;
}
