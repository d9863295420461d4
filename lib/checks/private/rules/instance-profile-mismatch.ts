import type { InstanceProfile, Machine } from '../../../private/access/model/model';
import { variantsOf } from '../../../private/access/policy/variants';
import { hasGeneratedName } from '../../../private/access/sources/assembly/arns';
import type { Finding } from '../finding';
import { Machines } from '../machines';
import { parameterDefault } from '../parameters';
import type { View } from '../view';

type Found = Omit<Finding, 'rule'>;

/** Where a role is expected under the name of its instance profile, and machines that give a chaining role's credentials away. */
export function instanceProfileMismatch(view: View): Found[] {
  const { instanceProfiles, machines } = view.estate.model;
  const known = new Machines(view);
  return [
    ...instanceProfiles.flatMap((profile) => otherName(view, known, profile)),
    ...machines.flatMap((machine) => [...namesRole(view, known, machine), ...givesAway(view, known, machine)]),
  ];
}

/** Names that were written for both: those that CloudFormation chooses are never alike, and nobody expects it. */
function otherName(view: View, known: Machines, profile: InstanceProfile): Found[] {
  const { estate } = view;
  const name = estate.text(profile.name, profile.place);
  return known
    .rolesIn(profile)
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

/** Of what names a profile itself: its launch template is told by itself of a profile that it names. */
function givesAway(view: View, known: Machines, machine: Machine): Found[] {
  const chaining = known.rolesOf(machine).find((role) => view.chaining.has(role));
  if (chaining === undefined) return [];
  const { path } = machine.place;
  const templates = known.templatesOf(machine);
  // What nobody here knows says nothing: launch templates of elsewhere, and what a service makes where it is given none.
  const isKnown = machine.launchTemplate.length === 0 || machine.type === 'launch template' || templates.length > 0;
  if (!isKnown || (machine.type === 'group' && templates.length === 0)) return [];
  const [found] = (templates.length > 0 ? templates : [undefined]).flatMap((template) => {
    // What an instance does not say, its launch template says.
    const options = { ...asObject(template?.metadataOptions), ...asObject(machine.metadataOptions) };
    const way = wayOut(options);
    return way === undefined ? [] : [{ options, way }];
  });
  if (found === undefined) return [];
  return [
    {
      severity: 'warning',
      path,
      statement: found.options,
      reason: `${path} holds the chaining role ${chaining.place.path}, and ${found.way}: who gets it to fetch a URL, or runs a container on it, becomes each role behind.`,
      fix: 'Set the metadata options HttpTokens to required and HttpPutResponseHopLimit to 1, of a fleet in its launch template.',
    },
  ];
}

/** A role's name in the place of the name of its profile. */
function namesRole(view: View, known: Machines, { profile: named, place }: Machine): Found[] {
  const { estate } = view;
  if (named === undefined || known.profileNamed(named, place) !== undefined) return [];
  const role = estate.principalNamed('role', named, place);
  const profile = estate.model.instanceProfiles.find(
    (each) => role !== undefined && known.rolesIn(each).includes(role),
  );
  if (role === undefined || profile === undefined || !view.chaining.has(role)) return [];
  const { path } = place;
  return [
    {
      severity: 'warning',
      path,
      reason: `${path} names the instance profile ${estate.text(named, place)}, which is the name of the role ${role.place.path}: its instance profile is called ${estate.text(profile.name, profile.place)}.`,
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

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
