"use client";

import Link from "next/link";
import { Button } from "./ui/button.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { RadioGroup } from "./ui/radio-group.tsx";
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
  { value: "cluster-admin", label: "cluster-admin", hint: "Everything, everywhere." },
  { value: "admin", label: "admin", hint: "Everything in namespaces, but no cluster-wide objects." },
  { value: "edit", label: "edit", hint: "Read and change, but no roles and bindings." },
  { value: "view", label: "view", hint: "Read, but no Secrets." },
];

/** Gives the person a role in an environment; teams and others are led to the page of grants. */
export function WelcomeAccess({ environments, personId, action, onDone, onAdd }: AccessProps) {
  const [first] = environments;
  if (first === undefined)
    return (
      <>
        <p>Access is to an environment, and there is none yet.</p>
        <div>
          <Button tone="primary" onClick={onAdd}>
            Add an environment first
          </Button>
        </div>
      </>
    );
  const mine = environments.filter(({ isMine }) => isMine);
  return (
    <>
      <p>Being an administrator of Drawbridge gives no right in a cluster. Access is a grant: who, where, as what.</p>
      {mine.length > 0 && (
        <p className="[overflow-wrap:anywhere]">
          <Status tone="good">You have access</Status> to <span className="font-mono">{mine.map(({ name }) => name).join(", ")}</span>.
        </p>
      )}
      {mine.length < environments.length && (
        <Form action={action} onDone={onDone}>
          <input type="hidden" name="subject" value={`user:${personId}`} />
          <input type="hidden" name="scope" value="all" />
          <Field name="environmentId" label="Environment" className="max-w-xs">
            <Select
              name="environmentId"
              mono
              options={environments.filter(({ isMine }) => !isMine).map(({ id, name }) => ({ value: String(id), label: name }))}
              defaultValue={String((environments.find(({ isMine }) => !isMine) ?? first).id)}
            />
          </Field>
          <RadioGroup name="clusterRole" label="Your role" defaultValue="cluster-admin" choices={roles} />
          <div>
            <SubmitButton>Give yourself access</SubmitButton>
          </div>
        </Form>
      )}
      <p className="text-ink-soft">
        For colleagues: add them on <PageLink href="/admin/users">Users</PageLink>, put them into <PageLink href="/admin/teams">Teams</PageLink>, and give a
        team its roles on <PageLink href="/admin/access">Access</PageLink>. Each opens in a new tab; what you typed here stays.
      </p>
    </>
  );
}

function PageLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} target="_blank" className="text-link">
      {children}
      <span className="sr-only"> (opens in a new tab)</span>
    </Link>
  );
}
