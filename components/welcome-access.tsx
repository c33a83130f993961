"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { t } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { RadioGroup } from "./ui/radio-group.tsx";
import { rich } from "./ui/rich.ts";
import { Select } from "./ui/select.tsx";
import { Status } from "./ui/status.tsx";

export interface WelcomeEnvironment {
  id: number;
  name: string;
  /** The person who looks has access there, by a grant of their own or a team's. */
  isMine: boolean;
}

interface AccessProps {
  environments: readonly WelcomeEnvironment[];
  personId: string;
  action: FormAction;
  onDone: () => void;
  onAdd: () => void;
}

const roles = [
  { value: "cluster-admin", label: "cluster-admin", hint: t("Everything, everywhere.") },
  { value: "admin", label: "admin", hint: t("Everything in namespaces, but no cluster-wide objects.") },
  { value: "edit", label: "edit", hint: t("Read and change, but no roles and bindings.") },
  { value: "view", label: "view", hint: t("Read, but no Secrets.") },
];

/** Gives the person a role in an environment; teams and others are led to the page of grants. */
export function WelcomeAccess({ environments, personId, action, onDone, onAdd }: AccessProps) {
  const [first] = environments;
  if (first === undefined)
    return (
      <>
        <p>{t("Access is to an environment, and there is none yet.")}</p>
        <div>
          <Button tone="primary" onClick={onAdd}>
            {t("Add an environment first")}
          </Button>
        </div>
      </>
    );
  const mine = environments.filter(({ isMine }) => isMine);
  return (
    <>
      <p>{t("Being an administrator of Drawbridge gives no right in a cluster. Access is a grant: who, where, as what.")}</p>
      {mine.length > 0 && (
        <p className="[overflow-wrap:anywhere]">
          {rich("<status>You have access</status> to {mine}.", {
            status: (text) => <Status tone="good">{text}</Status>,
            mine: <span className="font-mono">{mine.map(({ name }) => name).join(", ")}</span>,
          })}
        </p>
      )}
      {mine.length < environments.length && (
        <Form action={action} onDone={onDone}>
          <input type="hidden" name="subject" value={`user:${personId}`} />
          <input type="hidden" name="scope" value="all" />
          <Field name="environmentId" label={t("Environment")} className="max-w-xs">
            <Select
              name="environmentId"
              mono
              options={environments.filter(({ isMine }) => !isMine).map(({ id, name }) => ({ value: String(id), label: name }))}
              defaultValue={String((environments.find(({ isMine }) => !isMine) ?? first).id)}
            />
          </Field>
          <RadioGroup name="clusterRole" label={t("Your role")} defaultValue="cluster-admin" choices={roles} />
          <div>
            <SubmitButton>{t("Give yourself access")}</SubmitButton>
          </div>
        </Form>
      )}
      <p className="text-ink-soft">
        {rich(
          "For colleagues: add them on <users>Users</users>, put them into <teams>Teams</teams>, and give a team its roles on <access>Access</access>. Each opens in a new tab; what you typed here stays.",
          {
            users: (text) => <PageLink href="/admin/users">{text}</PageLink>,
            teams: (text) => <PageLink href="/admin/teams">{text}</PageLink>,
            access: (text) => <PageLink href="/admin/access">{text}</PageLink>,
          },
        )}
      </p>
    </>
  );
}

function PageLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} target="_blank" className="text-link">
      {children}
      <span className="sr-only"> {t("(opens in a new tab)")}</span>
    </Link>
  );
}
