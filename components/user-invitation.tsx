"use client";

import { useEffect, useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { CreatedUser } from "#lib/users/schema.ts";
import { Time } from "./ui/clock.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { CopyButton } from "./ui/copy-button.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { rich } from "./ui/rich.ts";

export type Invitation = NonNullable<CreatedUser["invitation"]>;

/** A one-time link, shown this once. */
export function InvitationLink({ login, invitation }: { login: string; invitation: Invitation }) {
  const [origin, setOrigin] = useState("");
  useEffect(() => setOrigin(window.location.origin), []);
  const link = `${origin}${invitation.path}`;
  return (
    <div className="flex flex-col gap-3">
      <p>
        {rich("Give {login} this link, over a way that only they read. It works once, until {time}, and lets them choose a password. It is shown only now.", {
          login: <span className="font-mono">{login}</span>,
          time: <Time at={invitation.expiresAt} as="both" />,
        })}
      </p>
      <CodeBlock label={t("invitation link")} text={link} copy={false} wrap />
      <span>
        <CopyButton text={link} label={t("Copy invitation link")} shown />
      </span>
    </div>
  );
}

export function InvitationDialog({ login, invitation, onClose }: { login: string; invitation: Invitation | null; onClose: () => void }) {
  return (
    <Dialog open={invitation !== null} onOpenChange={onClose} title={t("New link for {login}", { login })}>
      {invitation && <InvitationLink login={login} invitation={invitation} />}
    </Dialog>
  );
}
