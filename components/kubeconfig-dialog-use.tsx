"use client";

import { useEffect, useRef } from "react";
import { type IssuedFile, saveFile } from "./issue-kubeconfig.ts";
import { type CommandShell, commandsFor } from "./kubeconfig-commands.ts";
import { Button } from "./ui/button.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { CopyButton } from "./ui/copy-button.tsx";
import { Tabs } from "./ui/tabs.tsx";

/** What to do with a file that was just made. */
export function KubeconfigUse({ file, copied, contextCount }: { file: IssuedFile; copied: boolean; contextCount: number }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const tab = (value: CommandShell, label: string) => ({
    value,
    label,
    content: <Blocks shell={value} fileName={file.fileName} contextCount={contextCount} />,
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 ref={heading} tabIndex={-1} className="font-strong [overflow-wrap:anywhere]">
          {copied ? "Copied to the clipboard" : <span className="font-mono">{file.fileName}</span>}
        </h3>
        <span className="flex gap-2">
          <CopyButton text={file.content} label="Copy file" shown />
          <Button size="small" onClick={() => saveFile(file)}>
            {copied ? "Download file" : "Download again"}
          </Button>
        </span>
      </div>
      <Tabs
        label="Where you use it"
        defaultValue={/Windows/.test(navigator.userAgent) ? "windows" : "unix"}
        tabs={[tab("unix", "macOS and Linux"), tab("windows", "Windows"), tab("ci", "CI")]}
      />
    </div>
  );
}

function Blocks({ shell, fileName, contextCount }: { shell: CommandShell; fileName: string; contextCount: number }) {
  const commands = commandsFor(shell, fileName, contextCount);
  return (
    <div className="flex flex-col gap-4">
      <Block title="Use it now" note="In this terminal, this file alone." command={commands.use} />
      <Block title="Check it" note="Who you are to the cluster, and a first answer from it." command={commands.check} />
      {shell !== "ci" && (
        <Block title="Merge it" note="Into the file that kubectl reads by itself. The old one stays beside it as config.bak." command={commands.merge} />
      )}
      <Block title="Other tools" note="Lens and Headlamp: add the file by its path." command={commands.tools} />
    </div>
  );
}

function Block({ title, note, command }: { title: string; note: string; command: string }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h4 className="font-medium">
        {title} <span className="font-normal text-ink-soft">{note}</span>
      </h4>
      <CodeBlock text={command} label={`commands: ${title.toLowerCase()}`} wrap />
    </section>
  );
}
