import type { Estate } from '../model/estate';
import type { Principal } from '../model/model';
import { type Decision, decideAccess } from '../policy/decide';
import { conditionsOf } from './assume';
import type { Edge, Mechanism } from './edge';
import { type RoleIndex, allowing } from './permissions';

/** Ways to run code where a machine holds a role: what must be allowed besides, on the machine. */
const ON_MACHINES: readonly (readonly [Mechanism, readonly string[]])[] = [
  ['userData', ['ec2:ModifyInstanceAttribute']],
  [
    'command',
    [
      'ssm:SendCommand',
      'ssm:StartSession',
      'ec2-instance-connect:SendSSHPublicKey',
      'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
    ],
  ],
];
const ATTACH = ['ec2:RunInstances', 'ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation'];

/** Who may hand a role to a service, or reach into a machine that holds one. */
export function launchEdges(estate: Estate, roles: RoleIndex): Edge[] {
  const held = rolesOfMachines(estate);
  return estate.model.principals
    .filter(({ type }) => type !== 'group')
    .flatMap((caller) => [...passRoleEdges(estate, caller, roles, held), ...machineEdges(estate, caller, held)]);
}

function passRoleEdges(estate: Estate, caller: Principal, roles: RoleIndex, held: ReadonlySet<Principal>): Edge[] {
  const passed = new Set(
    allowing(estate, caller, 'iam:PassRole').flatMap(({ resources }) =>
      roles.among(resources ?? { not: false, patterns: ['*'] }),
    ),
  );
  const attach = ATTACH.some((action) => allowed(estate, caller, action) !== undefined);
  // Roles are passed within their account only.
  const near = [...passed].filter((role) => estate.accountOf(role) === estate.accountOf(caller));
  return near.flatMap((role) => {
    const decision = allowed(estate, caller, 'iam:PassRole', estate.arnOf(role));
    if (decision === undefined) return [];
    const edge = { from: caller.id, to: role.id, conditions: [...new Set(conditionsOf(decision))], complete: true };
    return [
      { ...edge, mechanism: 'passRole' as const },
      ...(attach && held.has(role) ? [{ ...edge, mechanism: 'attachProfile' as const }] : []),
    ];
  });
}

function machineEdges(estate: Estate, caller: Principal, held: ReadonlySet<Principal>): Edge[] {
  return ON_MACHINES.flatMap(([mechanism, actions]) => {
    const decision = actions.map((action) => allowed(estate, caller, action)).find((each) => each !== undefined);
    if (decision === undefined) return [];
    return [...held]
      .filter((role) => role !== caller && estate.accountOf(role) === estate.accountOf(caller))
      .map((role) => ({
        from: caller.id,
        to: role.id,
        mechanism,
        conditions: [...new Set(conditionsOf(decision))],
        complete: true,
      }));
  });
}

/** The decision on an action that may be allowed on a resource, or on some; undefined if it is not. */
function allowed(estate: Estate, caller: Principal, action: string, resource?: string): Decision | undefined {
  const written = (resource === undefined ? allowing(estate, caller, action) : []).map(({ resources }) =>
    resources === undefined || resources.not ? ['*'] : resources.patterns,
  );
  const request = { caller: { type: 'aws' as const, names: [estate.arnOf(caller)] }, action, isOpen: () => true };
  return (resource === undefined ? written.flat() : [resource])
    .map((each) => decideAccess(estate.knownAccessOf(caller), { ...request, resource: each }))
    .find(({ answer }) => answer !== 'no');
}

/** The roles that instances hold through a profile. */
export function rolesOfMachines(estate: Estate): ReadonlySet<Principal> {
  return new Set(
    estate.model.instanceProfiles.flatMap(({ roles, place }) =>
      roles.flatMap((name) => estate.principalNamed('role', name, place) ?? []),
    ),
  );
}
