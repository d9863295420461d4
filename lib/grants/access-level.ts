/** What may be done with data. */
export enum AccessLevel {
  /** Get and list. */
  READ = 'read',

  /** Put, change and delete too. */
  READ_WRITE = 'read-write',
}
