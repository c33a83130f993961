"use client";

import { Ellipsis } from "lucide-react";
import type { EnvironmentView } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";
import type { EnvironmentQuestion } from "./environment-admin-dialogs.tsx";
import { Button } from "./ui/button.tsx";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "./ui/menu.tsx";

/** What can be done with one environment. */
export function EnvironmentMenu({
  environment: { id, name, health },
  onAsk,
}: {
  environment: EnvironmentView;
  onAsk: (question: EnvironmentQuestion) => void;
}) {
  return (
    <Menu
      trigger={
        <Button tone="quiet" size="icon" aria-label={t("Actions for {name}", { name })}>
          <Ellipsis className="size-4" aria-hidden="true" />
        </Button>
      }
    >
      <MenuItem onSelect={() => onAsk("test")}>{t("Test connection…")}</MenuItem>
      <MenuItem onSelect={() => onAsk("rename")}>{t("Rename…")}</MenuItem>
      <MenuLink href={`/admin/environments/${id}/settings`}>{t("Settings")}</MenuLink>
      <MenuLink href={`/admin/environments/${id}/credentials`}>{t("Credentials")}</MenuLink>
      <MenuSeparator />
      {health.state === "disabled" ? (
        <MenuItem onSelect={() => onAsk("enable")}>{t("Enable…")}</MenuItem>
      ) : (
        <MenuItem onSelect={() => onAsk("disable")} danger>
          {t("Disable…")}
        </MenuItem>
      )}
      <MenuItem onSelect={() => onAsk("remove")} danger>
        {t("Remove…")}
      </MenuItem>
    </Menu>
  );
}
