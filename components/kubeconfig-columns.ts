import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import type { TableColumn } from "./ui/table-sort.ts";

export const newestFirst = { by: "created", descending: true };

const columns: readonly TableColumn<KubeconfigView>[] = [
  { key: "name", label: t("Name"), sortKey: "server" },
  { key: "owner", label: t("Owner"), sortKey: "server" },
  { key: "environments", label: t("Environments") },
  { key: "created", label: t("Created"), sortKey: "server", greatestFirst: true, className: "max-lg:hidden" },
  { key: "expires", label: t("Expires"), sortKey: "server" },
  { key: "used", label: t("Last used"), sortKey: "server", greatestFirst: true, className: "max-lg:hidden" },
  { key: "state", label: t("State") },
];
const ownColumns = columns.filter(({ key }) => key !== "owner");

/** Of the list of everyone's files, or of one's own. */
export function kubeconfigColumns(everyone: boolean): readonly TableColumn<KubeconfigView>[] {
  return everyone ? columns : ownColumns;
}

/** In the choice of columns. */
export function kubeconfigTable(everyone: boolean): string {
  return everyone ? "all-files" : "files";
}
