"use client";

import { useEffect, useRef, useState } from "react";
import type { IssuedFile } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { saveFile } from "./issue-kubeconfig.ts";
import { type CommandShell, type Commands, type CommandTool, commandsFor } from "./kubeconfig-commands.ts";
import { KubeconfigCheck } from "./kubeconfig-dialog-check.tsx";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Time } from "./ui/clock.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { Segmented } from "./ui/radio-group.tsx";
import { rich } from "./ui/rich.ts";
import { Tabs } from "./ui/tabs.tsx";

/** The two ways to have the file made. */
export type IssueWay = "download" | "copy";
/** The two ways in which a file may have reached the person; null: it has not yet. */
export type Kept = "downloaded" | "copied" | null;

export interface FreshFile {
  file: IssuedFile;
  kept: Kept;
}

/** Gives a file that was just made to the browser or the clipboard, and says whether that went well. */
export async function keepFile(file: IssuedFile, way: IssueWay): Promise<FreshFile> {
  if (way === "download") {
    saveFile(file);
    return { file, kept: "downloaded" };
  }
  return { file, kept: (await copied(file)) ? "copied" : null };
}

function copied({ content }: IssuedFile): Promise<boolean> {
  return navigator.clipboard.writeText(content).then(
    () => true,
    () => false,
  );
}

/** A file that was just made: left whether it works, right what to do with it. */
export function CheckedAndUsed({ fresh, onKept }: { fresh: FreshFile; onKept: (kept: Kept) => void }) {
  return (
    <div className="flex flex-col gap-5 panes:grid panes:h-[min(40rem,calc(100dvh-14rem))] panes:grid-cols-[5fr_6fr] panes:gap-6">
      <KubeconfigCheck entries={fresh.file.entries} />
      <div className="-mx-1 min-h-0 px-1 panes:overflow-y-auto panes:pb-1">
        <KubeconfigUse fresh={fresh} onKept={onKept} />
      </div>
    </div>
  );
}

function KubeconfigUse({ fresh: { file, kept }, onKept }: { fresh: FreshFile; onKept: (kept: Kept) => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const tab = (value: CommandShell, label: string) => ({
    value,
    label,
    content: <Blocks shell={value} fileName={file.fileName} contextCount={file.entries.length} />,
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h3 ref={heading} tabIndex={-1} className="font-strong [overflow-wrap:anywhere]">
            {kept === "copied" ? t("Copied to the clipboard") : <span className="font-mono">{file.fileName}</span>}
          </h3>
          <p className="text-ink-soft">{file.expiresAt === null ? t("Never expires") : <Expiry at={file.expiresAt} />}</p>
        </div>
        <span className="flex gap-2">
          <Button size="small" onClick={async () => onKept((await copied(file)) ? (kept ?? "copied") : kept)}>
            {t("Copy file")}
          </Button>
          <Button
            size="small"
            onClick={() => {
              saveFile(file);
              onKept("downloaded");
            }}
          >
            {kept === "downloaded" ? t("Download again") : t("Download file")}
          </Button>
        </span>
      </div>
      {kept === null && (
        <Callout tone="warn" role="alert">
          <p>{t("The browser did not let us copy. Download the file instead: it cannot be shown again later.")}</p>
        </Callout>
      )}
      <Tabs
        label={t("Where you use it")}
        defaultValue={/Windows/.test(navigator.userAgent) ? "windows" : "unix"}
        tabs={[tab("unix", "bash, zsh"), tab("fish", "fish"), tab("windows", "PowerShell"), tab("ci", "CI")]}
      />
    </div>
  );
}

function Expiry({ at }: { at: string }) {
  return <>{rich("Expires {time}", { time: <Time at={at} as="both" /> })}</>;
}

function Blocks({ shell, fileName, contextCount }: { shell: CommandShell; fileName: string; contextCount: number }) {
  const commands = commandsFor(shell, fileName, contextCount);
  return (
    <div className="flex flex-col gap-4">
      <Block title={t("Use it now")} note={t("In this terminal, this file alone.")} command={commands.use} />
      <Block title={t("Check it")} note={t("Who you are to the cluster, and a first answer from it.")} command={commands.check} />
      {commands.merge !== null && (
        <Block
          title={t("Merge it")}
          note={t("Into the file that kubectl reads by itself. The old one stays beside it as config.bak.")}
          command={commands.merge}
        />
      )}
      <Tools commands={commands.tools} />
    </div>
  );
}

const tools: Record<CommandTool, { label: string; note: string }> = {
  kubectl: { label: "kubectl", note: t("For one command, whatever the terminal is set to.") },
  k9s: { label: "k9s", note: t("Starts with this file alone.") },
  helm: { label: "helm", note: t("Takes this file alone.") },
  lens: { label: "Lens", note: t("In the preferences, under “Kubernetes”, “Kubeconfig Syncs”, sync the file at this path.") },
  headlamp: { label: "Headlamp", note: t("Press “Add Cluster”, “Load from KubeConfig”, and choose the file at this path.") },
  vscode: {
    label: "VS Code",
    note: t("With the Kubernetes extension, run “Kubernetes: Set Kubeconfig”, “+ Add new kubeconfig”, and choose the file at this path."),
  },
};

function Tools({ commands }: { commands: Commands["tools"] }) {
  const [tool, setTool] = useState<CommandTool>("kubectl");
  const shown = commands.find((each) => each.tool === tool) ?? commands[0];
  if (shown === undefined) return null;
  return (
    <section className="flex flex-col gap-1.5">
      <Segmented
        label={t("In your tool")}
        value={shown.tool}
        onChange={(value) => setTool(commands.find((each) => each.tool === value)?.tool ?? "kubectl")}
        choices={commands.map((each) => ({ value: each.tool, label: tools[each.tool].label }))}
      />
      <p className="text-ink-soft">{tools[shown.tool].note}</p>
      <CodeBlock text={shown.command} label={t("commands: {label}", { label: tools[shown.tool].label })} wrap />
    </section>
  );
}

function Block({ title, note, command }: { title: string; note: string; command: string }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h4 className="font-medium">
        {title} <span className="font-normal text-ink-soft">{note}</span>
      </h4>
      <CodeBlock text={command} label={t("commands: {title}", { title: title.toLowerCase() })} wrap />
    </section>
  );
}
