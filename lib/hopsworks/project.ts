/** Who in a Hopsworks project may assume a mapped role: all its members, or those of one role. */
export enum ProjectRole {
  /** Every member of the project. */
  ALL = 'ALL',
  /** Data owners of the project. */
  DATA_OWNER = 'DATA_OWNER',
  /** Data scientists of the project. */
  DATA_SCIENTIST = 'DATA_SCIENTIST',
}

/** The name of a project, by the rule of Hopsworks' server: letters, digits and single underscores, up to 63, and a letter or digit first. */
export const PROJECT_NAME = /^[a-zA-Z0-9]((?!__)[_a-zA-Z0-9]){0,62}$/;

/** That rule in words, after "expected" or "allowed". */
export const PROJECT_NAME_RULE =
  'the name of a project: 1 to 63 letters, digits and underscores, no two underscores in a row, and none at the beginning';
