// What the two credentials of an environment could do in other hands, asked of the cluster with each of them.
import { type Context, requireAdmin } from "../context.ts";
import {
  type ClusterClient,
  ClusterUnreachable,
  clusterNamespace,
  environmentKey,
  isClusterFault,
  openManagedCluster,
  renewalDueAt,
  rulesReviewSchema,
} from "../environments/index.ts";
import { t, tn } from "../texts/index.ts";
import { askQuestions } from "./questions.ts";
import { impersonated, rightsBeyond } from "./rules.ts";
import type { CredentialRightsView, EnvironmentCredentialsView } from "./schema.ts";

type Kind = CredentialRightsView["kind"];

/** Null when there is no such environment. Admins only. A cluster that cannot be asked is told of in `fault`. */
export async function readCredentialRights(
  context: Context,
  environmentId: number,
  key: Buffer = environmentKey(),
): Promise<EnvironmentCredentialsView | null> {
  requireAdmin(context);
  const select = { id: true, name: true, credentials: { select: { kind: true, issuedAt: true, expiresAt: true } } };
  const row = await context.db.environment.findUnique({ where: { id: environmentId }, select });
  if (!row) return null;
  const credentials = await Promise.all(
    (["proxy", "manager"] as const).flatMap((kind) => {
      const stored = row.credentials.find((credential) => credential.kind === kind);
      if (!stored) return [];
      const { issuedAt, expiresAt } = stored;
      const dates = {
        issuedAt: issuedAt.toISOString(),
        expiresAt: expiresAt?.toISOString() ?? null,
        renewedFrom: renewalDueAt(stored)?.toISOString() ?? null,
      };
      return [ask(context, key, { environmentId, kind }).then((asked) => ({ kind, ...dates, ending: endingOf(kind), ...asked }))];
    }),
  );
  return { id: row.id, name: row.name, credentials };
}

type Asked = Pick<CredentialRightsView, "inWords" | "answers" | "beyond" | "incomplete" | "fault">;

async function ask({ db }: Context, key: Buffer, target: { environmentId: number; kind: Kind }): Promise<Asked> {
  let client: ClusterClient | null = null;
  try {
    client = await openManagedCluster(db, key, target);
    if (!client) throw new ClusterUnreachable(() => t("the environment was removed"));
    const { status } = await client.send(rulesReviewSchema, {
      method: "POST",
      path: "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
      body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace: clusterNamespace } },
    });
    const rules = status.resourceRules ?? [];
    const answers = await askQuestions(client);
    const beyond = rightsBeyond(target.kind, rules);
    return { inWords: wordsFor(target.kind, impersonated(rules)), answers, beyond, incomplete: status.incomplete, fault: null };
  } catch (error) {
    if (!isClusterFault(error)) throw error;
    return { inWords: wordsFor(target.kind, null), answers: null, beyond: [], incomplete: false, fault: error.said };
  } finally {
    client?.close();
  }
}

function wordsFor(kind: Kind, counts: { users: number; groups: number } | null): string[] {
  if (kind === "manager")
    return [
      t(
        "Bind any ClusterRole to anyone, and so become cluster-admin in the end. Each such step is in the cluster’s audit log, and Drawbridge removes bindings with its labels that it did not make.",
      ),
      t("Make new tokens of Drawbridge’s two accounts, and read the names of namespaces and roles and all bindings."),
      t("It reads no Secret and no workload by itself, and is never on the way of anybody’s requests."),
    ];
  return [actsAs(counts), t("Alone, without naming one of them, it can read and change nothing.")];
}

function actsAs(counts: { users: number; groups: number } | null): string {
  if (counts === null) return t("Act as the people who have access here in their groups, and so do what they may do here, and no more.");
  if (counts.users === 0) return t("Nothing: nobody has access here, so there is nobody whom it could act as.");
  return tn(
    counts.users,
    "Act as one of {count} person in their {groups}, and so do what they may do here, and no more.",
    "Act as one of {count} people in their {groups}, and so do what they may do here, and no more.",
    { groups: tn(counts.groups, "{count} group", "{count} groups") },
  );
}

function endingOf(kind: Kind): CredentialRightsView["ending"] {
  if (kind === "proxy")
    return {
      words: t(
        "A stolen copy ends with its expiry. To end every copy within 10 seconds, make the account anew and then renew the tokens here: requests fail in between.",
      ),
      command: `kubectl delete serviceaccount proxy -n ${clusterNamespace} && kubectl create serviceaccount proxy -n ${clusterNamespace}`,
    };
  return {
    words: t(
      "A stolen copy ends with its expiry. To end every copy within 10 seconds, delete the account; Drawbridge then cannot keep the cluster any more, and you remove the environment and add it again.",
    ),
    command: `kubectl delete serviceaccount manager -n ${clusterNamespace}`,
  };
}
