type Cluster = { name: string; server: string; certificateAuthority: string };

/** Kubeconfig text with a bearer token, such as a managed cluster's service account would have. */
export function tokenKubeconfig(cluster: Cluster & { token: string }): string {
  return kubeconfig(cluster, `    token: "${cluster.token}"`);
}

/** Kubeconfig text with a client certificate, as kubeadm writes it. `key` and `certificate` are PEM texts. */
export function certificateKubeconfig(cluster: Cluster & { key: string; certificate: string }): string {
  const lines = [`    client-certificate-data: ${base64(cluster.certificate)}`, `    client-key-data: ${base64(cluster.key)}`];
  return kubeconfig(cluster, lines.join("\n"));
}

function kubeconfig({ name, server, certificateAuthority }: Cluster, userLines: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: ${name}
  cluster:
    server: ${server}
    certificate-authority-data: ${base64(certificateAuthority)}
users:
- name: ${name}-admin
  user:
${userLines}
contexts:
- name: ${name}
  context:
    cluster: ${name}
    user: ${name}-admin
current-context: ${name}
`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
