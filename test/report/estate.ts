import type { Report, ReportData, ReportEdge, ReportFinding, ReportMapping, ReportNode } from '../../report/report';

/** A made-up estate, the same each time: chains of pods and head nodes to resource roles, a bucket for each few roles. */
export function estateOf(roles: number, accounts: number): Report {
  const accountOf = (index: number) => String(111_100_000_000 + (index % accounts) * 1111);
  const nodes: ReportNode[] = [];
  const edges: ReportEdge[] = [];
  const data: ReportData[] = [];
  const findings: ReportFinding[] = [];
  const mappings: ReportMapping[] = [];
  const statements: string[] = [];
  const statement = (value: object) => statements.push(JSON.stringify(value)) - 1;

  nodes.push({ id: 'vendor', type: 'account', name: 'Hopsworks control plane', account: '999988887777', path: '' });
  nodes.push({ id: 'ec2', type: 'service', name: 'ec2.amazonaws.com', path: '' });
  const chains = Math.max(1, Math.round(roles / 20));
  for (let chain = 0; chain < chains; chain++) {
    const account = accountOf(chain);
    const id = `Platform/Chain${chain}`;
    const onPods = chain % 3 !== 2;
    nodes.push({
      id,
      type: 'role',
      name: onPods ? `platform-pods-${chain}` : `head-node-${chain}`,
      account,
      path: id,
      arn: `arn:aws:iam::${account}:role/platform-${chain}`,
      isChainingRole: true,
      documents: [
        {
          name: 'trust',
          statements: [
            statement({
              Effect: 'Allow',
              Principal: onPods
                ? { Federated: `arn:aws:iam::${account}:oidc-provider/oidc.example/${chain}` }
                : { Service: 'ec2.amazonaws.com' },
              Action: onPods ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole',
            }),
          ],
        },
        {
          name: 'ChainTo',
          statements: [
            statement({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::*:role/lake-${chain}-*` }),
          ],
        },
      ],
    });
    if (onPods) {
      const pods = `pods-${chain}`;
      nodes.push({ id: pods, type: 'serviceAccount', name: `hopsworks/instance-${chain}`, account, path: '' });
      edges.push({
        from: pods,
        to: id,
        mechanism: chain % 3 === 0 ? 'webIdentity' : 'podIdentity',
        conditions:
          chain % 3 === 0
            ? [`sub is system:serviceaccount:hopsworks:instance-${chain}`, 'aud is sts.amazonaws.com']
            : [],
        complete: true,
      });
    } else edges.push({ from: 'ec2', to: id, mechanism: 'service', conditions: [], complete: true });
    if (chain % 5 === 0)
      edges.push({
        from: 'vendor',
        to: id,
        mechanism: 'passRole',
        conditions: ['sts:ExternalId is hw-1234', `the instance profile is profile-${chain}`],
        complete: true,
      });
  }
  for (let index = 0; index < roles - chains; index++) {
    const chain = index % chains;
    const account = accountOf(index * 7 + chain);
    const name = `lake-${chain}-${['reader', 'writer', 'curator'][index % 3] ?? ''}-${index}`;
    const id = `Data${index % accounts}/Role${index}`;
    const isWriter = index % 3 !== 0;
    const bucket = `arn:aws:s3:::lake-${Math.floor(index / 3)}`;
    nodes.push({
      id,
      type: 'role',
      name,
      account,
      path: id,
      arn: `arn:aws:iam::${account}:role/${name}`,
      documents: [
        {
          name: 'trust',
          statements: [
            statement({
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${accountOf(chain)}:role/platform-${chain}` },
              Action: 'sts:AssumeRole',
            }),
          ],
        },
        {
          name: 'Lake',
          statements: [
            statement({
              Effect: 'Allow',
              Action: isWriter ? ['s3:PutObject', 's3:GetObject'] : ['s3:GetObject'],
              Resource: `${bucket}/*`,
            }),
          ],
        },
      ],
    });
    const isHalf = index % 53 === 52;
    edges.push({
      from: `Platform/Chain${chain}`,
      to: id,
      mechanism: 'assume',
      conditions: index % 4 === 0 ? ['aws:PrincipalOrgID is o-a1b2c3d4e5'] : [],
      complete: !isHalf,
      ...(isHalf ? { missing: `the trust of ${name} does not name platform-${chain}` } : {}),
    });
    const actions = isWriter ? ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] : ['s3:GetObject'];
    data.push({
      principal: id,
      service: 's3',
      resource: `${bucket}/*`,
      actions,
      level: isWriter ? 'write' : 'read',
    });
    if (index % 40 === 7)
      data.push({ principal: id, service: 'glue', resource: '*', actions: ['glue:*'], level: 'admin' });
    if (index % 100 === 17)
      data.push({
        principal: id,
        service: 's3',
        resource: 'arn:aws:s3:::lake-1*',
        actions: ['s3:ListBucket'],
        level: 'read',
      });
    if (index % 3 === 0)
      mappings.push({
        platform: 'Hopsworks',
        project: `project-${index % Math.max(2, Math.round(roles / 40))}`,
        ...(index % 2 === 0 ? { projectRole: 'Data scientist' } : { projectRole: 'Data owner' }),
        isDefault: index % 6 === 0,
        role: id,
      });
    if (index % 30 === 11)
      findings.push({
        rule: index % 60 === 11 ? 'wideTrust' : 'wildcardResource',
        severity: index % 60 === 11 ? 'error' : 'warning',
        path: id,
        node: id,
        statement: statements.at(-1) ?? '',
        reason: `${name} lets in more than its chaining role.`,
        fix: 'Name the chaining role, or add a condition.',
        acknowledged: index % 90 === 11,
        ...(index % 90 === 11 ? { acknowledgement: 'Agreed with the data office, until the lake has moved.' } : {}),
      });
  }
  mappings.push({
    platform: 'Hopsworks',
    project: 'project-0',
    isDefault: false,
    role: 'arn:aws:iam::222233334444:role/elsewhere',
  });
  return {
    version: 1,
    title: `A made-up estate of ${roles} roles`,
    nodes,
    edges,
    data,
    findings,
    mappings,
    gaps: [{ about: 'Data0', what: 'The policy of an imported role is not in the assembly.' }],
    statements,
  };
}

/** A chain by hand: pods, a chaining role, a role that becomes another, and a role whose trust is missing. */
export const chain: Report = {
  version: 1,
  title: 'A chain',
  nodes: [
    { id: 'sa', type: 'serviceAccount', name: 'hopsworks/instance', account: '111111111111', path: '' },
    {
      id: 'pods',
      type: 'role',
      name: 'pods',
      account: '111111111111',
      path: 'Platform/Pods',
      arn: 'arn:aws:iam::111111111111:role/pods',
      isChainingRole: true,
      documents: [{ name: 'trust', statements: [0] }],
    },
    { id: 'reader', type: 'role', name: 'reader', account: '111111111111', path: 'Data/Reader' },
    { id: 'writer', type: 'role', name: 'writer', account: '111111111111', path: 'Data/Writer' },
    { id: 'deep', type: 'role', name: 'deep', account: '222222222222', path: 'Other/Deep' },
  ],
  edges: [
    {
      from: 'sa',
      to: 'pods',
      mechanism: 'webIdentity',
      conditions: ['sub is system:serviceaccount:hopsworks:instance'],
      complete: true,
    },
    { from: 'sa', to: 'pods', mechanism: 'podIdentity', conditions: [], complete: true },
    {
      from: 'pods',
      to: 'reader',
      mechanism: 'assume',
      conditions: ['aws:PrincipalOrgID is o-a1b2c3d4e5'],
      complete: true,
    },
    {
      from: 'pods',
      to: 'writer',
      mechanism: 'assume',
      conditions: [],
      complete: false,
      missing: 'the trust of writer does not name pods',
    },
    { from: 'reader', to: 'deep', mechanism: 'assume', conditions: [], complete: true },
  ],
  data: [
    {
      principal: 'reader',
      service: 's3',
      resource: 'arn:aws:s3:::lake/raw/*',
      actions: ['s3:GetObject'],
      level: 'read',
    },
    {
      principal: 'writer',
      service: 's3',
      resource: 'arn:aws:s3:::lake/*',
      actions: ['s3:GetObject', 's3:PutObject'],
      level: 'write',
    },
    { principal: 'deep', service: 's3', resource: 'arn:aws:s3:::l*', actions: ['s3:*'], level: 'admin' },
  ],
  findings: [
    {
      rule: 'wideTrust',
      severity: 'error',
      path: 'Data/Reader',
      node: 'reader',
      statement: '{"Sid":"Wide","Effect":"Allow"}',
      reason: 'It lets in more than its chaining role.',
      fix: 'Name the chaining role.',
      acknowledged: false,
    },
    {
      rule: 'wildcard',
      severity: 'warning',
      path: 'Data/Writer',
      node: 'writer',
      reason: 'It reads every bucket whose name begins with l.',
      fix: 'Name the bucket.',
      acknowledged: true,
      acknowledgement: 'Agreed with the data office.',
    },
  ],
  mappings: [
    { platform: 'Hopsworks', project: 'fraud', projectRole: 'Data scientist', isDefault: true, role: 'reader' },
    {
      platform: 'Hopsworks',
      project: 'churn',
      isDefault: false,
      role: 'arn:aws:iam::222233334444:role/path/elsewhere',
    },
  ],
  gaps: [{ about: 'Data', what: 'The policy of an imported role is not in the assembly.' }],
  statements: ['{"Sid":"Planted","Effect":"Allow"}'],
};
