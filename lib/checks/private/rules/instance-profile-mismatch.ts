import type { InstanceProfile, Machine, Place } from '../../../private/access/model/model';
import { variantsOf } from '../../../private/access/policy/variants';
import { hasGeneratedName } from '../../../private/access/sources/assembly/arns';
import type { Finding } from '../finding';
import { type View, parameterDefault } from '../view';

type Found = Omit<Finding, 'rule'>;

/** Where a role is expected under the name of its instance profile, and machines that give a chaining role's credentials away. */
export function instanceProfileMismatch(view: View): Found[] {
  const { instanceProfiles, machines } = view.estate.model;
  const profiles = new Map(
    instanceProfiles.flatMap((profile) => keysOf(view, profile).map((key) => [key, profile] as const)),
  );
  return [
    ...instanceProfiles.flatMap((profile) => otherName(view, profile)),
    ...machines.flatMap((machine) => ofMachine(view, machine, profiles)),
  ];
}

/** Names that were written for both: those that CloudFormation chooses are never alike, and nobody expects it. */
function otherName(view: View, profile: InstanceProfile): Found[] {
  const { estate } = view;
  const name = estate.text(profile.name, profile.place);
  return rolesOf(view, profile)
    .filter((role) => view.chaining.has(role))
    .filter((role) => {
      const names = [name, estate.text(role.name, role.place)];
      return names.every((each) => !each.includes('${') && !hasGeneratedName(each)) && names[0] !== names[1];
    })
    .map((role) => ({
      severity: 'warning',
      path: profile.place.path,
      reason: `The instance profile ${name} holds the chaining role ${role.name}: platforms that are given one name for both look for a role that is not there.`,
      fix: `Give both one name, as \`InstanceProfileRole\` does.`,
    }));
}

function ofMachine(view: View, machine: Machine, profiles: ReadonlyMap<string, InstanceProfile>): Found[] {
  const template = machine.type === 'instance' ? templateOf(view, machine) : undefined;
  const named = machine.profile ?? template?.profile;
  if (named === undefined) return [];
  const profile = profiles.get(keyOf(view, named, machine.place));
  if (profile === undefined) return namesRole(view, machine, named);
  const chaining = rolesOf(view, profile).find((role) => view.chaining.has(role));
  // What an instance does not say, its launch template says.
  const options = { ...asObject(template?.metadataOptions), ...asObject(machine.metadataOptions) };
  const way = chaining === undefined ? undefined : wayOut(options);
  if (chaining === undefined || way === undefined) return [];
  const { path } = machine.place;
  return [
    {
      severity: 'warning',
      path,
      statement: options,
      reason: `${path} holds the chaining role ${chaining.place.path}, and ${way}: who gets it to fetch a URL, or runs a container on it, becomes each role behind.`,
      fix: 'Set the metadata options HttpTokens to required and HttpPutResponseHopLimit to 1.',
    },
  ];
}

/** A role's name in the place of the name of its profile. */
function namesRole(view: View, machine: Machine, named: string): Found[] {
  const { estate } = view;
  const role = estate.principalNamed('role', named, machine.place);
  const [profile] =
    role === undefined ? [] : estate.model.instanceProfiles.filter((each) => rolesOf(view, each).includes(role));
  if (role === undefined || profile === undefined || !view.chaining.has(role)) return [];
  const { path } = machine.place;
  return [
    {
      severity: 'warning',
      path,
      reason: `${path} names the instance profile ${estate.text(named, machine.place)}, which is the name of the role ${role.place.path}: its instance profile is called ${estate.text(profile.name, profile.place)}.`,
      fix: `Name the instance profile, or give both one name, as \`InstanceProfileRole\` does.`,
    },
  ];
}

/** How credentials leave a machine, by whatever way the conditions of CloudFormation go; undefined where nobody can tell that they do. */
function wayOut(options: Record<string, unknown>): string | undefined {
  return variantsOf(options)
    .map(({ value }) => {
      const {
        HttpTokens: tokens = 'optional',
        HttpPutResponseHopLimit: hops = 1,
        HttpEndpoint: endpoint,
      } = asObject(value);
      if (known(endpoint) === 'disabled') return undefined;
      if (known(tokens) === 'optional') return 'its metadata service answers without a session token (IMDSv1)';
      return Number(known(hops)) > 1 ? `its metadata service answers over ${known(hops)} hops` : undefined;
    })
    .find((way) => way !== undefined);
}

function known(value: unknown): string {
  return parameterDefault(typeof value === 'string' ? value : JSON.stringify(value ?? null));
}

function templateOf({ estate }: View, { launchTemplate, place }: Machine): Machine | undefined {
  const wanted = launchTemplate.map((each) => estate.text(each, place));
  return estate.model.machines.find(
    (each) =>
      each.type === 'launch template' &&
      each.launchTemplate.some((name) => wanted.includes(estate.text(name, each.place))),
  );
}

function rolesOf({ estate }: View, { roles, place }: InstanceProfile) {
  return roles.flatMap((name) => estate.principalNamed('role', name, place) ?? []);
}

function keysOf(view: View, { name, arn, place }: InstanceProfile): string[] {
  return [name, arn].map((text) => keyOf(view, text, place));
}

/** Names are unique in an account. */
function keyOf({ estate }: View, text: string, place: Place): string {
  const named = estate.text(text, place);
  return named.startsWith('arn:') ? named : `${estate.text('${AWS::AccountId}', place)} ${named}`;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
