import { z } from "zod";
import type { SecondFactorsView } from "../second-factors/schema.ts";
import { t } from "../texts/index.ts";

/** Small on purpose: the login stands in certificates' and audit logs' names, in headers, and in RBAC. No `:` can ever be in it, so no `system:` name. */
export const loginSchema = z
  .string()
  .min(1, t("Enter a login."))
  .max(64, t("A login has at most 64 characters."))
  .regex(/^[a-z0-9](?:[a-z0-9._@-]*[a-z0-9])?$/, t("Use lower-case letters, digits and . _ @ - between them."))
  .refine((login) => login !== "kubernetes-admin" && login !== "system", t("This name means something to Kubernetes: choose another."));

export const displayNameSchema = z
  .string()
  .trim()
  .min(1, t("Enter a name."))
  .max(100, t("At most 100 characters."))
  .regex(/^[^\p{C}]*$/u, t("The name has characters that cannot be shown."));

/** The length only; `passwordWeakness` judges the rest. */
export const passwordSchema = z.string().min(12, t("Use at least 12 characters: a few unrelated words are good.")).max(200, t("At most 200 characters."));

export const createUserSchema = z.object({
  login: loginSchema,
  displayName: displayNameSchema,
  isAdmin: z.boolean(),
  /** Null: a one-time invitation link is made instead. */
  initialPassword: passwordSchema.nullable(),
});
export type CreateUserInput = z.infer<typeof createUserSchema>;

export const updateUserSchema = z.object({ displayName: displayNameSchema, isAdmin: z.boolean() });
export type UpdateUserInput = z.infer<typeof updateUserSchema>;

export const resetPasswordSchema = z.object({
  endsFiles: z.boolean(),
  /** Passkeys, authenticator app and recovery codes: whoever knew the password may have added one. */
  removesFactors: z.boolean(),
});
export type ResetPasswordInput = z.infer<typeof resetPasswordSchema>;

export const firstAdminSchema = z.object({
  code: z.string().trim().min(1, t("Enter the set-up code that the terminal shows.")).max(100),
  login: loginSchema,
  displayName: displayNameSchema,
  password: passwordSchema,
});
export type FirstAdminInput = z.infer<typeof firstAdminSchema>;

export interface UserView {
  id: string;
  login: string;
  displayName: string;
  isAdmin: boolean;
  state: "active" | "invited" | "must-change-password" | "disabled";
  teams: { id: string; name: string }[];
  createdAt: string;
  lastSignInAt: string | null;
  /** Files that still work. */
  liveKubeconfigs: number;
  secondFactors: SecondFactorsView;
}

/** The only answer that ever holds an invitation: shown once. `path` starts with `/invitation/`. */
export interface CreatedUser {
  user: UserView;
  invitation: { path: string; expiresAt: string } | null;
}
