"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { Button } from "./ui/button.tsx";
import { Time, useClock } from "./ui/clock.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Status } from "./ui/status.tsx";
import { Cell, Row, Surface, Table } from "./ui/table.tsx";

const soonMs = 7 * 86_400_000;
const namedMax = 2;

/** Issued files, newest first; those that still work can be revoked. `withOwner` for lists of everyone's. */
export function KubeconfigTable({
  kubeconfigs,
  revoke,
  withOwner = false,
}: {
  kubeconfigs: readonly KubeconfigView[];
  revoke: FormAction;
  withOwner?: boolean;
}) {
  const [asked, setAsked] = useState<KubeconfigView | null>(null);
  const router = useRouter();
  return (
    <>
      <Surface>
        <Table
          label="Kubeconfigs"
          columns={[
            { label: "Name" },
            ...(withOwner ? [{ label: "Owner" }] : []),
            { label: "Environments" },
            { label: "Created", className: "max-lg:hidden" },
            { label: "Expires" },
            { label: "Last used", className: "max-lg:hidden" },
            { label: "State" },
            { label: "", hiddenLabel: "Revoke" },
          ]}
        >
          {kubeconfigs.map((file) => (
            <Row key={file.id}>
              <Cell className="font-medium">
                <span className="[overflow-wrap:anywhere]">
                  {file.name}
                  <span className="sr-only">, id </span>
                  <span className="block font-mono font-normal text-ink-soft text-small">{file.id}</span>
                </span>
              </Cell>
              {withOwner && (
                <Cell label="Owner" mono>
                  {file.owner.login}
                </Cell>
              )}
              <Cell label="Environments">
                <EnvironmentNames file={file} />
              </Cell>
              <Cell label="Created" className="max-lg:sm:hidden">
                <Time at={file.createdAt} />
              </Cell>
              <Cell label="Expires">{file.expiresAt === null ? "never" : <Time at={file.expiresAt} />}</Cell>
              <Cell label="Last used" className="max-lg:sm:hidden">
                <LastUse file={file} />
              </Cell>
              <Cell label="State">
                <KubeconfigState file={file} />
              </Cell>
              <Cell className="text-right">
                {file.state === "active" && (
                  <Button size="small" onClick={() => setAsked(file)} aria-label={`Revoke ${file.name}`}>
                    Revoke
                  </Button>
                )}
              </Cell>
            </Row>
          ))}
        </Table>
      </Surface>
      {asked && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={`Revoke ${asked.name}?`}
          confirm={`Revoke ${asked.name}`}
          action={revoke}
          fields={{ id: asked.id }}
          done={`Revoked ${asked.name}`}
          onDone={() => router.refresh()}
        >
          <p>
            Its next request is refused, and open watches, logs and shells end within five seconds, in <EnvironmentNames file={asked} />. This cannot be undone.
          </p>
          {asked.lastUsedAt !== null && (
            <p>
              Last used <Time at={asked.lastUsedAt} />
              {asked.lastUsedClient !== null && ` by ${asked.lastUsedClient}`}.
            </p>
          )}
        </ConfirmDialog>
      )}
    </>
  );
}

function KubeconfigState({ file }: { file: KubeconfigView }) {
  const { now } = useClock();
  if (file.state === "revoked") return <Status tone="off">Revoked</Status>;
  if (file.state === "expired") return <Status tone="off">Expired</Status>;
  if (file.expiresAt !== null && Date.parse(file.expiresAt) - now.getTime() < soonMs) return <Status tone="warn">Expires soon</Status>;
  return <Status tone="good">Active</Status>;
}

function EnvironmentNames({ file }: { file: KubeconfigView }) {
  const names = file.environments.map(({ name }) => name);
  const rest = names.slice(namedMax);
  return (
    <span className="[overflow-wrap:anywhere]" title={rest.length > 0 ? names.join(", ") : undefined}>
      {names.slice(0, namedMax).map((name, index) => (
        <span key={name}>
          {index > 0 && ", "}
          <span className="inline-block font-mono">{name}</span>
        </span>
      ))}
      {rest.length > 0 && (
        <>
          <span aria-hidden="true" className="whitespace-nowrap text-ink-soft">
            {" "}
            +{rest.length} more
          </span>
          <span className="sr-only">, {rest.join(", ")}</span>
        </>
      )}
    </span>
  );
}

function LastUse({ file }: { file: KubeconfigView }) {
  if (file.lastUsedAt === null) return <span className="text-ink-soft">never</span>;
  const by = [file.lastUsedClient, file.lastUsedAddress].filter((part) => part !== null).join(", ");
  return (
    <span>
      <Time at={file.lastUsedAt} />
      {by !== "" && <span className="block text-ink-soft text-small [overflow-wrap:anywhere]">{by}</span>}
    </span>
  );
}
