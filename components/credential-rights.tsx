import type { ReactNode } from "react";
import type { CredentialAnswerView, CredentialRightsView } from "#lib/credential-rights/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Callout } from "./ui/callout.tsx";
import { Time } from "./ui/clock.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { rich } from "./ui/rich.ts";
import { Cell, Row, Surface, Table } from "./ui/table.tsx";

const titles: Record<CredentialRightsView["kind"], { title: string; lead: string }> = {
  proxy: { title: t("Proxy"), lead: t("Carries everybody’s requests. Its account in the cluster is drawbridge/proxy.") },
  manager: { title: t("Manager"), lead: t("Keeps bindings and tokens, and is never on the way of a request. Its account is drawbridge/manager.") },
};

/** One of the two credentials: its life, what it could do in other hands, and how that is ended. */
export function CredentialRights({ credential }: { credential: CredentialRightsView }) {
  const { kind, inWords, beyond, incomplete, ending, fault } = credential;
  const { title, lead } = titles[kind];
  const id = `credential-${kind}`;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div>
        <h2 id={id} className="font-strong text-head">
          {title}
        </h2>
        <p className="max-w-2xl text-ink-soft">{lead}</p>
      </div>
      <Surface>
        <dl className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-4 gap-y-4 p-5 max-sm:grid-cols-1 max-sm:gap-y-1 [&>dd]:max-w-2xl max-sm:[&>dd]:pb-3 [&>dt]:text-ink-soft">
          <dt>{t("Who steals it could")}</dt>
          <dd className="flex flex-col gap-1">
            {inWords.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </dd>
          <dt>{t("For how long")}</dt>
          <dd>
            <Life credential={credential} />
          </dd>
          <dt>{t("How it is ended")}</dt>
          <dd className="flex flex-col gap-2">
            <p>{ending.words}</p>
            <CodeBlock label={t("command to end {kind}", { kind })} text={ending.command} wrap />
          </dd>
        </dl>
        <Findings fault={fault} beyond={beyond} incomplete={incomplete} />
      </Surface>
    </section>
  );
}

function Life({ credential: { issuedAt, expiresAt, renewedFrom } }: { credential: CredentialRightsView }) {
  return (
    <p>
      {rich("Issued {time}.", { time: <Time at={issuedAt} as="both" /> })} <End expiresAt={expiresAt} renewedFrom={renewedFrom} />
    </p>
  );
}

function End({ expiresAt, renewedFrom }: Pick<CredentialRightsView, "expiresAt" | "renewedFrom">): ReactNode {
  if (expiresAt === null) return t("It has no known end.");
  const end = <Time at={expiresAt} as="both" />;
  if (renewedFrom === null) return rich("Expires {end}.", { end });
  return rich("Expires {end}; renewed by itself from {renewal} on.", { end, renewal: <Time at={renewedFrom} as="both" /> });
}

function Findings({ fault, beyond, incomplete }: Pick<CredentialRightsView, "fault" | "beyond" | "incomplete">) {
  if (fault === null && beyond.length === 0 && !incomplete) return null;
  return (
    <div className="flex flex-col gap-3 px-5 pb-5">
      {fault !== null && (
        <Callout tone="bad" title={t("The cluster could not be asked now")}>
          <p className="first-letter:uppercase">{fault}</p>
          <p className="text-ink-soft">{t("Above stands what Drawbridge has given it. Load the page again to ask once more.")}</p>
        </Callout>
      )}
      {beyond.length > 0 && (
        <Callout tone="warn" title={t("It may do more than Drawbridge has given it")}>
          <p>{t("Some other binding in the cluster allows it this, too:")}</p>
          <ul className="list-disc pl-5">
            {beyond.map((right) => (
              <li key={right} className="font-mono text-small">
                {right}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      {incomplete && (
        <Callout title={t("The cluster cannot list all its rules")}>
          <p>{t("One of its authorizers tells no rules, so there may be more than is found here. The questions below are answered in full.")}</p>
        </Callout>
      )}
    </div>
  );
}

const columns = [{ label: t("Asked of the cluster") }, { label: t("Proxy") }, { label: t("Manager") }, { label: t("Why it matters") }] as const;

/** The same questions, asked with each. Nothing where neither could be asked. */
export function CredentialAnswers({ credentials }: { credentials: readonly CredentialRightsView[] }) {
  const answersOf = (kind: CredentialRightsView["kind"]) => credentials.find((credential) => credential.kind === kind)?.answers ?? null;
  const [proxy, manager] = [answersOf("proxy"), answersOf("manager")];
  const questions = proxy ?? manager;
  if (!questions) return null;
  return (
    <Surface>
      <Table label={t("What the cluster answered")} columns={columns} dense>
        {questions.map(({ what, why }) => (
          <Row key={what}>
            <Cell>{what}</Cell>
            <Cell label={t("Proxy")}>
              <Answer answers={proxy} what={what} />
            </Cell>
            <Cell label={t("Manager")}>
              <Answer answers={manager} what={what} />
            </Cell>
            <Cell label={t("Why")}>
              <span className="text-ink-soft">{why}</span>
            </Cell>
          </Row>
        ))}
      </Table>
    </Surface>
  );
}

function Answer({ answers, what }: { answers: readonly CredentialAnswerView[] | null; what: string }) {
  const answer = answers?.find((one) => one.what === what);
  if (!answer) return <span className="text-ink-soft">{t("not asked")}</span>;
  return answer.allowed ? <span className="font-strong">{t("Yes")}</span> : <span className="text-ink-soft">{t("No")}</span>;
}
