// What to type after the download, by shell. Pure text; the file's name is ASCII without spaces, so it needs no quotes.

export interface Commands {
  use: string;
  /** Null: there is nothing to merge. */
  merge: string | null;
  check: string;
  /** Those that there are where this shell is. */
  tools: readonly { tool: CommandTool; command: string }[];
}

export const commandShells = ["unix", "fish", "windows", "ci"] as const;
export type CommandShell = (typeof commandShells)[number];

export type CommandTool = "kubectl" | "k9s" | "helm" | "lens" | "headlamp" | "vscode";

const check = "kubectl auth whoami\nkubectl get ns";

/** `contextCount` > 1 adds how to change the context. */
export function commandsFor(shell: CommandShell, fileName: string, contextCount: number): Commands {
  if (shell === "ci") return { use: ciUse, merge: null, check, tools: [kubectlWith('"$KUBECONFIG"'), helmWith('"$KUBECONFIG"')] };
  const { use, merge, file, shownFile } = { unix, fish, windows }[shell](fileName);
  // Of the three with windows only the path is told: it is what their own dialogs ask for.
  const windowed = (["lens", "headlamp", "vscode"] as const).map((tool) => ({ tool, command: shownFile }));
  const tools = [kubectlWith(file), { tool: "k9s" as const, command: `k9s --kubeconfig ${file}` }, helmWith(file), ...windowed];
  return { use, merge, check: contextCount > 1 ? `${check}\nkubectl config get-contexts` : check, tools };
}

function kubectlWith(file: string) {
  return { tool: "kubectl" as const, command: `kubectl --kubeconfig ${file} get pods` };
}

function helmWith(file: string) {
  return { tool: "helm" as const, command: `helm --kubeconfig ${file} list` };
}

interface ShellCommands {
  use: string;
  merge: string;
  /** The file's path as the shell reads it. */
  file: string;
  /** The same as a dialog of the system reads it. */
  shownFile: string;
}

function unix(fileName: string): ShellCommands {
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
    ...{ file, shownFile: file },
  };
}

function fish(fileName: string): ShellCommands {
  const file = `~/Downloads/${fileName}`;
  return {
    use: `chmod 600 ${file}\nset -gx KUBECONFIG ${file}`,
    // fish has no subshell that would keep a umask to itself: the new file is made private before anything is in it.
    merge: [
      "cp ~/.kube/config ~/.kube/config.bak",
      "touch ~/.kube/config.new; and chmod 600 ~/.kube/config.new",
      `env KUBECONFIG=$HOME/Downloads/${fileName}:$HOME/.kube/config kubectl config view --flatten > ~/.kube/config.new; and mv ~/.kube/config.new ~/.kube/config`,
    ].join("\n"),
    ...{ file, shownFile: file },
  };
}

function windows(fileName: string): ShellCommands {
  const file = `$HOME\\Downloads\\${fileName}`;
  return {
    use: `$env:KUBECONFIG="${file}"`,
    merge: [
      'Copy-Item "$HOME\\.kube\\config" "$HOME\\.kube\\config.bak"',
      `$env:KUBECONFIG="${file};$HOME\\.kube\\config"`,
      // A redirect of Windows PowerShell 5.1 writes UTF-16, which kubectl cannot read, and what kubectl prints is read in the code page of the
      // console. These two lines are UTF-8 on both ends, in 5.1 and in 7.
      "[Console]::OutputEncoding = [Text.Encoding]::UTF8",
      '[IO.File]::WriteAllLines("$HOME\\.kube\\config.new", [string[]](kubectl config view --flatten))',
      'if ($LASTEXITCODE -eq 0) { Move-Item -Force "$HOME\\.kube\\config.new" "$HOME\\.kube\\config" }',
      "Remove-Item Env:KUBECONFIG",
    ].join("\n"),
    file: `"${file}"`,
    shownFile: `%USERPROFILE%\\Downloads\\${fileName}`,
  };
}

const ciUse = [
  "# Keep the file's whole text as the secret DRAWBRIDGE_KUBECONFIG",
  "export KUBECONFIG=$(mktemp)",
  `printf '%s' "$DRAWBRIDGE_KUBECONFIG" > "$KUBECONFIG"`,
].join("\n");
