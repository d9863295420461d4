import { addTo } from '../../private/access/model/estate';
import type { InstanceProfile, Machine, Place, Principal } from '../../private/access/model/model';
import type { View } from './view';

/** A machine of a template, and what it holds. */
export interface Holder {
  readonly machine: Machine;
  readonly roles: readonly Principal[];
  /** The launch templates that it names. */
  readonly templates: readonly Machine[];
}

/** Finds what machines name: profiles by their names or ARNs, launch templates by what refers to them. */
export class Machines {
  private readonly profiles = new Map<string, InstanceProfile>();
  private readonly templates = new Map<string, Machine[]>();

  constructor(private readonly view: View) {
    const { instanceProfiles, machines } = view.estate.model;
    for (const profile of instanceProfiles) {
      for (const text of [profile.name, profile.arn]) this.profiles.set(this.keyOf(text, profile.place), profile);
    }
    for (const machine of machines.filter(({ type }) => type === 'launch template')) {
      for (const name of machine.launchTemplate) addTo(this.templates, this.keyOf(name, machine.place), machine);
    }
  }

  public all(): Holder[] {
    return this.view.estate.model.machines.map((machine) => {
      const templates = this.templatesOf(machine);
      const own = this.rolesOf(machine);
      return { machine, templates, roles: own.length > 0 ? own : templates.flatMap((each) => this.rolesOf(each)) };
    });
  }

  /** The instance profile of a name or ARN. */
  public profileNamed(name: string, place: Place): InstanceProfile | undefined {
    return this.profiles.get(this.keyOf(name, place));
  }

  public rolesIn({ roles, place }: InstanceProfile): Principal[] {
    return roles.flatMap((name) => this.view.estate.principalNamed('role', name, place) ?? []);
  }

  /** The roles that a machine names itself. */
  public rolesOf({ profile, role, place }: Machine): Principal[] {
    const known = profile === undefined ? undefined : this.profileNamed(profile, place);
    if (known !== undefined) return this.rolesIn(known);
    return role === undefined ? [] : [this.view.estate.principalNamed('role', role, place) ?? []].flat();
  }

  public templatesOf({ type, launchTemplate, place }: Machine): Machine[] {
    if (type === 'launch template') return [];
    return [...new Set(launchTemplate.flatMap((name) => this.templates.get(this.keyOf(name, place)) ?? []))];
  }

  /** Names are unique in an account. */
  private keyOf(text: string, place: Place): string {
    const { estate } = this.view;
    const named = estate.text(text, place);
    return named.startsWith('arn:') ? named : `${estate.text('${AWS::AccountId}', place)} ${named}`;
  }
}
