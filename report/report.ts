/**
 * What `report` says of an estate: what `--format json` prints, and what the page shows. Plain JSON.
 *
 * Texts are as the templates hold them: whoever shows them escapes them.
 */
export interface Report {
  readonly version: 1;
  /** What was read, for the title: the folder and the Stages. */
  readonly title: string;
  readonly nodes: readonly ReportNode[];
  readonly edges: readonly ReportEdge[];
  readonly data: readonly ReportData[];
  readonly findings: readonly ReportFinding[];
  readonly mappings: readonly ReportMapping[];
  readonly gaps: readonly { readonly about: string; readonly what: string }[];
  /** Statements as JSON in one line, each once: what `statements` of others count into. */
  readonly statements: readonly string[];
}

export type NodeType =
  | 'role'
  | 'user'
  | 'group'
  | 'permissionSet'
  /** An account outside, such as a vendor's. */
  | 'account'
  /** A principal of an account outside. */
  | 'principal'
  | 'anybody'
  /** An AWS service, such as ec2.amazonaws.com. */
  | 'service'
  | 'identityProvider'
  /** A Kubernetes service account, whose pods hold a role by web identity or Pod Identity. */
  | 'serviceAccount';

export interface ReportNode {
  /** Unique among the nodes. */
  readonly id: string;
  readonly type: NodeType;
  /** A role's name; of others what a reader would call them. */
  readonly name: string;
  /** Undefined where only the deployment knows it, and where there is none. */
  readonly account?: string;
  /** The construct path; empty for what no construct has made. */
  readonly path: string;
  readonly arn?: string;
  /** Whether compute holds it and it assumes others. */
  readonly isChainingRole?: true;
  /** Its own documents, each with its statements. */
  readonly documents?: readonly { readonly name: string; readonly statements: readonly number[] }[];
}

export interface ReportEdge {
  readonly from: string;
  readonly to: string;
  readonly mechanism:
    'assume' | 'webIdentity' | 'podIdentity' | 'service' | 'passRole' | 'attachProfile' | 'userData' | 'command';
  readonly conditions: readonly string[];
  /** A half edge lets nobody in. */
  readonly complete: boolean;
  /** Of a half edge, which half is missing and why, in words. */
  readonly missing?: string;
}

export interface ReportData {
  /** The id of the node that may do it by itself. */
  readonly principal: string;
  readonly service: string;
  /** An ARN or a pattern of ARNs. */
  readonly resource: string;
  readonly actions: readonly string[];
  readonly level: 'read' | 'write' | 'admin';
  /** What must be so besides, in words; of some of the actions, with their names. Absent where nothing must. */
  readonly conditions?: readonly string[];
}

export interface ReportFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** The construct path. */
  readonly path: string;
  /** The node that it concerns, where it is one. */
  readonly node?: string;
  readonly statement?: string;
  readonly reason: string;
  readonly fix: string;
  readonly acknowledged: boolean;
  /** The reason that was given with the acknowledgement. */
  readonly acknowledgement?: string;
}

/** A platform's project whose members may become a role, such as Hopsworks' role mappings. */
export interface ReportMapping {
  readonly platform: string;
  readonly project: string;
  /** Undefined for all roles of the project. */
  readonly projectRole?: string;
  readonly isDefault: boolean;
  /** The id of the node, or the ARN of a role that is not in the report. */
  readonly role: string;
}
