// The few fields of Kubernetes' objects that we read.
import { z } from "zod";

export const statusSchema = z.object({ kind: z.literal("Status"), message: z.string(), reason: z.string().optional() });
export const versionSchema = z.object({ gitVersion: z.string().regex(/^[\x20-\x7e]{1,100}$/) });

export const metadataSchema = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Metadata = z.infer<typeof metadataSchema>;

export const objectSchema = z.object({ metadata: metadataSchema });
export const objectListSchema = z.object({ metadata: z.object({ continue: z.string().optional() }).optional(), items: z.array(objectSchema) });

export const tokenRequestSchema = z.object({ status: z.object({ token: z.string().min(1), expirationTimestamp: z.iso.datetime({ offset: true }) }) });
export const whoAmISchema = z.object({ status: z.object({ userInfo: z.object({ username: z.string(), groups: z.array(z.string()).optional() }) }) });
export const accessReviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });

const ruleSchema = z.object({
  apiGroups: z.array(z.string()).optional(),
  resources: z.array(z.string()).optional(),
  resourceNames: z.array(z.string()).optional(),
  nonResourceURLs: z.array(z.string()).optional(),
  verbs: z.array(z.string()),
});
export type PolicyRule = z.infer<typeof ruleSchema>;
/** Of a SelfSubjectRulesReview. `incomplete`: an authorizer of the cluster cannot list its rules. */
export const rulesReviewSchema = z.object({
  status: z.object({
    incomplete: z.boolean(),
    resourceRules: z.array(ruleSchema).nullish(),
    nonResourceRules: z.array(ruleSchema).nullish(),
  }),
});

/** Loose: what others have added to it stays when it is written again. */
export const clusterRoleSchema = z.looseObject({ metadata: z.looseObject(metadataSchema.shape), rules: z.array(ruleSchema).nullish() });

const subjectSchema = z.object({ kind: z.string(), name: z.string(), apiGroup: z.string().optional(), namespace: z.string().optional() });
export const bindingSchema = z.object({
  metadata: metadataSchema,
  roleRef: z.object({ kind: z.string(), name: z.string(), apiGroup: z.string() }),
  subjects: z.array(subjectSchema).nullish(),
});
export type Binding = z.infer<typeof bindingSchema>;
export const bindingListSchema = z.object({ metadata: z.object({ continue: z.string().optional() }).optional(), items: z.array(bindingSchema) });

/** Aggregated discovery (Kubernetes 1.30 and later): every API group with its resources in one answer. */
export const discoverySchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string().optional() }).optional(),
      versions: z.array(z.object({ resources: z.array(z.object({ resource: z.string(), verbs: z.array(z.string()) })).nullish() })),
    }),
  ),
});
