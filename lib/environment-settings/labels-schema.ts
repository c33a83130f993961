import { z } from "zod";
import { t } from "../texts/index.ts";

/** As `metadata.labels` of Kubernetes: key to value. They are for finding and grouping, and give no right. */
export type Labels = Readonly<Record<string, string>>;

const labelsMax = 32;

const word = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const domain = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** By the rules of Kubernetes: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const labelsSchema = z.record(z.string(), z.string()).superRefine((labels, issues) => {
  const entries = Object.entries(labels);
  if (entries.length > labelsMax) issues.addIssue({ code: "custom", message: t("At most {labelsMax} labels.", { labelsMax }) });
  for (const [key, value] of entries) {
    const fault = faultOfKey(key) ?? faultOfValue(key, value);
    if (fault !== null) issues.addIssue({ code: "custom", message: fault });
  }
});

function faultOfKey(key: string): string | null {
  const slash = key.lastIndexOf("/");
  const [prefix, name] = slash === -1 ? [null, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (prefix !== null && (prefix.length > 253 || !domain.test(prefix)))
    return t("“{key}”: what stands before the slash is a domain name, such as example.com.", { key });
  if (name.length > 63 || !word.test(name))
    return t("“{key}” is not the key of a label: up to 63 letters, digits and . _ - that begin and end with a letter or digit.", { key });
  return null;
}

function faultOfValue(key: string, value: string): string | null {
  if (value === "" || (value.length <= 63 && word.test(value))) return null;
  return t("“{value}” cannot be the value of {key}: up to 63 letters, digits and . _ - that begin and end with a letter or digit.", { value, key });
}

/** `key=value`, one a line, by key. */
export function labelsToText(labels: Labels): string {
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]}`)
    .join("\n");
}

/** `key=value` by lines, commas or spaces, as labels. */
export const labelsTextSchema = z
  .string()
  .max(10_000, t("These are too many labels."))
  .transform((text, issues): Labels => {
    const labels = new Map<string, string>();
    for (const part of text.split(/[\s,]+/).filter((each) => each !== "")) {
      const [, key, value] = /^([^=]+)=(.*)$/.exec(part) ?? [];
      const fault =
        key === undefined || value === undefined
          ? t("“{part}” is not a label: write key=value.", { part })
          : labels.has(key)
            ? `${key} is there twice.`
            : faultOfKey(key);
      if (fault !== null) issues.addIssue({ code: "custom", message: fault });
      else if (key !== undefined && value !== undefined) labels.set(key, value);
    }
    return Object.fromEntries(labels);
  })
  .pipe(labelsSchema);
