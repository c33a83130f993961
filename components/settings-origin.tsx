import type { SettingChanges, SettingName } from "#lib/settings/schema.ts";
import { Time } from "./ui/clock.tsx";

/** Where a setting's value comes from: the default, or this page, with who changed it last and when. */
export function SettingOrigin({ of: name, changes }: { of: SettingName; changes: SettingChanges }) {
  const change = changes[name];
  if (change === undefined) return <span className="block">The default.</span>;
  return (
    <span className="block">
      Set here by <span className="font-mono">{change.by}</span>, <Time at={change.at} />.
    </span>
  );
}

/** What a variable of the process' environment has decided. */
export function LockedBy({ variable }: { variable: string }) {
  return (
    <span className="block">
      Set by <span className="font-mono">{variable}</span>; unset it to change it here.
    </span>
  );
}
