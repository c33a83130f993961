/** A move that was not made, with a sentence for the operator that says why and what to do. */
export class MoveRefusal extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "MoveRefusal";
  }
}
