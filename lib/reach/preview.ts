// What a person may do in a cluster, asked of the cluster itself as that person. It is not audited here: it changes nothing and shows no
// object of the cluster, and the cluster's own audit log names it by its extra, `preview`.
import type { GrantRule, Identity } from "../access/index.ts";
import { type Context, requireAdmin } from "../context.ts";
import {
  type ClusterClient,
  ClusterRefusal,
  clusterRoleSchema,
  environmentKey,
  instanceIdOf,
  openManagedCluster,
  type PolicyRule,
  rbac,
} from "../environments/index.ts";
import { t } from "../texts/index.ts";
import { askRight, askRules } from "./ask-as.ts";
import { askCluster } from "./ask-cluster.ts";
import { bindingsFor } from "./foreign-bindings.ts";
import { listForeignBindings } from "./list-foreign-bindings.ts";
import { readPersonAccess } from "./person-access.ts";
import { ruleRows } from "./rule-rows.ts";
import type { PreviewRequest, PreviewView, RightQuestion } from "./schema.ts";

/** What is always asked: what a reader of the page looks for first. */
const usual: readonly RightQuestion[] = [
  { verb: "get", resource: "pods/log" },
  { verb: "create", resource: "pods/exec" },
  { verb: "create", resource: "pods/portforward" },
  { verb: "delete", resource: "pods" },
  { verb: "patch", resource: "deployments.apps" },
  { verb: "get", resource: "secrets" },
  { verb: "create", resource: "rolebindings.rbac.authorization.k8s.io" },
];

export interface PreviewOptions {
  /** Asked beside the usual ones, and answered first. */
  question?: RightQuestion | null;
  key?: Buffer;
}

/** Null when the person or the environment is not there. Admins only. A cluster that cannot be asked is told of in `fault`, with the step. */
export async function previewRights(context: Context, request: PreviewRequest, options: PreviewOptions = {}): Promise<PreviewView | null> {
  requireAdmin(context);
  const { question = null, key = environmentKey() } = options;
  const access = await readPersonAccess(context, request.person, request.environment);
  if (!access) return null;
  const { identity, rules: grants, hindrance } = access;
  const view: PreviewView = { identity: null, rules: [], incomplete: false, answers: [], bindings: [], fault: hindrance };
  if (identity === null) return view;
  view.identity = { username: identity.username, groups: [...identity.groups] };
  const { namespace } = request;
  const instanceId = instanceIdOf(key);
  const open = (kind: "proxy" | "manager") => openManagedCluster(context.db, key, { environmentId: request.environment, kind });
  const asked = await step(
    view,
    t("Asking the cluster as {username}", { username: identity.username }),
    () => open("proxy"),
    (proxy) => askAs(proxy, identity, { namespace, question }),
  );
  const read = await step(
    view,
    t("Reading the cluster’s roles and bindings"),
    () => open("manager"),
    async (manager) => ({
      granted: await readGranted(manager, grants, namespace),
      bindings: await listForeignBindings(manager, instanceId),
    }),
  );
  if (asked) Object.assign(view, { incomplete: asked.incomplete, answers: asked.answers, rules: ruleRows(asked.rules, read?.granted ?? asked.rules) });
  if (read) view.bindings = bindingsFor(read.bindings, { ...view.identity, namespace });
  return view;
}

/** Runs `work`, and leaves in `view` what went wrong first. */
async function step<T>(
  view: Pick<PreviewView, "fault">,
  name: string,
  open: () => Promise<ClusterClient | null>,
  work: (client: ClusterClient) => Promise<T>,
): Promise<T | null> {
  const { value, fault } = await askCluster(open, work);
  if (fault !== null) view.fault ??= { step: name, message: fault };
  return value;
}

async function askAs(proxy: ClusterClient, identity: Identity, { namespace, question }: { namespace: string; question: RightQuestion | null }) {
  const questions = question === null ? usual : [question, ...usual];
  const [{ rules, incomplete }, answers] = await Promise.all([
    askRules(proxy, identity, namespace),
    Promise.all(questions.map((each) => askRight(proxy, identity, { ...each, namespace }))),
  ]);
  return { rules, incomplete, answers };
}

/** Roles that Kubernetes gives to everybody who is known: nothing that somebody has added. */
const rolesOfEveryone = ["system:basic-user", "system:discovery", "system:public-info-viewer"];

/** The rules of the roles that grants give in `namespace`. */
async function readGranted(manager: ClusterClient, grants: readonly GrantRule[], namespace: string): Promise<PolicyRule[]> {
  const inForce = grants.filter(({ namespaces }) => namespaces === null || namespaces.includes(namespace));
  const roles = [...new Set([...inForce.map(({ clusterRole }) => clusterRole), ...rolesOfEveryone])];
  return (await Promise.all(roles.map((role) => readRules(manager, role)))).flat();
}

/** A role that is gone gives nothing. */
async function readRules(manager: ClusterClient, role: string): Promise<PolicyRule[]> {
  try {
    return (await manager.send(clusterRoleSchema, { path: `/apis/${rbac}/v1/clusterroles/${encodeURIComponent(role)}` })).rules ?? [];
  } catch (error) {
    if (error instanceof ClusterRefusal && error.code === 404) return [];
    throw error;
  }
}
