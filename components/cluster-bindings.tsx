import type { ClusterBindingView } from "#lib/reach/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Cell, Row, Surface, Table } from "./ui/table.tsx";

const bindingColumns = [{ label: t("Binding") }, { label: t("Gives") }, { label: t("Through") }] as const;

/** Bindings that others have made in a cluster. */
export function ClusterBindings({ bindings }: { bindings: readonly ClusterBindingView[] }) {
  return (
    <Surface>
      <Table label={t("Bindings of the cluster’s own")} columns={bindingColumns} dense>
        {bindings.map(({ kind, name, namespace, role, through }) => (
          <Row key={`${kind} ${namespace} ${name}`}>
            <Cell className="[overflow-wrap:anywhere]">
              <span>
                <span className="font-mono">{name}</span>{" "}
                <span className="text-ink-soft text-small">{namespace === null ? kind : t("{kind} in {namespace}", { kind, namespace })}</span>
              </span>
            </Cell>
            <Cell label={t("Gives")} mono className="[overflow-wrap:anywhere]">
              {role}
            </Cell>
            <Cell label={t("Through")} mono className="[overflow-wrap:anywhere]">
              {through.join(", ")}
            </Cell>
          </Row>
        ))}
      </Table>
    </Surface>
  );
}
