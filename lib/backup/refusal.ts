/** A backup or a restore that was not made, with a sentence for the operator that says why and what to do. */
export class BackupRefusal extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "BackupRefusal";
  }
}
