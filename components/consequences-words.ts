import type { AffectedFiles, ConsequencesView, LostRight } from "#lib/consequences/schema.ts";
import { formatList, t, tn } from "#lib/texts/index.ts";
import { rightsInWords } from "./rights-in-words.ts";

const namedMax = 3;
const rightsMax = 6;

/** What breaks for whom, sentence by sentence; empty when nothing does. `place`: the environment that goes, where it is one. */
export function consequencesInWords({ files, narrowed, streams, sessions, rights }: ConsequencesView, place: string | null = null): string[] {
  const ends = [
    ...(files.count > 0 ? [tn(files.count, "{count} file of {names}", "{count} files of {names}", { names: namesOf(files) })] : []),
    ...(streams > 0 ? [tn(streams, "{count} open stream", "{count} open streams")] : []),
    ...(sessions > 0 ? [tn(sessions, "{count} browser session", "{count} browser sessions")] : []),
  ];
  const sentences = ends.length > 0 ? [t("Ends {ends}.", { ends: formatList(ends) })] : [];
  if (narrowed.count > 0) sentences.push(narrowedInWords(narrowed, place));
  sentences.push(...rights.slice(0, rightsMax).map(rightInWords));
  if (rights.length > rightsMax)
    sentences.push(
      t("And {rights} of {people}.", {
        rights: tn(rights.length - rightsMax, "{count} more right", "{count} more rights"),
        people: tn(peopleOf(rights.slice(rightsMax)), "{count} person", "{count} people"),
      }),
    );
  return sentences;
}

function narrowedInWords(files: AffectedFiles, place: string | null): string {
  const names = namesOf(files);
  if (place === null)
    return tn(files.count, "{count} file of {names} loses it and works on elsewhere.", "{count} files of {names} lose it and work on elsewhere.", { names });
  const values = { names, place };
  return tn(
    files.count,
    "{count} file of {names} loses {place} and works on elsewhere.",
    "{count} files of {names} lose {place} and work on elsewhere.",
    values,
  );
}

function rightInWords({ login, environment, idleFiles, ...right }: LostRight): string {
  const values = { environment, login, rights: rightsInWords([right]) };
  if (idleFiles === null) return t("In {environment}, {login} loses {rights}.", values);
  if (idleFiles === 0) return t("In {environment}, {login} loses {rights}, the last right there.", values);
  return tn(
    idleFiles,
    "In {environment}, {login} loses {rights}, the last right there: {count} file can do nothing there then.",
    "In {environment}, {login} loses {rights}, the last right there: {count} files can do nothing there then.",
    values,
  );
}

function peopleOf(rights: readonly LostRight[]): number {
  return new Set(rights.map(({ login }) => login)).size;
}

function namesOf({ owners }: AffectedFiles): string {
  const more = owners.length - namedMax;
  return more > 0 ? t("{names} and {more} more", { names: owners.slice(0, namedMax).join(", "), more }) : formatList(owners);
}
