"use client";

import { type ReactNode, useState } from "react";
import type { GroupBindingView } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";
import { bindingManifest } from "./binding-manifest.ts";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { rich } from "./ui/rich.ts";

const namedMax = 3;

/** Of a grant where the environment brings its own RBAC: what its administrators have yet to bind. */
export function UnboundNote({ bindings }: { bindings: readonly GroupBindingView[] }) {
  const [open, setOpen] = useState(false);
  const more = bindings.length - namedMax;
  const groups = bindings.slice(0, namedMax).map((binding, index) => (
    <span key={binding.group}>
      {index > 0 && ", "}
      {inWords(binding)}
    </span>
  ));
  return (
    <Callout title={t("Nothing in the cluster gives it yet")}>
      <p>
        {more > 0
          ? rich("This environment brings its own RBAC. Bind there {groups} and {more} more. Drawbridge looks again by itself.", { groups, more })
          : rich("This environment brings its own RBAC. Bind there {groups}. Drawbridge looks again by itself.", { groups })}
      </p>
      <div>
        <Button size="small" onClick={() => setOpen(true)}>
          {t("Show manifest")}
        </Button>
      </div>
      <Dialog open={open} onOpenChange={setOpen} title={t("What to bind in the cluster")}>
        <div className="flex flex-col gap-3">
          <p>{t("Apply this, or name the same groups in bindings of your own. Whoever has the grant is in these groups.")}</p>
          <CodeBlock label={t("manifest")} text={bindingManifest(bindings)} className="max-h-96" />
        </div>
      </Dialog>
    </Callout>
  );
}

function inWords({ group, clusterRole, namespace }: GroupBindingView): ReactNode {
  const values = { group: <span className="font-mono">{group}</span>, role: clusterRole };
  return namespace === null ? rich("group {group} to {role} everywhere", values) : rich("group {group} to {role} in {namespace}", { ...values, namespace });
}
