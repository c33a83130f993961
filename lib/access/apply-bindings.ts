// Brings the bindings of a cluster to what the grants ask for. Touches only what carries our label.
import { type Binding, type ClusterClient, type ClusterObject, ClusterRefusal, pathOf } from "../environments/index.ts";
import { givesTheSame, groupBindingObject, isOfOurMaking } from "./cluster-objects.ts";
import type { GroupBinding } from "./desired-access.ts";
import type { Drift } from "./drift.ts";
import { isSettled, type Settlement, settleBinding } from "./settle-binding.ts";

export interface BindingTask {
  wanted: readonly GroupBinding[];
  /** Ours that are there now, by path. */
  own: ReadonlyMap<string, Binding>;
  /** Groups whose binding we have made: a missing one was deleted by somebody else. */
  made: ReadonlySet<string>;
  instanceId: string;
}

export interface BindingOutcome {
  /** By group, why its binding is not there: one bad namespace holds up no other grant. */
  refusals: Map<string, string>;
  drift: Drift[];
}

/** As many at once: a cluster serves others, too. */
const atOnce = 4;

/** Deletes, makes and mends; writes nothing where all is well. Throws when the cluster cannot be worked with at all. */
export async function applyBindings(manager: ClusterClient, task: BindingTask): Promise<BindingOutcome> {
  const outcome: BindingOutcome = { refusals: new Map(), drift: [] };
  const steps = planSteps(task);
  // What is to go goes first: nobody keeps a right while others are given theirs.
  for (const batch of [steps.filter(({ wanted }) => wanted === null), steps.filter(({ wanted }) => wanted !== null)]) {
    const queue = batch.values();
    await Promise.all(Array.from({ length: atOnce }, () => work(queue)));
  }
  return outcome;

  async function work(queue: Iterable<Step>): Promise<void> {
    for (const step of queue) {
      try {
        await settleBinding(manager, step);
        if (step.drift) outcome.drift.push(step.drift);
      } catch (error) {
        if (!step.binding || !isRefusalOfOne(error)) throw error;
        const { group, namespace } = step.binding;
        outcome.refusals.set(group, namespace === null ? error.message : `In namespace ${namespace}: ${error.message}`);
      }
    }
  }
}

interface Step extends Settlement {
  /** Null: what is there is to go. */
  binding: GroupBinding | null;
  drift: Drift | null;
}

/** What differs from what is wanted. Pure. */
function planSteps({ wanted, own, made, instanceId }: BindingTask): Step[] {
  const objects = new Map(wanted.map((binding) => [binding, groupBindingObject(binding, instanceId)]));
  const paths = new Set([...objects.values()].map((object) => pathOf(object).item));
  const surplus = [...own].filter(([path]) => !paths.has(path));
  return [
    ...surplus.map(([path, present]) => ({ path, present, wanted: null, instanceId, binding: null, drift: isOfOurMaking(present) ? null : drift(present) })),
    ...[...objects].flatMap(([binding, object]) => {
      const path = pathOf(object).item;
      const present = own.get(path) ?? null;
      if (present && isSettled(present, object)) return [];
      return [{ path, present, wanted: object, instanceId, binding, drift: driftOf(object, present, made.has(binding.group)) }];
    }),
  ];
}

function drift({ metadata }: Binding): Drift {
  const namespace = metadata.namespace ?? null;
  return { kind: namespace === null ? "ClusterRoleBinding" : "RoleBinding", name: metadata.name, namespace, found: "added" };
}

function driftOf(object: ClusterObject, present: Binding | null, wasMade: boolean): Drift | null {
  const { name, namespace = null } = object.metadata;
  const kind = namespace === null ? "ClusterRoleBinding" : "RoleBinding";
  if (!present) return wasMade ? { kind, name, namespace, found: "deleted" } : null;
  return givesTheSame(present, object) ? null : { kind, name, namespace, found: "changed" };
}

/** Said of this one object, not of us (401), of the moment (429) or of a broken server (5xx). */
function isRefusalOfOne(error: unknown): error is ClusterRefusal {
  return error instanceof ClusterRefusal && error.code >= 400 && error.code < 500 && error.code !== 401 && error.code !== 429;
}
