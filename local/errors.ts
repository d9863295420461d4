/** Something that only the user can mend. Its message is one line that says how. */
export class UserError extends Error {}

/** A command that ended badly, with the end of what it printed: too long for the line of the progress list. */
export class CommandFailed extends Error {
  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
  }
}

/** Hopsworks does not let a member of a project use a role. */
export class NotMapped extends Error {
  override readonly name = 'NotMapped';
}
