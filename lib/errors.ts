/** A refusal that belongs beside one field of a form; the action wrapper turns it into a value. Field "form" = the form as a whole. */
export class InvalidInput extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.name = "InvalidInput";
    this.field = field;
  }
}

/** Nobody is signed in, or the session has ended. */
export class Unauthenticated extends Error {
  constructor() {
    super("Sign in to go on.");
    this.name = "Unauthenticated";
  }
}

/** The person may not do this. The message is a sentence: "You need …". */
export class Forbidden extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Forbidden";
  }
}

/** The thing is not there, or not for this person: the two are told apart to nobody. The message is a sentence: "There is no such …". */
export class NotFound extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotFound";
  }
}
