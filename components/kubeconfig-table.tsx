"use client";

import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { EnvironmentNames, Expiry, KubeconfigState, LastUse } from "./kubeconfig-cells.tsx";
import { kubeconfigColumns, kubeconfigTable, newestFirst } from "./kubeconfig-columns.ts";
import { KubeconfigMenu, type KubeconfigQuestion } from "./kubeconfig-menu.tsx";
import { Button } from "./ui/button.tsx";
import { Time } from "./ui/clock.tsx";
import { useHiddenColumns } from "./ui/column-choice.tsx";
import { useServerSort } from "./ui/server-sort.ts";
import { sortHeads } from "./ui/sort-head.tsx";
import { Cell, Row, Surface, Table } from "./ui/table.tsx";
import { TickCell, type TickedRows, tickHead } from "./ui/ticked-rows.tsx";

interface TableProps {
  kubeconfigs: readonly KubeconfigView[];
  ticked: TickedRows<KubeconfigView>;
  onAsk: (question: KubeconfigQuestion, file: KubeconfigView) => void;
  selfId: string;
  /** For lists of everyone's. */
  withOwner: boolean;
}

/** Issued files, a page of them; those that have not been ended can be ticked. */
export function KubeconfigTable({ kubeconfigs, ticked, onAsk, selfId, withOwner }: TableProps) {
  const endable = kubeconfigs.filter(({ state }) => state === "active");
  const { hidden } = useHiddenColumns(kubeconfigTable(withOwner));
  const view = useServerSort(kubeconfigColumns(withOwner), newestFirst);
  return (
    <Surface>
      <Table
        label={t("Kubeconfigs")}
        hidden={hidden}
        columns={[tickHead(t("Tick all that work"), endable, ticked), ...sortHeads(view), { label: "", hiddenLabel: t("Actions") }]}
      >
        {kubeconfigs.map((file) => (
          <KubeconfigRow
            key={file.id}
            file={file}
            selected={ticked.has(file)}
            onSelect={(on) => ticked.tick([file], on)}
            onAsk={(question) => onAsk(question, file)}
            isMine={file.owner.id === selfId}
            withOwner={withOwner}
          />
        ))}
      </Table>
    </Surface>
  );
}

interface RowProps {
  file: KubeconfigView;
  selected: boolean;
  onSelect: (on: boolean) => void;
  onAsk: (question: KubeconfigQuestion) => void;
  isMine: boolean;
  withOwner: boolean;
}

function KubeconfigRow({ file, selected, onSelect, onAsk, isMine, withOwner }: RowProps) {
  const { id, name, description, owner, createdAt, state } = file;
  return (
    <Row selected={selected}>
      <TickCell
        label={t("Tick {name}", { name })}
        checked={selected}
        disabledReason={state === "active" ? null : t("It has ended already.")}
        onChange={onSelect}
      />
      <Cell className="font-medium">
        {/* On narrow screens between the tick box and the buttons, which lie in the corners. */}
        <span className="[overflow-wrap:anywhere] max-sm:pr-28 max-sm:pl-8">
          {name}
          <span className="sr-only">{t(", id")} </span>
          <span className="block font-mono font-normal text-ink-soft text-small">{id}</span>
          {description !== "" && <span className="block font-normal text-ink-soft text-small">{description}</span>}
        </span>
      </Cell>
      {withOwner && (
        <Cell column="owner" label={t("Owner")} mono>
          {owner.login}
        </Cell>
      )}
      <Cell column="environments" label={t("Environments")}>
        <EnvironmentNames file={file} />
      </Cell>
      <Cell column="created" label={t("Created")} className="max-lg:sm:hidden">
        <Time at={createdAt} />
      </Cell>
      <Cell column="expires" label={t("Expires")}>
        <Expiry file={file} />
      </Cell>
      <Cell column="used" label={t("Last used")} className="max-lg:sm:hidden">
        <LastUse file={file} />
      </Cell>
      <Cell column="state" label={t("State")}>
        <KubeconfigState file={file} />
      </Cell>
      <Cell className="max-sm:absolute max-sm:top-2 max-sm:right-2 sm:text-right">
        <span className="inline-flex items-center gap-1">
          {state === "active" && (
            <Button size="small" onClick={() => onAsk("revoke")} aria-label={t("Revoke {name}", { name })}>
              {t("Revoke")}
            </Button>
          )}
          <KubeconfigMenu file={file} isMine={isMine} auditHref={withOwner ? `/admin/audit?kubeconfig=${id}` : undefined} onAsk={onAsk} />
        </span>
      </Cell>
    </Row>
  );
}
