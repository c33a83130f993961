import type { FactorsReset, SecondFactorsView } from "#lib/second-factors/schema.ts";
import { tn } from "#lib/texts/index.ts";
import { Time } from "./ui/clock.tsx";
import { rich } from "./ui/rich.ts";

export function hasSecondFactor({ totpSince, passkeys }: SecondFactorsView): boolean {
  return totpSince !== null || passkeys.length > 0;
}

/** What a person has beside their password: since when, and when it was last of use. */
export function SecondFactorsList({ factors }: { factors: SecondFactorsView }) {
  const { passkeys, totpSince, totpLastUsedAt, recoveryCodesLeft } = factors;
  return (
    <ul className="flex list-disc flex-col gap-1 pl-4 [overflow-wrap:anywhere]">
      {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
        <li key={id}>
          {lastUsedAt === null
            ? rich("Passkey “{name}”, added {added}, never used", { name, added: <Time at={createdAt} /> })
            : rich("Passkey “{name}”, added {added}, last used {used}", { name, added: <Time at={createdAt} />, used: <Time at={lastUsedAt} /> })}
        </li>
      ))}
      {totpSince !== null && (
        <li>
          {totpLastUsedAt === null
            ? rich("Authenticator app, set up {since}", { since: <Time at={totpSince} /> })
            : rich("Authenticator app, set up {since}, last used {used}", { since: <Time at={totpSince} />, used: <Time at={totpLastUsedAt} /> })}
        </li>
      )}
      {recoveryCodesLeft > 0 && <li>{tn(recoveryCodesLeft, "One recovery code", "{count} recovery codes")}</li>}
    </ul>
  );
}

/** Who last took all of a person's second factors away: of the reader, or of somebody else. */
export function FactorsResetLine({ reset, whose }: { reset: FactorsReset; whose: "your" | "their" }) {
  const at = <Time at={reset.at} />;
  if (reset.by === null)
    return whose === "your"
      ? rich("The operator took your second factors away {at}.", { at })
      : rich("The operator took their second factors away {at}.", { at });
  const by = <span className="font-mono">{reset.by}</span>;
  return whose === "your" ? rich("{by} took your second factors away {at}.", { by, at }) : rich("{by} took their second factors away {at}.", { by, at });
}
