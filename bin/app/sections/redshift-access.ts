import { z } from 'zod';
import { listOf, strict, text } from '../fields';
import { region } from '../regions';
import { dataAccount } from './s3-access';

const name = text(/^[^\s*?/:${}]{1,127}$/, '1 to 127 characters without wildcards, spaces, ":", "/" and "${"');

const names = (what: string, whenEmpty: string) => listOf(name.describe(`Name of a ${what}.`), whenEmpty);

/** Credentials of users of a provisioned cluster, or of a workgroup of Redshift Serverless. */
export const redshiftAccess = strict({
  clusterIdentifier: name.optional().describe('Identifier of a provisioned cluster; or give workgroupId.'),
  dbUsers: names('database user', 'name a user')
    .optional()
    .describe('Database users that the role may log in as; with clusterIdentifier.'),
  dbNames: names('database', 'name a database')
    .optional()
    .describe('Databases that it may log in to; with clusterIdentifier.'),
  dbGroups: names('group', 'name a group')
    .optional()
    .describe('Groups that it may have its users join while they are logged in; with clusterIdentifier.'),
  createUsers: z
    .boolean()
    .optional()
    .describe('Whether it may create the users where they do not exist; with clusterIdentifier.'),
  workgroupId: name
    .optional()
    .describe('Id of a workgroup of Redshift Serverless, which is not its name; or give clusterIdentifier.'),
  account: dataAccount
    .optional()
    .describe('Account of the database, where it is not that of the role: its name below accounts, or 12 digits.'),
  region: region.optional().describe('Region of the database, where it is not that of the account.'),
})
  .superRefine((given, context) => {
    const say = (path: string[], message: string) => {
      context.addIssue({ code: 'custom', path, message });
    };
    const { clusterIdentifier, workgroupId } = given;
    if ((clusterIdentifier === undefined) === (workgroupId === undefined)) {
      const got = clusterIdentifier === undefined ? 'none' : 'both';
      say([], `takes exactly one of clusterIdentifier, workgroupId; got ${got}`);
    } else if (clusterIdentifier !== undefined) {
      for (const key of ['dbUsers', 'dbNames'] as const) {
        if (given[key] === undefined) say([key], 'is missing: expected a list, with clusterIdentifier');
      }
    } else {
      for (const key of ['dbUsers', 'dbNames', 'dbGroups', 'createUsers'] as const) {
        if (given[key] !== undefined) say([key], 'is of a provisioned cluster: leave it out with workgroupId');
      }
    }
  })
  .describe('Temporary credentials of a Redshift database.');
