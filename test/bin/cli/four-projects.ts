import { arn, declaration, standIn } from './support';

export const PROJECTS = ['churn', 'fraud', 'sales', 'stock'];
export const declared = PROJECTS.map((project) => ({
  project,
  projectRole: 'ALL',
  role: arn(project),
  defaultRole: true,
}));
export const from = declaration(...declared);

/** A cluster that has the projects, and no mappings. */
export async function cluster(options: Parameters<typeof standIn>[0] = {}) {
  const started = await standIn(options);
  for (const project of PROJECTS) started.database.addProject(project);
  return started;
}

/** The command, about all four. */
export const args = (command: string, url: string, ...options: string[]) => [
  'mappings',
  command,
  '--url',
  url,
  '--from',
  from,
  ...(command === 'apply' ? ['--yes'] : []),
  ...options,
];
