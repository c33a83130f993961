"use client";

import type { ReactNode } from "react";
import { useState } from "react";
import type { EnvironmentView } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";
import { type EnvironmentActions, EnvironmentDialogs, type EnvironmentQuestion } from "./environment-admin-dialogs.tsx";
import { EnvironmentMenu } from "./environment-admin-menu.tsx";
import { probeStepLabels } from "./environment-form-probe.tsx";
import { Callout } from "./ui/callout.tsx";
import { Time } from "./ui/clock.tsx";
import { NameLink } from "./ui/name-link.tsx";
import { rich } from "./ui/rich.ts";
import { sortHeads } from "./ui/sort-head.tsx";
import { Status } from "./ui/status.tsx";
import { ActionCell, Cell, DetailRow, Row, Surface, Table } from "./ui/table.tsx";
import type { TableColumn } from "./ui/table-sort.ts";
import { NothingFound, TableToolbar } from "./ui/table-toolbar.tsx";
import { useTableView } from "./ui/table-view.ts";
import { VirtualRows } from "./ui/virtual-rows.tsx";

const trusts: Record<EnvironmentView["trust"], string> = { ca: t("its own CA"), public: t("public CAs"), pinned: t("pinned certificate") };
/** The worst first. */
const healthOrder: EnvironmentView["health"]["state"][] = ["down", "unknown", "ready", "disabled"];

const columns: readonly TableColumn<EnvironmentView>[] = [
  { key: "name", label: t("Environment"), sortKey: ({ name }) => name },
  { key: "health", label: t("Health"), sortKey: ({ health }) => healthOrder.indexOf(health.state) },
  { key: "version", label: t("Version"), sortKey: ({ version }) => version },
  { key: "trust", label: t("Server verified by"), sortKey: ({ trust }) => trusts[trust], className: "max-lg:hidden" },
  { key: "credentials", label: t("Credentials"), sortKey: (environment) => firstExpiry(environment) },
  { key: "grants", label: t("Grants"), sortKey: ({ grantCount }) => grantCount, greatestFirst: true },
];

/** Every environment, with what keeps it working and what does not. */
export function EnvironmentAdminTable({
  environments,
  testAtOnce,
  actions,
}: {
  environments: readonly EnvironmentView[];
  /** Opens with the connection test of this one: a link from where it is seen to be down. */
  testAtOnce?: EnvironmentView | undefined;
  actions: EnvironmentActions;
}) {
  const view = useTableView(environments, { name: "environments", columns, textOf });
  const { found } = view;
  const heads = [...sortHeads(view), { label: "", hiddenLabel: t("Actions") }];
  const [asked, setAsked] = useState<{ environment: EnvironmentView; question: EnvironmentQuestion } | null>(
    testAtOnce ? { environment: testAtOnce, question: "test" } : null,
  );
  const [isOpen, setOpen] = useState(testAtOnce !== undefined);
  const ask = (environment: EnvironmentView, question: EnvironmentQuestion) => {
    setAsked({ environment, question });
    setOpen(true);
  };
  return (
    <>
      {environments.length > 0 && (
        <div className="flex flex-col gap-3">
          <TableToolbar view={view} label={t("Search environments")} />
          <Surface>
            {found.length === 0 ? (
              <NothingFound title={t("No environment matches")} onClear={() => view.search("")} />
            ) : (
              <Table label={t("Environments")} columns={heads} rowCount={found.length} hidden={view.hidden}>
                <VirtualRows items={found} keyOf={({ id }) => id}>
                  {(environment) => (
                    <EnvironmentRow
                      environment={environment}
                      menu={<EnvironmentMenu environment={environment} onAsk={(question) => ask(environment, question)} />}
                    />
                  )}
                </VirtualRows>
              </Table>
            )}
          </Surface>
        </div>
      )}
      {asked && (
        <EnvironmentDialogs
          key={asked.environment.id}
          environment={asked.environment}
          question={isOpen ? asked.question : null}
          onClose={() => setOpen(false)}
          actions={actions}
        />
      )}
    </>
  );
}

function EnvironmentRow({ environment, menu }: { environment: EnvironmentView; menu: ReactNode }) {
  const { id, name, server, health, version, trust, reconcile, grantCount } = environment;
  return (
    <>
      <Row>
        <Cell>
          <span className="flex min-w-0 flex-col">
            <NameLink href={`/admin/environments/${id}`}>{name}</NameLink>
            <span className="font-mono text-ink-soft text-small [overflow-wrap:anywhere]">{server}</span>
          </span>
        </Cell>
        <Cell column="health" label={t("Health")}>
          <HealthStatus environment={environment} />
        </Cell>
        <Cell column="version" label={t("Version")} mono>
          {version ?? "–"}
        </Cell>
        <Cell column="trust" label={t("Verified by")} className="max-lg:sm:hidden">
          {trusts[trust]}
        </Cell>
        <Cell column="credentials" label={t("Credentials")}>
          <CredentialExpiry environment={environment} />
        </Cell>
        <Cell column="grants" label={t("Grants")}>
          {reconcile.error !== null && grantCount > 0 ? <Status tone="bad">{t("{grantCount}, not all applied", { grantCount })}</Status> : grantCount}
        </Cell>
        <ActionCell>{menu}</ActionCell>
      </Row>
      {health.state === "down" && (
        <DetailRow>
          <Callout
            tone="bad"
            title={health.step ? t("Fails at {probeStepLabels}", { probeStepLabels: probeStepLabels[health.step] }) : t("Does not answer as it should")}
          >
            <p>{health.message}</p>
            <p className="text-ink-soft">
              {health.lastReachableAt ? rich("Last reachable {time}.", { time: <Time at={health.lastReachableAt} /> }) : t("It has not been reached yet.")}
            </p>
          </Callout>
        </DetailRow>
      )}
      {reconcile.error !== null && health.state !== "down" && (
        <DetailRow>
          <Callout tone="bad" title={t("The cluster does not hold all grants")}>
            <p>{t("The last try failed: {error}", { error: reconcile.error })}</p>
            <p className="text-ink-soft">{t("Drawbridge tries again by itself.")}</p>
          </Callout>
        </DetailRow>
      )}
    </>
  );
}

function HealthStatus({ environment: { health } }: { environment: EnvironmentView }) {
  switch (health.state) {
    case "ready":
      return <Status tone="good">{t("Ready")}</Status>;
    case "down":
      return <Status tone="bad">{t("Down")}</Status>;
    case "disabled":
      return <Status tone="off">{t("Disabled")}</Status>;
    case "unknown":
      return <Status tone="waiting">{t("Not checked yet")}</Status>;
  }
}

function firstExpiry({ credentials }: EnvironmentView): string | null {
  return credentials.flatMap(({ expiresAt }) => expiresAt ?? []).sort()[0] ?? null;
}

function CredentialExpiry({ environment }: { environment: EnvironmentView }) {
  const first = firstExpiry(environment);
  if (first === null) return <span className="text-ink-soft">{t("no expiry")}</span>;
  return (
    <span className="flex flex-col">
      <span>{rich("expire {time}", { time: <Time at={first} /> })}</span>
      <span className="text-ink-soft text-small max-lg:hidden">{t("renewed before, by itself")}</span>
    </span>
  );
}

function textOf({ name, health, version }: EnvironmentView): string {
  return [name, health.state, version ?? ""].join(" ");
}
