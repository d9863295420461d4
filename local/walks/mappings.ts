/**
 * What members of a project may become: the stand-in decides by the mappings, as Hopsworks does, and its pods then assume the role
 * in the local AWS.
 */
import type { Chain, Login, Walk } from '../chain';
import { prepared } from '../check';
import type { Member } from '../hopsworks/database';
import type { DeployedRole } from '../quickstart';
import { OTHER_PROJECT, type RoleMappings } from '../role-mappings';

const LAKE = 'finance-lake';

export function mappings(run: { readonly mappings: RoleMappings }): Walk {
  return {
    name: 'mappings',
    checks: (chain) => {
      const { roles } = chain;
      const hopsworks = run.mappings;
      const become = (project: string, member: Member, role?: DeployedRole) => async () => {
        await session(chain, hopsworks, project, member, role)();
      };
      const asScientist = session(chain, hopsworks, 'fraud', 'DATA_SCIENTIST');
      return [
        {
          name: 'fraud, data scientist: s3-role',
          expected: 'allowed',
          run: become('fraud', 'DATA_SCIENTIST', roles.s3),
        },
        { name: 'fraud, data owner: s3-role', expected: 'not mapped', run: become('fraud', 'DATA_OWNER', roles.s3) },
        { name: 'fraud, data owner: fraud-role', expected: 'allowed', run: become('fraud', 'DATA_OWNER', roles.fraud) },
        {
          name: 'fraud, data scientist: fraud-role',
          expected: 'not mapped',
          run: become('fraud', 'DATA_SCIENTIST', roles.fraud),
        },
        {
          name: 'churn, data scientist: churn-role',
          expected: 'allowed',
          run: become('churn', 'DATA_SCIENTIST', roles.churn),
        },
        { name: 'churn, data owner: churn-role', expected: 'allowed', run: become('churn', 'DATA_OWNER', roles.churn) },
        {
          name: 'churn, data scientist: s3-role',
          expected: 'not mapped',
          run: become('churn', 'DATA_SCIENTIST', roles.s3),
        },
        {
          name: 'fraud, data scientist: churn-role',
          expected: 'not mapped',
          run: become('fraud', 'DATA_SCIENTIST', roles.churn),
        },
        // Typed in by hand, and declared nowhere.
        {
          name: 'guests, data scientist: s3-role',
          expected: 'not mapped',
          run: become(OTHER_PROJECT, 'DATA_SCIENTIST', roles.s3),
        },
        {
          name: 'fraud, data scientist, by default: lists curated/',
          expected: 'allowed',
          run: () => chain.list(asScientist, LAKE, 'curated/'),
        },
        {
          name: 'fraud, data scientist, by default: lists churn/',
          expected: 'refused',
          run: () => chain.list(asScientist, LAKE, 'churn/'),
        },
        {
          name: 'churn, data scientist, by default: none',
          expected: 'not mapped',
          run: become('churn', 'DATA_SCIENTIST'),
        },
      ];
    },
  };
}

function session(chain: Chain, hopsworks: RoleMappings, project: string, member: Member, role?: DeployedRole): Login {
  return async () => {
    const arn = hopsworks.roleFor(project, member, role?.arn);
    return chain.aws.assumeRole(await prepared(chain.pods()), arn);
  };
}
