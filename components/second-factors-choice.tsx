import type { SecondFactorsView } from "#lib/second-factors/schema.ts";
import { hasSecondFactor, SecondFactorsList } from "./second-factors-list.tsx";
import { Checkbox } from "./ui/checkbox.tsx";

/**
 * Whether a password takes with it what stands beside it; ticked, as whoever had the password may have added one. Shows what there is.
 * `blocked`: why it cannot be chosen, or null. Nothing where there is none.
 */
export function SecondFactorsChoice({
  factors,
  label,
  hint,
  blocked = null,
}: {
  factors: SecondFactorsView;
  label: string;
  hint: string;
  blocked?: string | null;
}) {
  if (!hasSecondFactor(factors)) return null;
  return (
    <div className="flex flex-col gap-2">
      <Checkbox name="removesFactors" label={label} hint={blocked ?? hint} defaultChecked={blocked === null} disabled={blocked !== null} />
      <div className="pl-7 text-small">
        <SecondFactorsList factors={factors} />
      </div>
    </div>
  );
}
