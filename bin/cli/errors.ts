/** Something that whoever runs the command can mend; its message says how. */
export class UserError extends Error {
  public override readonly name = 'UserError';
}
