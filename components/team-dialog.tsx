"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import type { TeamView } from "#lib/teams/schema.ts";
import { t } from "#lib/texts/index.ts";
import { useAddressAsk } from "./ui/address-ask.ts";
import { Button } from "./ui/button.tsx";
import { MultiCombobox } from "./ui/combobox.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { toast } from "./ui/toast.tsx";
import { undoBy } from "./ui/undo.ts";

export interface Member {
  id: string;
  login: string;
  displayName: string;
}

interface Props {
  /** Absent: a new one. */
  team?: TeamView;
  users: readonly Member[];
  /** Answers with the team's name. */
  action: FormAction<string>;
}

/** The button that makes a team, or changes its name and members, and its dialog. */
export function TeamDialog({ team, users, action }: Props) {
  const [open, setOpen] = useState(false);
  const forgetAsked = useAddressAsk("open", (what) => what === "add" && team === undefined && setOpen(true));
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) forgetAsked();
  };
  return (
    <Dialog open={open} onOpenChange={change} trigger={triggerFor(team)} title={team ? t("Edit {name}", { name: team.name }) : t("Add a team")} width="narrow">
      <TeamForm
        team={team}
        users={users}
        action={action}
        onDone={(name, before) => {
          change(false);
          toast(team ? t("{name} is saved.", { name }) : t("{name} is added.", { name }), before && undoBy(action, asFields(before)));
        }}
      />
    </Dialog>
  );
}

function triggerFor(team: TeamView | undefined) {
  if (!team)
    return (
      <Button tone="primary" shortcut="c">
        {t("Add team")}
      </Button>
    );
  return (
    <Button tone="quiet" size="icon" aria-label={t("Edit {name}", { name: team.name })}>
      <Pencil className="size-4" aria-hidden="true" />
    </Button>
  );
}

function asFields({ id, name, members }: TeamView) {
  return { id, name, memberIds: members.map((member) => member.id) };
}

function TeamForm({
  team: startTeam,
  users,
  action,
  onDone,
}: Pick<Props, "users" | "action"> & { team: TeamView | undefined; onDone: (name: string, before: TeamView | undefined) => void }) {
  // As it was when the form opened: a list that is refreshed meanwhile changes nothing of what is being typed.
  const [team] = useState(startTeam);
  return (
    <Form action={action} onDone={(name) => onDone(name, team)}>
      {team && <input type="hidden" name="id" value={team.id} />}
      <Field name="name" label={t("Name")} hint={t("Clusters know its members by the group drawbridge:team: and this name.")}>
        <Input mono defaultValue={team?.name ?? ""} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={63} />
      </Field>
      <Field name="memberIds" label={t("Members")} optional hint={t("Who is added or leaves has the team’s access, or not, from the next request on.")}>
        <MultiCombobox
          name="memberIds"
          mono
          options={users.map((user) => ({ value: user.id, label: user.login, detail: user.displayName }))}
          defaultValue={team?.members.map((member) => member.id) ?? []}
          placeholder={t("Type a login")}
          empty={t("No such user.")}
        />
      </Field>
      <div className="flex justify-end">
        <SubmitButton>{team ? t("Save") : t("Add team")}</SubmitButton>
      </div>
    </Form>
  );
}
