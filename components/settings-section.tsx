import type { ReactNode } from "react";
import { PageSection } from "./page-section.tsx";
import { Surface } from "./ui/table.tsx";

/** One part of the settings, saved on its own. `anchor`: its place on the page, as it stands in the address. */
export function SettingsSection({ title, lead, anchor, children }: { title: string; lead: ReactNode; anchor?: string; children: ReactNode }) {
  return (
    <PageSection title={title} lead={lead} {...(anchor === undefined ? {} : { anchor })}>
      <Surface className="p-5">{children}</Surface>
    </PageSection>
  );
}
