"use client";

import { staleAfterSeconds } from "#lib/issued-files/schema.ts";
import type { EndReason, KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { endsSoon } from "./kubeconfig-expiring.ts";
import { Time, useClock } from "./ui/clock.tsx";
import { rich } from "./ui/rich.ts";
import { Status } from "./ui/status.tsx";

const namedMax = 2;

const endings: Record<EndReason, string> = {
  revoked: t("Revoked"),
  "owner-deleted": t("Owner deleted"),
  unused: t("Ended unused"),
  "password-reset": t("Password reset"),
  "maximum-lowered": t("Over maximum"),
};

export function KubeconfigState({ file }: { file: KubeconfigView }) {
  const { now } = useClock();
  if (file.state === "revoked") return <Status tone="off">{endings[file.endReason ?? "revoked"]}</Status>;
  if (file.owner.disabled) return <Status tone="off">{t("Owner disabled")}</Status>;
  if (file.state === "expired") return <Status tone="off">{t("Expired")}</Status>;
  if (endsSoon(file, now)) return <Status tone="warn">{t("Expires soon")}</Status>;
  if (isStale(file, now)) return <Status tone="waiting">{t("Stale")}</Status>;
  return <Status tone="good">{t("Active")}</Status>;
}

function isStale({ createdAt, renewedAt, lastUsedAt }: KubeconfigView, now: Date): boolean {
  const last = Math.max(...[createdAt, renewedAt, lastUsedAt].flatMap((at) => (at === null ? [] : [Date.parse(at)])));
  return now.getTime() - last > staleAfterSeconds * 1000;
}

/** The first two and "+n more"; what was taken out is struck through. */
export function EnvironmentNames({ file }: { file: Pick<KubeconfigView, "environments"> }) {
  const names = file.environments.map(({ name }) => name);
  const rest = names.slice(namedMax);
  return (
    <span className="[overflow-wrap:anywhere]" title={rest.length > 0 ? names.join(", ") : undefined}>
      {file.environments.slice(0, namedMax).map(({ id, name, state }, index) => (
        <span key={id ?? name}>
          {index > 0 && ", "}
          {state === "revoked" || state === "removed" ? (
            <s className="inline-block font-mono text-ink-soft">
              {name}
              <span className="sr-only"> ({state === "revoked" ? t("taken out") : t("removed")})</span>
            </s>
          ) : (
            <span className="inline-block font-mono">{name}</span>
          )}
        </span>
      ))}
      {rest.length > 0 && (
        <>
          <span aria-hidden="true" className="whitespace-nowrap text-ink-soft">
            {" "}
            {t("+{count} more", { count: rest.length })}
          </span>
          <span className="sr-only">, {rest.join(", ")}</span>
        </>
      )}
    </span>
  );
}

/** The end of the file, of environments before it, and of what a renewal has replaced. */
export function Expiry({ file }: { file: KubeconfigView }) {
  const early =
    file.state === "active" ? file.environments.filter(({ state, expiresAt }) => state === "active" && expiresAt !== null && expiresAt !== file.expiresAt) : [];
  const [first, ...others] = early.toSorted((a, b) => ((a.expiresAt ?? "") < (b.expiresAt ?? "") ? -1 : 1));
  return (
    <span>
      {file.expiresAt === null ? t("never") : <Time at={file.expiresAt} />}
      {first?.expiresAt && (
        <span className="block text-ink-soft text-small">
          <span className="font-mono">{first.name}</span> <Time at={first.expiresAt} />
          {others.length > 0 && t(", +{count} more", { count: others.length })}
        </span>
      )}
      {file.replacedUntil !== null && (
        <span className="block text-ink-soft text-small">{rich("old copy {time}", { time: <Time at={file.replacedUntil} /> })}</span>
      )}
    </span>
  );
}

export function LastUse({ file }: { file: KubeconfigView }) {
  if (file.lastUsedAt === null) return <span className="text-ink-soft">{t("never")}</span>;
  const by = [file.lastUsedClient, file.lastUsedAddress].filter((part) => part !== null).join(", ");
  return (
    <span>
      <Time at={file.lastUsedAt} />
      {by !== "" && <span className="block text-ink-soft text-small [overflow-wrap:anywhere]">{by}</span>}
    </span>
  );
}
