/**
 * What members of a project may become: the stand-in decides by the mappings, as Hopsworks does, and its pods then assume the role
 * in the local AWS.
 */
import type { Chain, Login, Walk } from '../chain';
import { prepared, type Check } from '../check';
import type { Member } from '../hopsworks/database';
import type { DeployedRole } from '../quickstart';
import { OTHER_PROJECT, ROTATED_PROJECT, type RoleMappings } from '../role-mappings';

const LAKE = 'finance-lake';

interface Mapped {
  readonly mappings: RoleMappings;
}

/** Before `apply`: defaults stand in each other's places, and a project has a role that nobody declared. */
export function byHand(run: Mapped): Walk {
  return {
    name: 'mappings typed by hand',
    checks: (chain) => {
      const { churn, fraud, s3 } = chain.roles;
      return [
        byDefault(chain, run, 'fraud', 'DATA_OWNER', s3),
        byDefault(chain, run, 'fraud', 'DATA_SCIENTIST', fraud),
        byDefault(chain, run, ROTATED_PROJECT, 'DATA_OWNER', churn),
        byDefault(chain, run, ROTATED_PROJECT, 'DATA_SCIENTIST', fraud),
        leak(chain, run, 'allowed'),
        listedLeak(chain, run),
      ];
    },
  };
}

/** After one `apply`: all is as declared, and the leak is told and left alone. */
export function applied(run: Mapped): Walk {
  return {
    name: 'mappings applied',
    checks: (chain) => {
      const { churn, fraud, s3 } = chain.roles;
      const asScientist = session(chain, run, 'fraud', 'DATA_SCIENTIST');
      return [
        byDefault(chain, run, 'fraud', 'DATA_OWNER', fraud),
        byDefault(chain, run, 'fraud', 'DATA_SCIENTIST', s3),
        become(chain, run, 'fraud', 'DATA_OWNER', s3, 'not mapped'),
        become(chain, run, 'fraud', 'DATA_SCIENTIST', fraud, 'not mapped'),
        become(chain, run, 'fraud', 'DATA_SCIENTIST', churn, 'not mapped'),
        become(chain, run, 'churn', 'DATA_SCIENTIST', churn, 'allowed'),
        become(chain, run, 'churn', 'DATA_OWNER', churn, 'allowed'),
        become(chain, run, 'churn', 'DATA_SCIENTIST', s3, 'not mapped'),
        {
          name: 'churn, data scientist, by default: none',
          expected: 'not mapped',
          run: session(chain, run, 'churn', 'DATA_SCIENTIST'),
        },
        byDefault(chain, run, ROTATED_PROJECT, 'DATA_OWNER', fraud),
        byDefault(chain, run, ROTATED_PROJECT, 'DATA_SCIENTIST', s3),
        become(chain, run, ROTATED_PROJECT, 'DATA_OWNER', churn, 'allowed'),
        become(chain, run, ROTATED_PROJECT, 'DATA_OWNER', s3, 'not mapped'),
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
        leak(chain, run, 'allowed'),
        listedLeak(chain, run),
      ];
    },
  };
}

/** After `apply --prune-everywhere`: the leak is gone, and what is declared stays. */
export function pruned(run: Mapped): Walk {
  return {
    name: 'leak pruned',
    checks: (chain) => [
      leak(chain, run, 'not mapped'),
      byDefault(chain, run, 'fraud', 'DATA_SCIENTIST', chain.roles.s3),
    ],
  };
}

/** A role that the quickstart gives to one project, mapped to another one by hand. */
function leak(chain: Chain, run: Mapped, expected: Check['expected']): Check {
  return become(chain, run, OTHER_PROJECT, 'DATA_SCIENTIST', chain.roles.s3, expected);
}

function listedLeak({ roles }: Chain, { mappings }: Mapped): Check {
  return {
    name: `mappings plan lists s3-role as a leak into ${OTHER_PROJECT}`,
    expected: 'allowed',
    run: () => mappings.assertLeakIsListed(roles.s3.arn),
  };
}

function become(
  chain: Chain,
  run: Mapped,
  project: string,
  member: Member,
  role: DeployedRole,
  expected: Check['expected'],
): Check {
  return {
    name: `${project}, ${titleOf(member)}: ${role.name}`,
    expected,
    run: session(chain, run, project, member, role),
  };
}

/** Becomes the default, which has to be the given role. */
function byDefault(chain: Chain, run: Mapped, project: string, member: Member, role: DeployedRole): Check {
  return {
    name: `${project}, ${titleOf(member)}, by default: ${role.name}`,
    expected: 'allowed',
    run: async () => {
      const arn = run.mappings.roleFor(project, member);
      if (arn !== role.arn) throw new Error(`the default is ${arn}`);
      await session(chain, run, project, member)();
    },
  };
}

function titleOf(member: Member): string {
  return member.toLowerCase().replace('_', ' ');
}

/** Names a role, or takes the default. */
function session(chain: Chain, { mappings }: Mapped, project: string, member: Member, role?: DeployedRole): Login {
  return async () => {
    const arn = mappings.roleFor(project, member, role?.arn);
    return chain.aws.assumeRole(await prepared(chain.pods()), arn);
  };
}
