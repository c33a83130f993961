"use client";

import { useState } from "react";
import type { GrantChoiceView, RightView } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";
import { clusterRoleOptions } from "./grant-role-options.ts";
import { Combobox } from "./ui/combobox.tsx";
import { Field } from "./ui/field.tsx";
import { Textarea } from "./ui/input.tsx";
import { RadioGroup } from "./ui/radio-group.tsx";

/** The fields for what is granted in an environment: role and namespaces. `start`: of the grant that is edited. */
export function GrantRights({ environment, start }: { environment: GrantChoiceView | undefined; start?: RightView }) {
  const [scope, setScope] = useState(start?.namespaces === null ? "all" : "listed");
  const roles = environment?.clusterRoles ?? [];
  // A role that the cluster no longer has stays what is chosen.
  const offered = start === undefined || roles.includes(start.clusterRole) ? roles : [start.clusterRole, ...roles];
  return (
    <>
      <Field
        name="clusterRole"
        label={t("Role")}
        hint={environment ? t("The ClusterRoles of this cluster.") : t("Choose the environment first to see all of its ClusterRoles.")}
      >
        <Combobox
          name="clusterRole"
          mono
          options={clusterRoleOptions(offered)}
          defaultValue={start?.clusterRole ?? ""}
          placeholder={t("Type a ClusterRole")}
          empty={t("The cluster has no such ClusterRole.")}
        />
      </Field>
      <RadioGroup
        name="scope"
        label={t("Namespaces")}
        value={scope}
        onChange={setScope}
        choices={[
          { value: "listed", label: t("Some namespaces") },
          { value: "all", label: t("All namespaces"), hint: t("Those of today and of later, and what belongs to no namespace, such as nodes.") },
        ]}
      />
      {scope === "listed" && (
        <Field name="namespaces" label={t("Names of the namespaces")} hint={t("Separated by spaces, commas or lines.")}>
          <Textarea mono rows={2} defaultValue={start?.namespaces?.join(" ") ?? ""} autoCapitalize="none" autoComplete="off" spellCheck={false} />
        </Field>
      )}
    </>
  );
}
