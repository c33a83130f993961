import type { PreviewView, RightAnswerView } from "#lib/reach/schema.ts";
import { t } from "#lib/texts/index.ts";
import { ClusterBindings } from "./cluster-bindings.tsx";
import { PageSection } from "./page-section.tsx";
import { PreviewRules } from "./preview-rules.tsx";
import { Callout } from "./ui/callout.tsx";
import { rich } from "./ui/rich.ts";
import { Status } from "./ui/status.tsx";
import { Cell, Row, Surface, Table } from "./ui/table.tsx";

/** What the cluster answered about a person. */
export function PreviewResult({ login, namespace, preview }: { login: string; namespace: string; preview: PreviewView }) {
  const { identity, rules, incomplete, bindings, fault } = preview;
  if (identity === null)
    return (
      <Callout title={t("{login} may do nothing there", { login })}>
        <p>{t("They have no grant in this environment, so Drawbridge lets nothing through and nobody is asked for.")}</p>
      </Callout>
    );
  return (
    <>
      {fault !== null && (
        <Callout tone="bad" role="alert" title={t("Fails at: {step}", { step: fault.step })}>
          <p>{fault.message}</p>
          <p className="text-ink-soft">{t("Load the page again to ask once more.")}</p>
        </Callout>
      )}
      <p className="max-w-2xl text-ink-soft">
        {identity.groups.length === 0
          ? rich("Asked as {username} in no group: the cluster has confirmed none yet.", { username: <Name>{identity.username}</Name> })
          : rich("Asked as {username} in {groups}.", { username: <Name>{identity.username}</Name>, groups: <Name>{identity.groups.join(", ")}</Name> })}
      </p>
      {bindings.length > 0 && (
        <PageSection
          title={t("Beyond Drawbridge")}
          lead={t("The cluster’s own bindings name this person, a group of theirs, or everyone. Drawbridge neither made them nor can take them away.")}
        >
          <ClusterBindings bindings={bindings} />
        </PageSection>
      )}
      {rules.length > 0 && (
        <PageSection title={t("All that they may do in {namespace}", { namespace })} lead={t("Namespaced rights there, and what belongs to no namespace.")}>
          {incomplete && (
            <Callout title={t("The cluster cannot list all its rules")}>
              <p>{t("One of its authorizers tells no rules, so there may be more than is listed. Single questions are answered in full.")}</p>
            </Callout>
          )}
          <PreviewRules rules={rules} />
        </PageSection>
      )}
    </>
  );
}

const answerColumns = [{ label: t("May they") }, { label: t("Answer") }, { label: t("Why, in the cluster’s words") }] as const;

export function PreviewAnswers({ answers }: { answers: readonly RightAnswerView[] }) {
  return (
    <Surface>
      <Table label={t("Answers of the cluster")} columns={answerColumns} dense>
        {answers.map(({ what, allowed, reason }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the own question may be one of the usual ones, and the order is fixed.
          <Row key={index}>
            <Cell mono className="[overflow-wrap:anywhere]">
              {what}
            </Cell>
            <Cell label={t("Answer")}>{allowed ? <Status tone="good">{t("Yes")}</Status> : <Status tone="off">{t("No")}</Status>}</Cell>
            <Cell label={t("Why")} className="[overflow-wrap:anywhere]">
              <span className="text-ink-soft text-small">{reason || "–"}</span>
            </Cell>
          </Row>
        ))}
      </Table>
    </Surface>
  );
}

function Name({ children }: { children: string }) {
  return <span className="font-mono text-ink [overflow-wrap:anywhere]">{children}</span>;
}
