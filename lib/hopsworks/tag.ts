/** A tag that marks what a policy is about; key and value are compared exactly, upper and lower case included. */
export interface Tag {
  /** The key: 1 to 128 characters, not beginning with `aws:`. Literal, since it becomes part of a condition key. */
  readonly key: string;

  /** The value: at most 256 characters. */
  readonly value: string;
}
