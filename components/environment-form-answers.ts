import type { ProbeView, UploadedContextView } from "#lib/environments/schema.ts";
import type { FormAction, FormState } from "./ui/form-state.ts";

/** The server actions behind the form that adds an environment. */
export interface AddEnvironmentActions {
  readContexts: (kubeconfig: string) => Promise<FormState<UploadedContextView[]>>;
  testConnection: (choice: { kubeconfig: string; context: string; pinnedSha256: string | null }) => Promise<FormState<ProbeView>>;
  add: FormAction<AddedEnvironment>;
  addFromManifest: FormAction<AddedEnvironment>;
}

export interface AddedEnvironment {
  id: number;
  name: string;
}
