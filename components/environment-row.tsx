"use client";

import { memo } from "react";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import { EnvironmentHealth } from "./environment-health.tsx";
import { rightsInWords } from "./rights-in-words.ts";
import { Button } from "./ui/button.tsx";
import { TickBox } from "./ui/checkbox.tsx";
import { Time } from "./ui/clock.tsx";
import { Status } from "./ui/status.tsx";
import { Cell, Row } from "./ui/table.tsx";

/** One environment on Home. */
export const EnvironmentRow = memo(function EnvironmentRow({
  environment,
  selected,
  onSelect,
  onConnect,
  isAdmin,
}: {
  environment: ReachableEnvironmentView;
  selected: boolean;
  onSelect: (id: number, on: boolean) => void;
  onConnect: (id: number) => void;
  isAdmin: boolean;
}) {
  const { id, name, health, version, rights, applying, lastUsedAt, newestKubeconfig } = environment;
  return (
    <Row selected={selected}>
      <Cell className="max-sm:absolute max-sm:mt-0.5">
        <TickBox label={`Tick ${name}`} checked={selected} disabled={health.state === "disabled"} onChange={(on) => onSelect(id, on)} />
      </Cell>
      <Cell mono className="max-sm:pl-8! font-medium">
        {name}
      </Cell>
      <Cell label="Health">
        <EnvironmentHealth name={name} health={health} fixHref={isAdmin ? `/admin/environments?environment=${id}` : undefined} />
      </Cell>
      <Cell label="Version" className="max-lg:sm:hidden">
        {version ?? <Unknown>not known yet</Unknown>}
      </Cell>
      <Cell label="Your rights">
        <span className="flex flex-wrap items-center gap-x-2 [overflow-wrap:anywhere]">
          {rightsInWords(rights)}
          {applying && <Status tone="waiting">Applying…</Status>}
        </span>
      </Cell>
      <Cell label="Last used" className="max-lg:sm:hidden">
        {lastUsedAt === null ? <Unknown>never</Unknown> : <Time at={lastUsedAt} />}
      </Cell>
      <Cell label="Newest file" className="max-lg:sm:hidden">
        <NewestFile file={newestKubeconfig} />
      </Cell>
      <Cell className="text-right">
        <Button
          size="small"
          aria-label={`Connect to ${name}`}
          onClick={() => onConnect(id)}
          disabledReason={health.state === "disabled" ? "An administrator has disabled this environment." : null}
        >
          Connect
        </Button>
      </Cell>
    </Row>
  );
});

function NewestFile({ file }: { file: ReachableEnvironmentView["newestKubeconfig"] }) {
  if (file === null) return <Unknown>none</Unknown>;
  if (file.expiresAt === null) return "never expires";
  return (
    <span>
      expires <Time at={file.expiresAt} />
    </span>
  );
}

function Unknown({ children }: { children: string }) {
  return <span className="text-ink-soft">{children}</span>;
}
