import { z } from "zod";
import { passwordSchema } from "../users/schema.ts";

export const signInSchema = z.object({
  login: z.string().trim().toLowerCase().min(1, "Enter your login.").max(200),
  password: z.string().min(1, "Enter your password.").max(200),
});
export type SignInInput = z.infer<typeof signInSchema>;

export const changePasswordSchema = z.object({ current: z.string().min(1, "Enter your present password.").max(200), next: passwordSchema });
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;

/** Who is signed in, as pages see it. */
export interface SessionView {
  login: string;
  displayName: string;
  isAdmin: boolean;
  mustChangePassword: boolean;
}
