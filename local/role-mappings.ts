/** The mappings of the quickstart, brought to a stand-in of Hopsworks with the command that users run. */
import { run } from '../bin/cli/run';
import { ProjectRole } from '../lib/hopsworks/project-role';
import { readDeclaration } from '../bin/cli/mappings/sources';
import { NotMapped } from './errors';
import type { Member } from './hopsworks/database';
import { HopsworksStandIn } from './hopsworks/stand-in';

const API_KEY = 'key-of-the-stand-in';
const PROJECTS = ['fraud', 'churn'];
/** As a schedule compares, whatever was typed by hand. */
const EVERYWHERE = ['--prune-everywhere', '--enforce-defaults'];
/** A project that the quickstart does not name. */
export const OTHER_PROJECT = 'guests';

export class RoleMappings {
  /** The administrator whose key it is is a member of no project. */
  static async start(outputsFile: string): Promise<RoleMappings> {
    const hopsworks = await HopsworksStandIn.start({ apiKey: API_KEY, scopes: ['ADMIN'] });
    for (const name of [...PROJECTS, OTHER_PROJECT]) hopsworks.database.addProject(name);
    const made = new RoleMappings(hopsworks, outputsFile);
    made.typeByHand();
    return made;
  }

  private constructor(
    private readonly hopsworks: HopsworksStandIn,
    private readonly outputsFile: string,
  ) {}

  /** What somebody typed into the admin page: two defaults that have to swap, and a role for a project that must not have it. */
  private typeByHand(): void {
    const { database } = this.hopsworks;
    const [owners, scientists] = (['DATA_OWNER', 'DATA_SCIENTIST'] as const).map((member) => {
      const mapping = readDeclaration([this.outputsFile]).find(
        ({ project, projectRole }) => project === 'fraud' && projectRole === ProjectRole[member],
      );
      if (mapping === undefined) throw new Error(`The quickstart maps no role to ${member} of project fraud.`);
      return mapping.role;
    }) as [string, string];
    database.add(database.addProject('fraud'), 'DATA_SCIENTIST', owners, true);
    database.add(database.addProject('fraud'), 'DATA_OWNER', scientists, true);
    database.add(database.addProject(OTHER_PROJECT), 'ALL', scientists, true);
  }

  get url(): string {
    return this.hopsworks.url;
  }

  /** What the command prints. */
  async plan(): Promise<string> {
    return this.command('plan', ...EVERYWHERE);
  }

  async apply(): Promise<void> {
    await this.command('apply', '--yes', ...EVERYWHERE);
  }

  async assertNothingLeft(): Promise<void> {
    await this.command('plan', '--detailed-exitcode', ...EVERYWHERE);
    const [violation] = this.hopsworks.violations;
    if (violation !== undefined) throw new Error(`Not as Hopsworks describes its REST API: ${violation}`);
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
    const args = ['mappings', name, '--url', this.url, '--from', this.outputsFile, ...options];
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
