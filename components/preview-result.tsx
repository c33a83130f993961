import type { PreviewView, RightAnswerView } from "#lib/reach/schema.ts";
import { ClusterBindings } from "./cluster-bindings.tsx";
import { PageSection } from "./page-section.tsx";
import { PreviewRules } from "./preview-rules.tsx";
import { Callout } from "./ui/callout.tsx";
import { Status } from "./ui/status.tsx";
import { Cell, Row, Surface, Table } from "./ui/table.tsx";

/** What the cluster answered about a person. */
export function PreviewResult({ login, namespace, preview }: { login: string; namespace: string; preview: PreviewView }) {
  const { identity, rules, incomplete, bindings, fault } = preview;
  if (identity === null)
    return (
      <Callout title={`${login} may do nothing there`}>
        <p>They have no grant in this environment, so Drawbridge lets nothing through and nobody is asked for.</p>
      </Callout>
    );
  return (
    <>
      {fault !== null && (
        <Callout tone="bad" role="alert" title={`Fails at: ${fault.step}`}>
          <p>{fault.message}</p>
          <p className="text-ink-soft">Load the page again to ask once more.</p>
        </Callout>
      )}
      <p className="max-w-2xl text-ink-soft">
        Asked as <span className="font-mono text-ink [overflow-wrap:anywhere]">{identity.username}</span>{" "}
        {identity.groups.length === 0 ? (
          "in no group: the cluster has confirmed none yet."
        ) : (
          <>
            in <span className="font-mono text-ink [overflow-wrap:anywhere]">{identity.groups.join(", ")}</span>.
          </>
        )}
      </p>
      {bindings.length > 0 && (
        <PageSection
          title="Beyond Drawbridge"
          lead="The cluster’s own bindings name this person, a group of theirs, or everyone. Drawbridge neither made them nor can take them away."
        >
          <ClusterBindings bindings={bindings} />
        </PageSection>
      )}
      {rules.length > 0 && (
        <PageSection title={`All that they may do in ${namespace}`} lead="Namespaced rights there, and what belongs to no namespace.">
          {incomplete && (
            <Callout title="The cluster cannot list all its rules">
              <p>One of its authorizers tells no rules, so there may be more than is listed. Single questions are answered in full.</p>
            </Callout>
          )}
          <PreviewRules rules={rules} />
        </PageSection>
      )}
    </>
  );
}

const answerColumns = [{ label: "May they" }, { label: "Answer" }, { label: "Why, in the cluster’s words" }] as const;

export function PreviewAnswers({ answers }: { answers: readonly RightAnswerView[] }) {
  return (
    <Surface>
      <Table label="Answers of the cluster" columns={answerColumns} dense>
        {answers.map(({ what, allowed, reason }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the own question may be one of the usual ones, and the order is fixed.
          <Row key={index}>
            <Cell mono className="[overflow-wrap:anywhere]">
              {what}
            </Cell>
            <Cell label="Answer">{allowed ? <Status tone="good">Yes</Status> : <Status tone="off">No</Status>}</Cell>
            <Cell label="Why" className="[overflow-wrap:anywhere]">
              <span className="text-ink-soft text-small">{reason || "–"}</span>
            </Cell>
          </Row>
        ))}
      </Table>
    </Surface>
  );
}
