/** The name of a project, by the rule of Hopsworks' server: letters, digits and single underscores, up to 63, and a letter or digit first. */
export const PROJECT_NAME = /^[a-zA-Z0-9]((?!__)[_a-zA-Z0-9]){0,62}$/;

/** That rule in words, after "expected" or "allowed". */
export const PROJECT_NAME_RULE =
  'the name of a project: 1 to 63 letters, digits and underscores, no two underscores in a row, and none at the beginning';
