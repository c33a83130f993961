import type { ProbeStepView, ProbeView, UploadedContextView } from "#lib/environments/schema.ts";
import type { FormAction, FormState } from "./ui/form-state.ts";

/** The server actions behind the form that adds an environment. */
export interface AddEnvironmentActions {
  readContexts: (kubeconfig: string) => Promise<FormState<UploadedContextView[]>>;
  testConnection: (choice: { kubeconfig: string; context: string; pinnedSha256: string | null }) => Promise<RunningTest>;
  add: FormAction<AddedEnvironment>;
  addFromManifest: FormAction<AddedEnvironment>;
  addOwnCluster: FormAction<AddedEnvironment>;
}

/** A test that has begun: each step as soon as it is over, and the whole at the end. */
export interface RunningTest {
  steps: ReadableStream<ProbeStepView>;
  result: Promise<FormState<ProbeView>>;
}

export interface AddedEnvironment {
  id: number;
  name: string;
}
