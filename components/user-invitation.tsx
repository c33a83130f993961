"use client";

import { useEffect, useState } from "react";
import type { CreatedUser } from "#lib/users/schema.ts";
import { Time } from "./ui/clock.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { CopyButton } from "./ui/copy-button.tsx";
import { Dialog } from "./ui/dialog.tsx";

export type Invitation = NonNullable<CreatedUser["invitation"]>;

/** A one-time link, shown this once. */
export function InvitationLink({ login, invitation }: { login: string; invitation: Invitation }) {
  const [origin, setOrigin] = useState("");
  useEffect(() => setOrigin(window.location.origin), []);
  const link = `${origin}${invitation.path}`;
  return (
    <div className="flex flex-col gap-3">
      <p>
        Give <span className="font-mono">{login}</span> this link, over a way that only they read. It works once, until{" "}
        <Time at={invitation.expiresAt} as="both" />, and lets them choose a password. It is shown only now.
      </p>
      <CodeBlock label="invitation link" text={link} copy={false} wrap />
      <span>
        <CopyButton text={link} label="Copy invitation link" shown />
      </span>
    </div>
  );
}

export function InvitationDialog({ login, invitation, onClose }: { login: string; invitation: Invitation | null; onClose: () => void }) {
  return (
    <Dialog open={invitation !== null} onOpenChange={onClose} title={`New link for ${login}`}>
      {invitation && <InvitationLink login={login} invitation={invitation} />}
    </Dialog>
  );
}
