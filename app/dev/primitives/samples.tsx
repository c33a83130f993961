"use client";

import type { ReactNode } from "react";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Checkbox, TickBox } from "#components/ui/checkbox.tsx";
import { Time } from "#components/ui/clock.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Combobox, MultiCombobox } from "#components/ui/combobox.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form, SubmitButton } from "#components/ui/form.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { RadioGroup, Segmented } from "#components/ui/radio-group.tsx";
import { Select } from "#components/ui/select.tsx";
import { Progress, Spinner } from "#components/ui/spinner.tsx";
import { Badge, Status } from "#components/ui/status.tsx";
import { Cell, Row, Surface, Table } from "#components/ui/table.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { toast } from "#components/ui/toast.tsx";
import { refuse } from "./actions.ts";

const options = ["view", "edit", "admin", "cluster-admin"].map((value) => ({ value, label: value }));

export function Samples() {
  return (
    <main className="mx-auto flex max-w-page flex-col gap-10 p-6">
      <PageHead title="Primitives" action={<Button tone="primary">Add environment</Button>}>
        Every primitive in every state, for the eye and for axe.
      </PageHead>
      <Sample title="Buttons">
        <Buttons />
      </Sample>
      <Sample title="Form">
        <Fields />
      </Sample>
      <Sample title="Status and time">
        <div className="flex flex-wrap gap-4">
          <Status tone="good">Ready</Status>
          <Status tone="waiting">Applying…</Status>
          <Status tone="warn">Slow</Status>
          <Status tone="bad">Down</Status>
          <Status tone="off">Disabled</Status>
          <Badge>eu-west</Badge>
          <Spinner label="Working" />
          <Time at={new Date(Date.now() + 30 * 86_400_000).toISOString().replace(/:\d\d\.\d+Z/, ":00Z")} as="both" />
        </div>
        <Progress>Testing the connection…</Progress>
      </Sample>
      <Sample title="Callouts">
        <Callout>Drawbridge installs two service accounts and throws this file away.</Callout>
        <Callout tone="warn" title="A file that never expires">
          Whoever gets hold of it has your rights until somebody revokes it.
        </Callout>
        <Callout tone="bad" title="The certificate does not match">
          It names api.example.com, not 10.0.0.1. Use the name in the server URL.
        </Callout>
      </Sample>
      <Sample title="Table">
        <Surface>
          <Table
            label="Samples"
            columns={[{ label: "", hiddenLabel: "Selected", className: "w-8" }, { label: "Name" }, { label: "Status" }, { label: "Requests", align: "end" }]}
          >
            {["payments", "web"].map((name, index) => (
              <Row key={name} selected={index === 0}>
                <Cell>
                  <TickBox label={name} defaultChecked={index === 0} />
                </Cell>
                <Cell mono>{name}</Cell>
                <Cell label="Status">
                  <Status tone="good">Ready</Status>
                </Cell>
                <Cell label="Requests" align="end">
                  {1234 * (index + 1)}
                </Cell>
              </Row>
            ))}
          </Table>
        </Surface>
        <Surface>
          <EmptyState title="No environment matches “prod-9”." action={<Button>Clear the search</Button>} />
        </Surface>
      </Sample>
      <Sample title="Tabs and code">
        <Tabs
          label="Shell"
          tabs={[
            { value: "unix", label: "macOS and Linux", content: <CodeBlock label="command" text="export KUBECONFIG=~/Downloads/laptop.yaml" /> },
            { value: "windows", label: "Windows", content: <CodeBlock label="command" text={'$env:KUBECONFIG="$HOME\\Downloads\\laptop.yaml"'} /> },
          ]}
        />
        <CopyButton text="x" label="Copy" shown />
      </Sample>
    </main>
  );
}

function Buttons() {
  return (
    <div className="flex flex-wrap gap-2">
      <Button tone="primary">Download file</Button>
      <Button>Copy</Button>
      <Button tone="quiet">Cancel</Button>
      <Button tone="danger">Revoke laptop</Button>
      <Button size="small">Connect</Button>
      <Button tone="primary" pending>
        Waiting
      </Button>
      <Button tone="primary" disabledReason="No environment is granted to you. Ask an administrator.">
        Kubeconfig
      </Button>
      <ButtonLink href="/dev/primitives">A link</ButtonLink>
      <Button onClick={() => toast("Revoked laptop")}>Toast</Button>
      <Menu trigger={<Button>Menu</Button>}>
        <MenuItem onSelect={() => undefined}>Edit</MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={() => undefined}>
          Remove
        </MenuItem>
      </Menu>
      <Dialog trigger={<Button>Dialog</Button>} title="A dialog" description="One sentence." footer={<Button tone="primary">Save</Button>}>
        <Field label="Name">
          <Input defaultValue="laptop" />
        </Field>
      </Dialog>
      <ConfirmDialog
        trigger={<Button>Confirm</Button>}
        title="Revoke laptop?"
        confirm="Revoke laptop"
        action={refuse}
        fields={{ name: "fine" }}
        done="Revoked laptop"
      >
        <p>Its next request is refused, and two open streams end.</p>
      </ConfirmDialog>
    </div>
  );
}

function Fields() {
  return (
    <Form action={refuse} onDone={() => toast("Accepted")} className="max-w-xl">
      <Field name="name" label="Name" hint="Also a part of context names.">
        <Input mono placeholder="prod-eu" autoComplete="off" />
      </Field>
      <Field name="notes" label="Notes" optional>
        <Textarea rows={3} />
      </Field>
      <Field name="role" label="Role">
        <Select options={options} mono />
      </Field>
      <Field name="person" label="Person">
        <Combobox options={options} />
      </Field>
      <Field name="people" label="People">
        <MultiCombobox options={options} defaultValue={["view"]} />
      </Field>
      <Checkbox name="agreed" label="Grant me cluster-admin there" hint="Being an administrator of Drawbridge gives no right in a cluster." defaultChecked />
      <RadioGroup
        name="kind"
        label="Way in"
        defaultValue="paste"
        choices={[
          { value: "paste", label: "Paste a kubeconfig", hint: "Used once, then thrown away." },
          { value: "manifest", label: "Apply a manifest" },
        ]}
      />
      <Segmented
        label="Expires"
        defaultValue="30"
        choices={[
          { value: "1", label: "1 day" },
          { value: "7", label: "7 days" },
          { value: "30", label: "30 days" },
        ]}
      />
      <SubmitButton className="self-start">Save the sample</SubmitButton>
    </Form>
  );
}

function Sample({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="font-strong text-head">{title}</h2>
      {children}
    </section>
  );
}
