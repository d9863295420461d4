import { type Estate, addTo } from '../model/estate';
import type { Principal } from '../model/model';
import { type Decision, decideAccess } from '../policy/decide';
import type { Request } from '../policy/request';
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
      'ssm:StartAutomationExecution',
      'ssm:CreateAssociation',
      'ec2-instance-connect:SendSSHPublicKey',
      'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
    ],
  ],
];
/** Resources, such as volumes, of actions that are about machines besides. */
const OTHER_THAN_MACHINE = /^arn:([^:]*:){4}(?!(managed-)?instance\/)[a-z-]+\//;
const ATTACH = [
  'ec2:RunInstances',
  'ec2:CreateFleet',
  'ec2:RequestSpotFleet',
  'ec2:RequestSpotInstances',
  'ec2:AssociateIamInstanceProfile',
  'ec2:ReplaceIamInstanceProfileAssociation',
];

/** Who may hand a role to a service, or reach into a machine that holds one. */
export function launchEdges(estate: Estate, roles: RoleIndex): Edge[] {
  const held = rolesOfMachines(estate);
  return estate.model.principals
    .filter(({ type }) => type !== 'group')
    .flatMap((caller) => [...passRoleEdges(estate, caller, roles, held), ...machineEdges(estate, caller, held)]);
}

function passRoleEdges(estate: Estate, caller: Principal, roles: RoleIndex, held: MachineRoles): Edge[] {
  const passed = new Set(
    allowing(estate, caller, 'iam:PassRole').flatMap(({ resources }) =>
      roles.among(resources ?? { not: false, patterns: ['*'] }),
    ),
  );
  const attach = ATTACH.some((action) => allowed(estate, caller, action) !== undefined);
  // Roles are passed within their account only.
  const near = [...passed].filter((role) => estate.accountOf(role) === estate.accountOf(caller));
  return near.flatMap((role) => {
    const decision = allowed(estate, caller, 'iam:PassRole', { resource: estate.arnOf(role) });
    if (decision === undefined) return [];
    const edge = { from: caller.id, to: role.id, conditions: conditionsOf(decision), complete: true };
    return [
      { ...edge, mechanism: 'passRole' as const },
      ...(attach && held.has(role) ? [{ ...edge, mechanism: 'attachProfile' as const }] : []),
    ];
  });
}

function machineEdges(estate: Estate, caller: Principal, held: MachineRoles): Edge[] {
  return ON_MACHINES.flatMap(([mechanism, actions]) => {
    const possible = actions.filter((action) => allowed(estate, caller, action) !== undefined);
    if (possible.length === 0) return [];
    const near = [...held].filter(([role]) => role !== caller && estate.accountOf(role) === estate.accountOf(caller));
    return near.flatMap(([role, profiles]) => {
      const decision = possible
        .flatMap((action) => profiles.map((profile) => allowed(estate, caller, action, { profile })))
        .find((each) => each !== undefined);
      if (decision === undefined) return [];
      return [{ from: caller.id, to: role.id, mechanism, conditions: conditionsOf(decision), complete: true }];
    });
  });
}

/** The decision on an action that may be allowed on a resource, or on some; undefined if it is not. */
function allowed(
  estate: Estate,
  caller: Principal,
  action: string,
  { resource, profile }: { readonly resource?: string; readonly profile?: string } = {},
): Decision | undefined {
  const written = allowing(estate, caller, action).flatMap(({ resources }) =>
    resources === undefined || resources.not ? ['*'] : resources.patterns,
  );
  const onMachines = profile === undefined ? written : written.filter((each) => !OTHER_THAN_MACHINE.test(each));
  const request: Request = {
    caller: { type: 'aws', names: [estate.arnOf(caller)] },
    action,
    context: profile === undefined ? {} : { 'ec2:InstanceProfile': profile },
    isOpen: () => true,
  };
  return (resource === undefined ? onMachines : [resource])
    .map((each) => decideAccess(estate.knownAccessOf(caller), { ...request, resource: each }))
    .find(({ answer }) => answer !== 'no');
}

/** The roles that instances hold, each with the ARNs of its instance profiles. */
type MachineRoles = ReadonlyMap<Principal, readonly string[]>;

export function rolesOfMachines(estate: Estate): MachineRoles {
  const held = new Map<Principal, string[]>();
  for (const { roles, arn, place } of estate.model.instanceProfiles) {
    for (const role of roles.flatMap((name) => estate.principalNamed('role', name, place) ?? []))
      addTo(held, role, estate.text(arn, place));
  }
  return held;
}
