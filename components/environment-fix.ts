import type { ProbeStep } from "#lib/environments/schema.ts";

export const stepNames: Record<ProbeStep, string> = {
  name: "Reading the address",
  dns: "Finding the address (DNS)",
  tcp: "Connecting (TCP)",
  tls: "Verifying the server (TLS)",
  credential: "Drawbridge’s credential (authentication)",
  rights: "Drawbridge’s rights (RBAC)",
};

interface Fix {
  words: string;
  label: string;
  /** Where it is done. */
  href: string;
}

const testAgain = "Test the connection";

/** What an administrator does about a step that fails, and where. Null: no answer at all. */
export function environmentFix(step: ProbeStep | null, id: number): Fix {
  const test = { label: testAgain, href: `/admin/environments?test=${id}` };
  const credentials = { label: "Open its credentials", href: `/admin/environments/${id}/credentials` };
  switch (step) {
    case null:
      return { words: "Test the connection now. If that hangs, too, look at the log of Drawbridge and at the load of its machine.", ...test };
    case "name":
      return { words: "The address is not one that Drawbridge may go to. Remove the environment and add the cluster again by its right address.", ...test };
    case "dns":
      return { words: "The name has to resolve on the machine that Drawbridge runs on: mend its DNS, or the record. Then test the connection.", ...test };
    case "tcp":
      return {
        words: "Start the API server, or open the way to it from Drawbridge’s machine: firewall, VPN, security group. Then test the connection.",
        ...test,
      };
    case "tls":
      return {
        words:
          "If nothing answered in time, the API server hangs, or something else listens there: look at its process and its log. If its certificate was refused, renew it; if the cluster has a new CA, remove the environment and add it with a new kubeconfig.",
        ...test,
      };
    case "credential":
      return { words: "Rotate the credentials. If the cluster does not know them at all any more, remove the environment and add it again.", ...credentials };
    case "rights":
      return { words: "Somebody changed the ClusterRole drawbridge-manager in the cluster. See what it lacks, and apply the manifest again.", ...credentials };
  }
}
