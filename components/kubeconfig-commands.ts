// What to type after the download, by shell. Pure text; the file's name is ASCII without spaces, so it needs no quotes.

export interface Commands {
  use: string;
  merge: string;
  check: string;
  tools: string;
}

const check = "kubectl auth whoami\nkubectl get ns";

export const commandShells = ["unix", "windows", "ci"] as const;
export type CommandShell = (typeof commandShells)[number];

/** `contextCount` > 1 adds how to change the context. */
export function commandsFor(shell: CommandShell, fileName: string, contextCount: number): Commands {
  const contexts = contextCount > 1 ? "\nkubectl config get-contexts" : "";
  if (shell === "windows") return { ...windows(fileName), check: check + contexts };
  if (shell === "ci") return { ...ci(), check };
  return { ...unix(fileName), check: check + contexts };
}

function unix(fileName: string): Omit<Commands, "check"> {
  const file = `~/Downloads/${fileName}`;
  return {
    // Browsers save files so that everyone on the machine can read them.
    use: `chmod 600 ${file}\nexport KUBECONFIG=${file}`,
    // Into a new file first: a redirect into the file that kubectl is about to read would empty it. The new one is named first, as the
    // first file that has a name wins when kubectl merges.
    merge: [
      "cp ~/.kube/config ~/.kube/config.bak",
      `(umask 077; KUBECONFIG=${file}:$HOME/.kube/config kubectl config view --flatten > ~/.kube/config.new) && mv ~/.kube/config.new ~/.kube/config`,
    ].join("\n"),
    tools: `k9s --kubeconfig ${file}\nhelm --kubeconfig ${file} list`,
  };
}

function windows(fileName: string): Omit<Commands, "check"> {
  const file = `$HOME\\Downloads\\${fileName}`;
  return {
    use: `$env:KUBECONFIG="${file}"`,
    merge: [
      'Copy-Item "$HOME\\.kube\\config" "$HOME\\.kube\\config.bak"',
      `$env:KUBECONFIG="${file};$HOME\\.kube\\config"`,
      // PowerShell 5 would redirect as UTF-16, which kubectl cannot read.
      'kubectl config view --flatten | Out-File -Encoding ascii "$HOME\\.kube\\config.new"',
      'if ($LASTEXITCODE -eq 0) { Move-Item -Force "$HOME\\.kube\\config.new" "$HOME\\.kube\\config" }',
      "Remove-Item Env:KUBECONFIG",
    ].join("\n"),
    tools: `k9s --kubeconfig "${file}"\nhelm --kubeconfig "${file}" list`,
  };
}

function ci(): Omit<Commands, "check"> {
  return {
    use: [
      "# Keep the file's whole text as the secret DRAWBRIDGE_KUBECONFIG",
      "export KUBECONFIG=$(mktemp)",
      `printf '%s' "$DRAWBRIDGE_KUBECONFIG" > "$KUBECONFIG"`,
    ].join("\n"),
    merge: "# A job needs no merge: this file alone is its configuration",
    tools: 'helm --kubeconfig "$KUBECONFIG" upgrade --install web ./chart',
  };
}
