"use client";

import { Callout } from "#components/ui/callout.tsx";
import { Time } from "#components/ui/clock.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { NameLink } from "#components/ui/name-link.tsx";
import { Progress, Spinner } from "#components/ui/spinner.tsx";
import { Badge, Status } from "#components/ui/status.tsx";
import { Tabs } from "#components/ui/tabs.tsx";

const instant = "2031-05-04T14:05:00Z";

export function StateSamples() {
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-4">
        <Status tone="good">Ready</Status>
        <Status tone="done">Done</Status>
        <Status tone="waiting">Applying…</Status>
        <Status tone="warn">Slow</Status>
        <Status tone="bad">Down</Status>
        <Status tone="off">Disabled</Status>
        <Badge>eu-west</Badge>
        <NameLink href="#states">staging</NameLink>
      </div>
      <div className="flex flex-wrap gap-4">
        <Time at={instant} as="instant" />
        <Time at={instant} as="second" />
        <Spinner label="Working" />
        <Progress>Testing the connection…</Progress>
      </div>
    </div>
  );
}

export function MessageSamples() {
  return (
    <div className="flex flex-col gap-3">
      <Callout>Drawbridge installs two service accounts and throws this file away.</Callout>
      <Callout tone="warn" title="A file that never expires">
        Whoever gets hold of it has your rights until somebody revokes it.
      </Callout>
      <Callout tone="bad" title="The certificate does not match">
        It names api.example.com, not 10.0.0.1.example.internal.with-a-name-that-does-not-fit-on-one-line.example.com. Use the name in the server URL.
      </Callout>
    </div>
  );
}

export function CodeSamples() {
  const unix = <CodeBlock label="command" text="export KUBECONFIG=~/Downloads/laptop.yaml" />;
  const windows = <CodeBlock label="command" text={'$env:KUBECONFIG="$HOME\\Downloads\\laptop.yaml"'} />;
  return (
    <div className="flex flex-col gap-3">
      <Tabs
        label="Shell"
        tabs={[
          { value: "unix", label: "macOS and Linux", content: unix },
          { value: "windows", label: "Windows", content: windows },
        ]}
      />
      <CodeBlock
        label="kubeconfig"
        text={`apiVersion: v1\nkind: Config\nclusters:\n  - name: drawbridge-cluster-staging # ${"a line that does not end ".repeat(6)}`}
      />
      <CodeBlock label="key" text={"ABCD EFGH ".repeat(20)} wrap />
    </div>
  );
}
