// The parts of names in a file: lower-case letters, digits and dashes, so that no shell, tool or completion trips over one.

/** `text` as a part of a name; may be empty. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/**
 * One name part for each environment. Of environments whose names look alike the oldest keeps the plain form and the later ones get
 * their id. Asked with all environments, not with those of one file: a context must be called the same in every download, or merging
 * two files would mix up two clusters.
 */
export function environmentSlugs(environments: readonly { id: number; name: string }[]): Map<number, string> {
  const taken = new Set<string>();
  const slugs = new Map<number, string>();
  for (const { id, name } of environments.toSorted((a, b) => a.id - b.id)) {
    let candidate = slug(name) || String(id);
    while (taken.has(candidate)) candidate = `${candidate}-${id}`;
    taken.add(candidate);
    slugs.set(id, candidate);
  }
  return slugs;
}
