"use client";

import { Ellipsis, Plus } from "lucide-react";
import { Button, ButtonLink, DownloadLink } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { SelectionBar } from "#components/ui/selection-bar.tsx";

const tones = ["primary", "secondary", "quiet", "danger"] as const;
const reason = "No environment is granted to you. Ask an administrator.";

/** Each tone at rest, small, waiting, and not to be used now. */
export function ButtonSamples() {
  return (
    <div className="flex flex-col gap-3">
      {tones.map((tone) => (
        <div key={tone} className="flex flex-wrap items-center gap-2">
          <Button tone={tone}>Download file</Button>
          <Button tone={tone} size="small">
            Connect
          </Button>
          <Button tone={tone} pending>
            Waiting
          </Button>
          <Button tone={tone} disabledReason={reason}>
            Kubeconfig
          </Button>
          <Button tone={tone} size="icon" aria-label={`More, ${tone}`}>
            <Ellipsis className="size-4" aria-hidden="true" />
          </Button>
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <Button tone="primary">
          <Plus className="size-4" aria-hidden="true" />
          Add environment
        </Button>
        <ButtonLink href="#buttons">A link</ButtonLink>
        <DownloadLink href="#buttons">A download</DownloadLink>
        <CopyButton text="copied" label="Copy command" />
        <CopyButton text="copied" label="Copy" shown />
      </div>
      <SelectionBar label="Ticked samples" text="2 ticked" onClear={() => undefined}>
        <Button tone="danger">Revoke 2 kubeconfigs</Button>
      </SelectionBar>
    </div>
  );
}
