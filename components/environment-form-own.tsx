"use client";

import { useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { AddedEnvironment } from "./environment-form-answers.ts";
import { AddButton, FormStep, GrantMe, NameField } from "./environment-form-parts.tsx";
import { Form } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { rich } from "./ui/rich.ts";

interface OwnClusterProps {
  server: string;
  action: FormAction<AddedEnvironment>;
  login: string;
  onDone: (added: AddedEnvironment) => void;
}

/** The way in where Drawbridge runs in the cluster itself: nothing is pasted. */
export function OwnClusterWay({ server, action, login, onDone }: OwnClusterProps) {
  const [name, setName] = useState("in-cluster");
  return (
    <Form action={action} onDone={onDone} className="max-w-3xl">
      <FormStep number={1} title={t("The cluster that Drawbridge runs in")}>
        <p className="max-w-2xl text-ink-soft">
          {rich(
            "It is at {server}. Drawbridge uses the ServiceAccount of its own pod once, which needs the rights of an administrator of the cluster for that. Afterwards you can take them away.",
            { server: <span className="font-mono">{server}</span> },
          )}
        </p>
      </FormStep>
      <FormStep number={2} title={t("Name and access")}>
        <NameField value={name} onChange={setName} />
        <GrantMe login={login} />
      </FormStep>
      <div className="flex flex-wrap items-center gap-4 border-line border-t pt-5">
        <AddButton disabledReason={null} />
      </div>
    </Form>
  );
}
