import { z } from "zod";
import { t } from "../texts/index.ts";

export const teamNameSchema = z
  .string()
  .min(1, t("Enter a name."))
  .max(63, t("A team's name has at most 63 characters."))
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, t("Use lower-case letters, digits and - between them."))
  .refine((name) => name !== "system", t("This name means something to Kubernetes: choose another."));

export const teamSchema = z.object({ name: teamNameSchema, memberIds: z.array(z.uuid()).max(5000) });
export type TeamInput = z.infer<typeof teamSchema>;

export interface TeamView {
  id: string;
  name: string;
  members: { id: string; login: string; displayName: string }[];
  grantCount: number;
  createdAt: string;
}
