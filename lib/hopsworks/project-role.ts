/** Who in a Hopsworks project may assume a mapped role: all its members, or those of one role. */
export enum ProjectRole {
  /** Every member of the project. */
  ALL = 'ALL',
  /** Data owners of the project. */
  DATA_OWNER = 'DATA_OWNER',
  /** Data scientists of the project. */
  DATA_SCIENTIST = 'DATA_SCIENTIST',
}
