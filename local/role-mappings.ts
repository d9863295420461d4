/** The mappings of the quickstart, brought to a stand-in of Hopsworks with the command that users run. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../bin/cli/run';
import { ProjectRole } from '../lib/hopsworks/project-role';
import { readDeclaration } from '../bin/cli/mappings/sources';
import { NotMapped } from './errors';
import type { MappingDatabase, Member } from './hopsworks/database';
import { HopsworksStandIn } from './hopsworks/stand-in';

const API_KEY = 'key-of-the-stand-in';
const PROJECTS = ['fraud', 'churn'];
/** A project that the declaration does not name. */
export const OTHER_PROJECT = 'guests';
/** A project of a mappings file beside the quickstart's outputs. */
export const ROTATED_PROJECT = 'rotated';
const MEMBERS = ['ALL', 'DATA_OWNER', 'DATA_SCIENTIST'] as const;

interface Mapping {
  readonly project: string;
  readonly projectRole: string;
  readonly role: string;
  readonly defaultRole: boolean;
}

/** As `mappings plan --json` prints it. */
export interface Plan {
  readonly changes: readonly (Mapping & { readonly action: string })[];
  readonly leaks: readonly Mapping[];
}

export class RoleMappings {
  /** The administrator whose key it is is a member of no project. */
  static async start(outputsFile: string, folder: string): Promise<RoleMappings> {
    const hopsworks = await HopsworksStandIn.start({ apiKey: API_KEY, scopes: ['ADMIN'] });
    for (const name of [...PROJECTS, OTHER_PROJECT, ROTATED_PROJECT]) hopsworks.database.addProject(name);
    const roles = rolesIn(outputsFile);
    const mappings = MEMBERS.map((projectRole, index) => ({
      project: ROTATED_PROJECT,
      projectRole,
      role: roles[index],
      defaultRole: true,
    }));
    const rotatedFile = join(folder, 'rotated.json');
    writeFileSync(rotatedFile, JSON.stringify({ version: 1, mappings }));
    typeByHand(hopsworks.database, roles);
    return new RoleMappings(hopsworks, [outputsFile, rotatedFile]);
  }

  private constructor(
    private readonly hopsworks: HopsworksStandIn,
    private readonly sources: readonly string[],
  ) {}

  get url(): string {
    return this.hopsworks.url;
  }

  async plan(): Promise<Plan> {
    return JSON.parse(await this.command('plan', '--enforce-defaults', '--json')) as Plan;
  }

  async apply(): Promise<void> {
    await this.command('apply', '--yes', '--enforce-defaults');
  }

  /** As a schedule prunes, whatever was typed by hand. */
  async prune(): Promise<void> {
    await this.command('apply', '--yes', '--prune-everywhere', '--enforce-defaults');
  }

  async assertNothingLeft(...options: '--prune-everywhere'[]): Promise<void> {
    await this.command('plan', '--detailed-exitcode', '--enforce-defaults', ...options);
    const [violation] = this.hopsworks.violations;
    if (violation !== undefined) throw new Error(`Not as Hopsworks describes its REST API: ${violation}`);
  }

  /** Whether `mappings plan` lists a role as a leak into the project that is not declared. */
  async assertLeakIsListed(role: string): Promise<void> {
    const { leaks } = await this.plan();
    if (leaks.some((leak) => leak.role === role && leak.project === OTHER_PROJECT)) return;
    throw new Error(`no leak of ${role} into project ${OTHER_PROJECT} is listed`);
  }

  /** The role that Hopsworks assumes for a member of a project, who names it or takes the default; throws for one that is not mapped. */
  roleFor(project: string, member: Member, named?: string): string {
    const { database } = this.hopsworks;
    const role = named ?? database.defaultRole(project, member);
    if (role === undefined) throw new NotMapped(`project ${project} has no default for ${member}`);
    if (database.mayAssume(project, member, role)) return role;
    throw new NotMapped(`${role} is not mapped to ${member} of project ${project}`);
  }

  async stop(): Promise<void> {
    await this.hopsworks.stop();
  }

  private async command(name: string, ...options: string[]): Promise<string> {
    let [out, err] = ['', ''];
    const from = this.sources.flatMap((source) => ['--from', source]);
    const args = ['mappings', name, '--url', this.url, ...from, ...options];
    const exitCode = await run(args, {
      environment: { HOPSWORKS_API_KEY: API_KEY },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      ask: () => Promise.resolve(undefined),
      pause: () => Promise.resolve(),
      onSignal: () => () => undefined,
    });
    if (exitCode !== 0) throw new Error(`mappings ${name} ended with exit code ${exitCode}: ${err}${out}`);
    return out;
  }
}

type Roles = readonly [churn: string, fraud: string, s3: string];

/** The roles that the quickstart maps. */
function rolesIn(outputsFile: string): Roles {
  const declared = readDeclaration([outputsFile]);
  return (
    [
      ['churn', 'ALL'],
      ['fraud', 'DATA_OWNER'],
      ['fraud', 'DATA_SCIENTIST'],
    ] as const
  ).map(([project, member]) => {
    const found = declared.find((each) => each.project === project && each.projectRole === ProjectRole[member]);
    if (found === undefined) throw new Error(`The quickstart maps no role to ${member} of project ${project}.`);
    return found.role;
  }) as unknown as Roles;
}

/**
 * What somebody typed into the admin page: two defaults that have to swap, three that have to move on by one place each, and a role
 * for a project that must not have it.
 */
function typeByHand(database: MappingDatabase, [churn, fraud, s3]: Roles): void {
  const add = (project: string, member: (typeof MEMBERS)[number], role: string) =>
    database.add(database.addProject(project), member, role, true);
  add('fraud', 'DATA_SCIENTIST', fraud);
  add('fraud', 'DATA_OWNER', s3);
  add(ROTATED_PROJECT, 'DATA_OWNER', churn);
  add(ROTATED_PROJECT, 'DATA_SCIENTIST', fraud);
  add(ROTATED_PROJECT, 'ALL', s3);
  add(OTHER_PROJECT, 'ALL', s3);
}
