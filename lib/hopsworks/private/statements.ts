import { aws_iam as iam } from 'aws-cdk-lib';

/** One statement of a policy, as the tables in this folder write it. */
export interface StatementEntry {
  readonly sid?: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: iam.Conditions;
}

/** Makes a document of Allow statements that looks the same under every feature flag. */
export function allowing(entries: StatementEntry[]): iam.PolicyDocumentProps {
  return { minimize: false, statements: entries.map((entry) => new iam.PolicyStatement(entry)) };
}

/** The entries where the switch is on. */
export function when(on: boolean, ...entries: StatementEntry[]): StatementEntry[] {
  return on ? entries : [];
}
