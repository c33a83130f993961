import type { ProbeStep } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";

export const stepNames: Record<ProbeStep, string> = {
  name: t("Reading the address"),
  dns: t("Finding the address (DNS)"),
  tcp: t("Connecting (TCP)"),
  tls: t("Verifying the server (TLS)"),
  credential: t("Drawbridge’s credential (authentication)"),
  rights: t("Drawbridge’s rights (RBAC)"),
};

interface Fix {
  words: string;
  label: string;
  /** Where it is done. */
  href: string;
}

const testAgain = t("Test the connection");

/** What an administrator does about a step that fails, and where. Null: no answer at all. */
export function environmentFix(step: ProbeStep | null, id: number): Fix {
  const test = { label: testAgain, href: `/admin/environments?test=${id}` };
  const credentials = { label: t("Open its credentials"), href: `/admin/environments/${id}/credentials` };
  switch (step) {
    case null:
      return { words: t("Test the connection now. If that hangs, too, look at the log of Drawbridge and at the load of its machine."), ...test };
    case "name":
      return { words: t("The address is not one that Drawbridge may go to. Remove the environment and add the cluster again by its right address."), ...test };
    case "dns":
      return { words: t("The name has to resolve on the machine that Drawbridge runs on: mend its DNS, or the record. Then test the connection."), ...test };
    case "tcp":
      return {
        words: t("Start the API server, or open the way to it from Drawbridge’s machine: firewall, VPN, security group. Then test the connection."),
        ...test,
      };
    case "tls":
      return {
        words: t(
          "If nothing answered in time, the API server hangs, or something else listens there: look at its process and its log. If its certificate was refused, renew it; if the cluster has a new CA, remove the environment and add it with a new kubeconfig.",
        ),
        ...test,
      };
    case "credential":
      return {
        words: t("Rotate the credentials. If the cluster does not know them at all any more, remove the environment and add it again."),
        ...credentials,
      };
    case "rights":
      return {
        words: t("Somebody changed the ClusterRole drawbridge-manager in the cluster. See what it lacks, and apply the manifest again."),
        ...credentials,
      };
  }
}
