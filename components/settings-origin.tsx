import type { SettingChanges, SettingName } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Time } from "./ui/clock.tsx";
import { rich } from "./ui/rich.ts";

/** Where a setting's value comes from: the default, or this page, with who changed it last and when. */
export function SettingOrigin({ of: name, changes }: { of: SettingName; changes: SettingChanges }) {
  const change = changes[name];
  if (change === undefined) return <span className="block">{t("The default.")}</span>;
  return (
    <span className="block">{rich("Set here by {by}, {time}.", { by: <span className="font-mono">{change.by}</span>, time: <Time at={change.at} /> })}</span>
  );
}

/** What a variable of the process' environment has decided. */
export function LockedBy({ variable }: { variable: string }) {
  return <span className="block">{rich("Set by {variable}; unset it to change it here.", { variable: <span className="font-mono">{variable}</span> })}</span>;
}
