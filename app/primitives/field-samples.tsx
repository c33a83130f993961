"use client";

import { useState } from "react";
import { Checkbox, TickBox } from "#components/ui/checkbox.tsx";
import { Combobox, MultiCombobox } from "#components/ui/combobox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form, SubmitButton } from "#components/ui/form.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { RadioGroup, Segmented } from "#components/ui/radio-group.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.tsx";
import { refuse } from "./actions.ts";

const roles = ["view", "edit", "admin", "cluster-admin"].map((value) => ({ value, label: value }));
const ways = [
  { value: "paste", label: "Paste a kubeconfig", hint: "Used once, then thrown away." },
  { value: "manifest", label: "Apply a manifest" },
];
const lives = [
  { value: "1", label: "1 day" },
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
];
const wrong = "There is an environment of this name: choose another.";
const long = "payments-production-eu-central-1-with-a-name-that-is-longer-than-its-field";

/** Each control empty, filled, refused and not to be used now. */
export function FieldSamples() {
  const [search, setSearch] = useState("");
  return (
    <div className="grid items-start gap-x-4 gap-y-5 sm:grid-cols-2">
      <Field label="Name" hint="Also a part of context names.">
        <Input mono placeholder="prod-eu" />
      </Field>
      <Field label="Name that is long">
        <Input mono defaultValue={long} />
      </Field>
      <Field label="Name in use" error={wrong}>
        <Input mono defaultValue="staging" />
      </Field>
      <Field label="Name that stays">
        <Input mono defaultValue="staging" disabled />
      </Field>
      <Field label="Notes" optional>
        <Textarea rows={2} />
      </Field>
      <Field label="Notes that are wrong" error="At most 200 characters.">
        <Textarea rows={2} defaultValue="Too long." />
      </Field>
      <Field label="Role">
        <Select options={roles} mono />
      </Field>
      <Field label="Role that is chosen">
        <Select options={roles} mono defaultValue="edit" />
      </Field>
      <Field label="Person">
        <Combobox options={roles} />
      </Field>
      <Field label="People">
        <MultiCombobox options={roles} defaultValue={["view", "cluster-admin"]} />
      </Field>
      <SearchField label="Search environments" value={search} onChange={setSearch} />
    </div>
  );
}

export function ChoiceSamples() {
  return (
    <div className="flex flex-col gap-5">
      <div className="flex gap-3">
        <TickBox label="Not ticked" />
        <TickBox label="Ticked" defaultChecked />
        <TickBox label="Some are ticked" indeterminate />
        <TickBox label="Not to be ticked" disabled />
        <TickBox label="Ticked, and stays so" disabled defaultChecked />
      </div>
      <Checkbox label="Grant me cluster-admin there" hint="Being an administrator of Drawbridge gives no right in a cluster." defaultChecked />
      <RadioGroup label="Way in" defaultValue="paste" choices={ways} />
      <Segmented label="Expires" defaultValue="30" choices={lives} />
    </div>
  );
}

/** Refuses all that is sent, so that each error can be seen at its field and above them. */
export function RefusedFormSample() {
  return (
    <Form action={refuse} onDone={() => toast("Accepted")} className="max-w-xl">
      <Field name="name" label="Name" hint="All but “fine” is refused.">
        <Input mono placeholder="prod-eu" autoComplete="off" />
      </Field>
      <Field name="role" label="Role">
        <Select options={roles} mono />
      </Field>
      <Field name="people" label="People">
        <MultiCombobox options={roles} />
      </Field>
      <Checkbox name="agreed" label="Grant me cluster-admin there" />
      <RadioGroup name="kind" label="Way in" choices={ways} />
      <SubmitButton className="self-start">Save the sample</SubmitButton>
    </Form>
  );
}
