"use client";

import type { ReactNode } from "react";
import { useState } from "react";
import type { EnvironmentView } from "#lib/environments/schema.ts";
import { type EnvironmentActions, EnvironmentDialogs, type EnvironmentQuestion } from "./environment-admin-dialogs.tsx";
import { EnvironmentMenu } from "./environment-admin-menu.tsx";
import { probeStepLabels } from "./environment-form-probe.tsx";
import { Callout } from "./ui/callout.tsx";
import { Time } from "./ui/clock.tsx";
import { Status } from "./ui/status.tsx";
import { ActionCell, Cell, DetailRow, Row, Surface, Table } from "./ui/table.tsx";

const columns = [
  { label: "Environment" },
  { label: "Health" },
  { label: "Version" },
  { label: "Server verified by" },
  { label: "Credentials" },
  { label: "Grants" },
  { label: "", hiddenLabel: "Actions" },
] as const;

const trusts: Record<EnvironmentView["trust"], string> = { ca: "its own CA", public: "public CAs", pinned: "pinned certificate" };

/** Every environment, with what keeps it working and what does not. */
export function EnvironmentAdminTable({ environments, actions }: { environments: readonly EnvironmentView[]; actions: EnvironmentActions }) {
  const [asked, setAsked] = useState<{ environment: EnvironmentView; question: EnvironmentQuestion } | null>(null);
  const [isOpen, setOpen] = useState(false);
  const ask = (environment: EnvironmentView, question: EnvironmentQuestion) => {
    setAsked({ environment, question });
    setOpen(true);
  };
  return (
    <>
      {environments.length > 0 && (
        <Surface>
          <Table label="Environments" columns={columns}>
            {environments.map((environment) => (
              <EnvironmentRow
                key={environment.id}
                environment={environment}
                menu={<EnvironmentMenu environment={environment} onAsk={(question) => ask(environment, question)} />}
              />
            ))}
          </Table>
        </Surface>
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
  const { name, server, health, version, trust, reconcile, grantCount } = environment;
  return (
    <>
      <Row>
        <Cell>
          <span className="flex min-w-0 flex-col">
            <span className="font-mono [overflow-wrap:anywhere]">{name}</span>
            <span className="font-mono text-ink-soft text-small [overflow-wrap:anywhere]">{server}</span>
          </span>
        </Cell>
        <Cell label="Health">
          <HealthStatus environment={environment} />
        </Cell>
        <Cell label="Version" mono>
          {version ?? "–"}
        </Cell>
        <Cell label="Verified by">{trusts[trust]}</Cell>
        <Cell label="Credentials">
          <CredentialExpiry environment={environment} />
        </Cell>
        <Cell label="Grants">{reconcile.error !== null && grantCount > 0 ? <Status tone="bad">{grantCount}, not all applied</Status> : grantCount}</Cell>
        <ActionCell>{menu}</ActionCell>
      </Row>
      {health.state === "down" && (
        <DetailRow columns={columns.length}>
          <Callout tone="bad" title={health.step ? `Fails at ${probeStepLabels[health.step]}` : "Does not answer as it should"}>
            <p>{health.message}</p>
            <p className="text-ink-soft">
              {health.lastReachableAt ? (
                <>
                  Last reachable <Time at={health.lastReachableAt} />.
                </>
              ) : (
                "It has not been reached yet."
              )}
            </p>
          </Callout>
        </DetailRow>
      )}
      {reconcile.error !== null && health.state !== "down" && (
        <DetailRow columns={columns.length}>
          <Callout tone="bad" title="The cluster does not hold all grants">
            <p>The last try failed: {reconcile.error}</p>
            <p className="text-ink-soft">Drawbridge tries again by itself.</p>
          </Callout>
        </DetailRow>
      )}
    </>
  );
}

function HealthStatus({ environment: { health } }: { environment: EnvironmentView }) {
  switch (health.state) {
    case "ready":
      return <Status tone="good">Ready</Status>;
    case "down":
      return <Status tone="bad">Down</Status>;
    case "disabled":
      return <Status tone="off">Disabled</Status>;
    case "unknown":
      return <Status tone="waiting">Not checked yet</Status>;
  }
}

function CredentialExpiry({ environment: { credentials } }: { environment: EnvironmentView }) {
  const expiries = credentials.flatMap(({ expiresAt }) => expiresAt ?? []).sort();
  const [first] = expiries;
  if (first === undefined) return <span className="text-ink-soft">no expiry</span>;
  return (
    <span className="flex flex-col">
      <span>
        expire <Time at={first} />
      </span>
      <span className="text-ink-soft text-small max-lg:hidden">renewed before, by itself</span>
    </span>
  );
}
