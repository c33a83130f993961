import type { AffectedFiles, ConsequencesView, LostRight } from "#lib/consequences/schema.ts";
import { t } from "#lib/texts/index.ts";
import { rightsInWords } from "./rights-in-words.ts";

const namedMax = 3;
const rightsMax = 6;

/** What breaks for whom, sentence by sentence; empty when nothing does. `place`: the environment that goes, where it is one. */
export function consequencesInWords({ files, narrowed, streams, sessions, rights }: ConsequencesView, place: string | null = null): string[] {
  const ends = [
    ...(files.count > 0 ? [`${counted(files.count, "file")} of ${namesOf(files)}`] : []),
    ...(streams > 0 ? [counted(streams, "open stream")] : []),
    ...(sessions > 0 ? [counted(sessions, "browser session")] : []),
  ];
  const sentences = ends.length > 0 ? [t("Ends {ends}.", { ends: listed(ends) })] : [];
  if (narrowed.count > 0)
    sentences.push(
      `${counted(narrowed.count, "file")} of ${namesOf(narrowed)} ${narrowed.count === 1 ? "loses" : "lose"} ${place ?? "it"} and ${narrowed.count === 1 ? "works" : "work"} on elsewhere.`,
    );
  sentences.push(...rights.slice(0, rightsMax).map(rightInWords));
  if (rights.length > rightsMax)
    sentences.push(
      t("And {counted} of {rights}.", {
        counted: counted(rights.length - rightsMax, "more right"),
        rights: counted(peopleOf(rights.slice(rightsMax)), "person", "people"),
      }),
    );
  return sentences;
}

function rightInWords({ login, environment, idleFiles, ...right }: LostRight): string {
  const rest = idleFiles === null ? "" : `, the last right there${idleFiles === 0 ? "" : `: ${counted(idleFiles, "file")} can do nothing there then`}`;
  return t("In {environment}, {login} loses {rights}{rest}.", { environment, login, rights: rightsInWords([right]), rest });
}

function peopleOf(rights: readonly LostRight[]): number {
  return new Set(rights.map(({ login }) => login)).size;
}

function namesOf({ owners }: AffectedFiles): string {
  const more = owners.length - namedMax;
  return more > 0 ? `${owners.slice(0, namedMax).join(", ")} and ${more} more` : listed(owners);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : several}`;
}
