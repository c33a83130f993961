import type { ReactNode } from "react";
import { t } from "#lib/texts/index.ts";
import type { UserView } from "#lib/users/schema.ts";
import { Time } from "./ui/clock.tsx";
import { Surface } from "./ui/table.tsx";
import { UserState } from "./user-state.tsx";

/** What is known of a person, in short. */
export function UserFacts({ user: { state, isAdmin, teams, liveKubeconfigs, lastSignInAt, createdAt } }: { user: UserView }) {
  return (
    <Surface>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 px-5 py-4 sm:grid-cols-3 lg:grid-cols-6">
        <Fact name={t("State")}>
          <UserState state={state} />
        </Fact>
        <Fact name={t("In Drawbridge")}>{isAdmin ? t("administrator") : t("user")}</Fact>
        <Fact name={t("Teams")}>{teams.length === 0 ? t("none") : <span className="font-mono">{teams.map((team) => team.name).join(", ")}</span>}</Fact>
        <Fact name={t("Files in force")}>{liveKubeconfigs}</Fact>
        <Fact name={t("Last sign-in")}>{lastSignInAt === null ? t("never") : <Time at={lastSignInAt} />}</Fact>
        <Fact name={t("Added")}>
          <Time at={createdAt} />
        </Fact>
      </dl>
    </Surface>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-soft text-small">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
