import { type Estate, addTo } from '../model/estate';
import type { Principal } from '../model/model';
import { type Decision, decideAccess } from '../policy/decide';
import { remembered } from '../policy/remembered';
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
/** Ways to give a machine an instance profile, by the condition key that tells which. */
const ATTACH: readonly (readonly [string, string | undefined])[] = [
  ['ec2:RunInstances', 'ec2:InstanceProfile'],
  ['ec2:CreateFleet', undefined],
  ['ec2:RequestSpotFleet', undefined],
  ['ec2:RequestSpotInstances', undefined],
  ['ec2:AssociateIamInstanceProfile', 'ec2:NewInstanceProfile'],
  ['ec2:ReplaceIamInstanceProfileAssociation', 'ec2:NewInstanceProfile'],
];
const RESOURCE_TAG = /^(aws|ec2|ssm):resourcetag\//;

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
  const attach = ATTACH.filter(([action]) => allowed(estate, caller, action) !== undefined);
  const attaches = (profile: string) =>
    attach.some(
      ([action, key]) => key === undefined || allowed(estate, caller, action, { context: { [key]: profile } }),
    );
  // Roles are passed within their account only, and to services that they trust.
  const near = [...passed].filter((role) => estate.accountOf(role) === estate.accountOf(caller));
  return near
    .filter((role) => trustsService(estate, role))
    .flatMap((role) => {
      const decision = allowed(estate, caller, 'iam:PassRole', { resource: estate.arnOf(role) });
      if (decision === undefined) return [];
      const edge = { from: caller.id, to: role.id, conditions: conditionsOf(decision), complete: true };
      return [
        { ...edge, mechanism: 'passRole' as const },
        ...(held.get(role)?.some(attaches) === true ? [{ ...edge, mechanism: 'attachProfile' as const }] : []),
      ];
    });
}

function trustsService(estate: Estate, role: Principal): boolean {
  return estate
    .trustOf(role)
    .some(
      ({ effect, principals }) =>
        effect === 'Allow' &&
        (principals?.not !== false || principals.names.some(({ type, name }) => type === 'Service' || name === '*')),
    );
}

function machineEdges(estate: Estate, caller: Principal, held: MachineRoles): Edge[] {
  return ON_MACHINES.flatMap(([mechanism, actions]) => {
    const possible = actions.filter((action) => allowed(estate, caller, action) !== undefined);
    if (possible.length === 0) return [];
    const near = [...held].filter(([role]) => role !== caller && estate.accountOf(role) === estate.accountOf(caller));
    return near.flatMap(([role, profiles]) => {
      const decision = onMachine(estate, caller, possible, profiles);
      if (decision === undefined) return [];
      return [{ from: caller.id, to: role.id, mechanism, conditions: conditionsOf(decision), complete: true }];
    });
  });
}

/** Whether somebody may run code on a machine that has one of some instance profiles, and these tags and no others. */
export function mayRunOn(
  estate: Estate,
  caller: Principal,
  profiles: readonly string[],
  tags: Readonly<Record<string, string>>,
): boolean {
  // Who may tag a machine gives it the tag that opens it; the condition of who tags what he makes is met by none that is there.
  const all = [...ON_MACHINES.flatMap(([, actions]) => actions), 'ec2:CreateTags'];
  return onMachine(estate, caller, all, profiles, tags) !== undefined;
}

function onMachine(
  estate: Estate,
  caller: Principal,
  actions: readonly string[],
  profiles: readonly string[],
  tags?: Readonly<Record<string, string>>,
): Decision | undefined {
  const known = Object.entries(tags ?? {}).flatMap(([key, value]) =>
    ['aws', 'ec2', 'ssm'].map((prefix) => [`${prefix}:ResourceTag/${key}`, value] as const),
  );
  const isOpen = (key: string) => tags === undefined || !(RESOURCE_TAG.test(key) || key === 'ec2:createaction');
  return actions
    .flatMap((action) =>
      profiles.map((profile) => {
        const context = { ...Object.fromEntries(known), 'ec2:InstanceProfile': profile };
        return allowed(estate, caller, action, { context, isOpen });
      }),
    )
    .find((decision) => decision !== undefined);
}

/**
 * The decision on an action that may be allowed on a resource, or on some; undefined if it is not. With a context, it is about
 * machines.
 */
function allowed(
  estate: Estate,
  caller: Principal,
  action: string,
  { resource, context, isOpen = () => true }: Pick<Partial<Request>, 'resource' | 'context' | 'isOpen'> = {},
): Decision | undefined {
  const written = (resource === undefined ? allowing(estate, caller, action) : []).flatMap(({ resources }) =>
    resources === undefined || resources.not ? ['*'] : resources.patterns,
  );
  const meant = context === undefined ? written : written.filter((each) => !OTHER_THAN_MACHINE.test(each));
  const request = { caller: { type: 'aws' as const, names: [estate.arnOf(caller)] }, action, context, isOpen };
  return (resource === undefined ? meant : [resource])
    .map((each) => decideAccess(estate.knownAccessOf(caller), { ...request, resource: each }))
    .find(({ answer }) => answer !== 'no');
}

/** The roles that instances hold, each with the ARNs of its instance profiles. */
export type MachineRoles = ReadonlyMap<Principal, readonly string[]>;

/** Found once: the edges need them, and so do the rules. */
export function rolesOfMachines(estate: Estate): MachineRoles {
  return remembered(known, estate, () => findRolesOfMachines(estate));
}

const known = new WeakMap<Estate, MachineRoles>();

function findRolesOfMachines(estate: Estate): MachineRoles {
  const held = new Map<Principal, string[]>();
  for (const { roles, arn, place } of estate.model.instanceProfiles) {
    for (const role of roles.flatMap((name) => estate.principalNamed('role', name, place) ?? [])) {
      addTo(held, role, estate.text(arn, place));
    }
  }
  for (const { role: name, place } of estate.model.machines) {
    const role = name === undefined ? undefined : estate.principalNamed('role', name, place);
    if (role !== undefined) addTo(held, role, `\${${place.path}.InstanceProfile}`);
  }
  return held;
}
