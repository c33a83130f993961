import { z } from "zod";
import type { Labels } from "./labels-schema.ts";

export { type Labels, labelsTextSchema, labelsToText } from "./labels-schema.ts";

export const environmentSettingsSchema = z.object({
  /** False: the cluster's own administrators bind our groups, and we make no bindings. */
  managesBindings: z.boolean(),
  /** A ceiling of get, list and watch that the cluster itself holds. */
  readOnly: z.boolean(),
  /** exec, attach, port-forward and proxying need the right to `create`, also when they are asked for by GET. */
  connectAsCreate: z.boolean(),
});
export type EnvironmentSettingsInput = z.infer<typeof environmentSettingsSchema>;

export interface EnvironmentSettingsView extends EnvironmentSettingsInput {
  id: number;
  name: string;
  /** The longest life of a token there; null: the instance's maximum alone. Changed by lib/file-expiry, which asks about files that exist. */
  expiryMaxSeconds: number | null;
  /** How the cluster can bound our impersonation (KEP-5284); null until it was asked. */
  impersonation: "constrained" | "legacy" | null;
  labels: Labels;
}
