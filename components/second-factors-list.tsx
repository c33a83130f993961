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
          Passkey “{name}”, added <Time at={createdAt} />, {lastUsedAt === null ? "never used" : <>last used {<Time at={lastUsedAt} />}</>}
        </li>
      ))}
      {totpSince !== null && (
        <li>
          {rich("Authenticator app, set up {time}", { time: <Time at={totpSince} /> })}
          {totpLastUsedAt !== null && <>{rich(", last used {time}", { time: <Time at={totpLastUsedAt} /> })}</>}
        </li>
      )}
      {recoveryCodesLeft > 0 && <li>{tn(recoveryCodesLeft, "One recovery code", "{count} recovery codes")}</li>}
    </ul>
  );
}

/** Who last took all of a person's second factors away; `whose` completes "took … second factors away". */
export function FactorsResetLine({ reset: { at, by }, whose }: { reset: FactorsReset; whose: string }) {
  return (
    <>
      {by === null ? "The operator" : <span className="font-mono">{by}</span>} took {whose} second factors away <Time at={at} />.
    </>
  );
}
