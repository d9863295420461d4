import { App, CfnParameter, Duration, NestedStack, Stack, Stage, aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import {
  ChainTrust,
  InstanceProfileRole,
  PodIdentityRole,
  ResourceRole,
  type ResourceRoleProps,
  hopsworks,
} from '../../lib';
import { Deployed, FINANCE, PLATFORM, newStack, warningsOf } from '../support';

const { ProjectRole, RoleMappings } = hopsworks;

function chain(stack: Stack, props: Partial<ResourceRoleProps> = {}) {
  const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
  return { head, role: new ResourceRole(stack, 'Fraud', { roleName: 'fraud', chainingRoles: [head], ...props }) };
}

const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');

/** The outputs as the outputs file holds them after a deployment. */
function outputsOf(stack: Stack): Record<string, string> {
  const { Outputs = {} } = Template.fromStack(stack).toJSON() as { Outputs?: Record<string, { Value: unknown }> };
  const deployed = new Deployed(stack);
  return Object.fromEntries(
    Object.entries(Outputs).map(([name, { Value }]) => [name, deployed.evaluate(Value) as string]),
  );
}

function documentsOf(stack: Stack): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outputsOf(stack)).map(([name, text]) => [name, JSON.parse(text) as unknown]),
  );
}

const FRAUD = 'arn:aws:iam::111122223333:role/fraud';

describe('the output', () => {
  test('wants a role, and says how an ARN becomes one', () => {
    const stack = newStack(PLATFORM);
    const mapped = (role: iam.IRole) => new RoleMappings(stack, 'Mappings', { mappings: [{ project: 'fraud', role }] });
    expect(() => mapped(FRAUD as unknown as iam.IRole)).toThrow(
      `Stack/Mappings: role of project "fraud" is "${FRAUD}": a role, or an import by iam.Role.fromRoleArn, is expected.`,
    );
    stack.node.tryRemoveChild('Mappings');
    expect(() => mapped(iam.Role.fromRoleArn(stack, 'Imported', FRAUD))).not.toThrow();
  });

  test('is a sorted, versioned document; a default that is left open is not written', () => {
    const stack = newStack(PLATFORM);
    const { head, role } = chain(stack);
    const churn = new ResourceRole(stack, 'Churn', { roleName: 'churn', path: '/data/', chainingRoles: [head] });
    const mappings = new RoleMappings(stack, 'Mappings', {
      mappings: [
        { project: 'fraud', projectRole: ProjectRole.DATA_SCIENTIST, role, defaultRole: true },
        { project: 'fraud', role: churn, defaultRole: false },
      ],
    });
    mappings.addMapping({ project: 'churn', projectRole: ProjectRole.DATA_OWNER, role: churn });
    const churnArn = 'arn:aws:iam::111122223333:role/data/churn';
    expect(documentsOf(stack)).toEqual({
      RoleMappings: {
        version: 1,
        mappings: [
          { project: 'churn', projectRole: 'DATA_OWNER', role: churnArn },
          { project: 'fraud', projectRole: 'ALL', role: churnArn, defaultRole: false },
          { project: 'fraud', projectRole: 'DATA_SCIENTIST', role: FRAUD, defaultRole: true },
        ],
      },
    });
  });

  test('is literal in the template where the environment is known, and complete after deployment where it is not', () => {
    for (const env of [PLATFORM, undefined]) {
      const stack = newStack(env);
      const { role, head } = chain(stack);
      const plain = new iam.Role(stack, 'Plain', { assumedBy: ec2 });
      head.allowAssuming(plain);
      new RoleMappings(stack, 'Mappings', { mappings: [{ project: 'a', role }] });
      new RoleMappings(stack, 'Unnamed', { mappings: [{ project: 'b', role: plain }], outputName: 'Unnamed' });
      const { RoleMappings: named, Unnamed: unnamed } = outputsOf(stack);
      expect(named).toBe(`{"version":1,"mappings":[{"project":"a","projectRole":"ALL","role":"${FRAUD}"}]}`);
      expect(unnamed).toMatch(/"role":"arn:aws:iam::111122223333:role\/Plain[^"]*"/);
      const { Outputs } = Template.fromStack(stack).toJSON() as { Outputs: Record<string, { Value: unknown }> };
      expect(typeof Outputs.RoleMappings?.Value).toBe(env === undefined ? 'object' : 'string');
    }
  });

  test('maps roles of other stacks and accounts without an export', () => {
    const app = new App();
    const platform = newStack(PLATFORM, 'Platform', app);
    const finance = newStack(FINANCE, 'Finance', app);
    const { head } = chain(platform);
    const ledger = new ResourceRole(finance, 'Ledger', { roleName: 'ledger', chainingRoles: [head] });
    new RoleMappings(platform, 'Mappings', { mappings: [{ project: 'ledger', role: ledger }] });
    expect(outputsOf(platform).RoleMappings).toContain('"role":"arn:aws:iam::444455556666:role/ledger"');
    expect(
      JSON.stringify([platform, finance].map((stack) => Template.fromStack(stack).toJSON() as object)),
    ).not.toMatch(/"Export"|ImportValue|GetStackOutput/);
  });

  test('of a nested stack is one of the stack around it, since others reach no outputs file', () => {
    const stack = newStack(PLATFORM);
    const nested = new NestedStack(stack, 'Nested');
    const { role } = chain(nested);
    new RoleMappings(nested, 'Mappings', { mappings: [{ project: 'a', role }] });
    expect(Object.keys(documentsOf(stack))).toEqual(['RoleMappings']);
    expect(outputsOf(nested)).toEqual({});
  });

  test('is several of at most 4,000 bytes, which together hold every mapping once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-zA-Z0-9](_?[a-zA-Z0-9]){0,31}$/), { minLength: 1, maxLength: 120 }),
        fc.boolean(),
        (projects, oneByOne) => {
          const stack = newStack(PLATFORM);
          const { role } = chain(stack);
          const mappings = projects.map((project) => ({ project, role, defaultRole: true }));
          const made = new RoleMappings(stack, 'Mappings', { mappings: oneByOne ? [] : mappings });
          if (oneByOne) for (const mapping of mappings) made.addMapping(mapping);
          const texts = Object.entries(outputsOf(stack));
          expect(texts.map(([name]) => name)).toEqual(
            texts.map((_, index) => `RoleMappings${index === 0 ? '' : index + 1}`),
          );
          for (const [, text] of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_000);
          const written = texts.flatMap(
            ([, text]) => (JSON.parse(text) as { mappings: { project: string }[] }).mappings,
          );
          expect(written.map(({ project }) => project)).toEqual(
            [...projects].sort((one, other) => (`${one}\n` < `${other}\n` ? -1 : 1)),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  test('is used to its end', () => {
    const stack = newStack(PLATFORM);
    const { role } = chain(stack);
    const mappings = Array.from({ length: 500 }, (_, index) => ({ project: `p${index}`, role }));
    new RoleMappings(stack, 'Mappings', { mappings });
    const sizes = Object.values(outputsOf(stack)).map((text) => Buffer.byteLength(text));
    expect(sizes.length).toBeGreaterThan(8);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4_000);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(3_900);
  });

  test('of no mappings is none', () => {
    const stack = newStack(PLATFORM);
    new RoleMappings(stack, 'Mappings');
    expect(outputsOf(stack)).toEqual({});
  });

  test('has a name of its own in its stack', () => {
    const stack = newStack(PLATFORM);
    new RoleMappings(stack, 'Mappings');
    new RoleMappings(stack, 'Ledger', { outputName: 'Ledger' });
    expect(() => new RoleMappings(stack, 'Again')).toThrow(
      'Stack/Again: outputName "RoleMappings" would write the same outputs of Stack as Stack/Mappings.',
    );
    expect(() => new RoleMappings(stack, 'Second', { outputName: 'Ledger2' })).toThrow('differs by more than a number');
    expect(() => new RoleMappings(stack, 'Bad', { outputName: 'role-mappings' })).toThrow(
      'Stack/Bad: outputName "role-mappings" is not allowed',
    );
  });
});

describe("Hopsworks's rules are errors at the line that breaks them", () => {
  test('one role once in a project', () => {
    const stack = newStack(PLATFORM);
    const { role } = chain(stack);
    const mappings = new RoleMappings(stack, 'Mappings', {
      mappings: [{ project: 'fraud', projectRole: ProjectRole.DATA_OWNER, role }],
    });
    expect(() => {
      mappings.addMapping({ project: 'fraud', projectRole: ProjectRole.DATA_SCIENTIST, role });
    }).toThrow(
      `Stack/Mappings: project "fraud" has ${FRAUD} twice, for DATA_OWNER and for DATA_SCIENTIST, and Hopsworks takes a role once in a project. ` +
        'Use ProjectRole.ALL to give it to all members, or remove one of the two.',
    );
    const same = iam.Role.fromRoleArn(stack, 'Same', FRAUD);
    expect(() => {
      mappings.addMapping({ project: 'fraud', role: same });
    }).toThrow('twice');
    mappings.addMapping({ project: 'churn', projectRole: ProjectRole.DATA_SCIENTIST, role });
  });

  test('one default for each project role of a project', () => {
    const stack = newStack(PLATFORM);
    const { role, head } = chain(stack);
    const churn = new ResourceRole(stack, 'Churn', { roleName: 'churn', chainingRoles: [head] });
    const mappings = new RoleMappings(stack, 'Mappings', {
      mappings: [{ project: 'fraud', role, defaultRole: true }],
    });
    expect(() => {
      mappings.addMapping({ project: 'fraud', role: churn, defaultRole: true });
    }).toThrow(
      `Stack/Mappings: project "fraud" has two defaults for ALL, ${FRAUD} and arn:aws:iam::111122223333:role/churn, and Hopsworks keeps one`,
    );
    mappings.addMapping({ project: 'fraud', projectRole: ProjectRole.DATA_OWNER, role: churn, defaultRole: true });
  });

  test('a role is the same by its name and by its ARN', () => {
    const stack = newStack(PLATFORM);
    const mappings = new RoleMappings(stack, 'Mappings', {
      mappings: [{ project: 'fraud', role: iam.Role.fromRoleArn(stack, 'ByArn', FRAUD) }],
    });
    expect(() => {
      mappings.addMapping({ project: 'fraud', role: iam.Role.fromRoleName(stack, 'ByName', 'fraud') });
    }).toThrow('twice, for ALL and for ALL');
    mappings.addMapping({ project: 'fraud', role: iam.Role.fromRoleName(stack, 'Other', 'other') });
  });

  test('no two constructs of an app disagree; Stages may', () => {
    const app = new App();
    const declare = (id: string, scope: App | Stage = app) => {
      const stack = newStack(PLATFORM, id, scope);
      const role = (name: string) => iam.Role.fromRoleArn(stack, name, `arn:aws:iam::111122223333:role/${name}`);
      return { mappings: new RoleMappings(stack, 'Mappings'), fraud: role('fraud'), churn: role('churn') };
    };
    const [one, two, staged] = [declare('One'), declare('Two'), declare('Three', new Stage(app, 'Test'))];
    one.mappings.addMapping({ project: 'fraud', role: one.fraud, defaultRole: true });
    two.mappings.addMapping({ project: 'fraud', role: two.fraud, defaultRole: true });
    expect(() => {
      two.mappings.addMapping({ project: 'fraud', role: two.churn, defaultRole: true });
    }).toThrow(`Two/Mappings: project "fraud" has two defaults for ALL, ${FRAUD} and`);
    const three = declare('Four');
    expect(() => {
      three.mappings.addMapping({ project: 'fraud', role: three.churn, defaultRole: true });
    }).toThrow(`Four/Mappings: project "fraud" has two defaults for ALL, ${FRAUD} (in Two/Mappings) and`);
    expect(() => {
      three.mappings.addMapping({ project: 'fraud', projectRole: ProjectRole.DATA_OWNER, role: three.fraud });
    }).toThrow(`Four/Mappings: project "fraud" has ${FRAUD} twice, for ALL (in Two/Mappings) and for DATA_OWNER`);
    staged.mappings.addMapping({ project: 'fraud', role: staged.churn, defaultRole: true });
    staged.mappings.addMapping({ project: 'fraud', projectRole: ProjectRole.DATA_OWNER, role: staged.fraud });
  });

  test('a project role of the three', () => {
    const stack = newStack(PLATFORM);
    const { role } = chain(stack);
    const projectRole = 'Data owner' as unknown as hopsworks.ProjectRole;
    expect(() => new RoleMappings(stack, 'Mappings', { mappings: [{ project: 'fraud', projectRole, role }] })).toThrow(
      'Stack/Mappings: projectRole "Data owner" of project "fraud" is not allowed: ALL, DATA_OWNER, DATA_SCIENTIST.',
    );
  });

  test.each(['', ' fraud', 'fraud ', 'a\nb', 'x'.repeat(256)])('no project is called %j', (project) => {
    const stack = newStack(PLATFORM);
    const { role } = chain(stack);
    expect(() => new RoleMappings(stack, 'Mappings', { mappings: [{ project, role }] })).toThrow('is not allowed');
  });

  test('a project is named by text', () => {
    const stack = newStack(PLATFORM);
    const { role } = chain(stack);
    const project = new CfnParameter(stack, 'Project').valueAsString;
    expect(() => new RoleMappings(stack, 'Mappings', { mappings: [{ project, role }] })).toThrow(
      'Stack/Mappings: a project is named by a token',
    );
  });
});

describe('the chain of a mapped role', () => {
  const mapped = (stack: Stack, role: iam.IRole) =>
    new RoleMappings(stack, 'Mappings', { mappings: [{ project: 'a', role }] });
  const synth = (stack: Stack) => Template.fromStack(stack);

  test('must have a chaining role', () => {
    const stack = newStack(PLATFORM);
    const { head } = chain(stack);
    const plain = new iam.Role(stack, 'Plain', { assumedBy: ec2 });
    mapped(stack, plain);
    expect(() => synth(stack)).toThrow(
      'Stack/Plain is mapped to a project, but no chaining role of this app may become it',
    );

    const other = newStack(PLATFORM);
    const later = new iam.Role(other, 'Plain', { assumedBy: ec2 });
    mapped(other, later);
    new InstanceProfileRole(other, 'Head').allowAssuming(later);
    synth(other);
    expect(head.resourceRoles).toHaveLength(1);
  });

  const tag = 'aws:RequestTag/project';
  test.each<[string, Partial<ResourceRoleProps>, string]>([
    ['external id', { externalId: 'the-id' }, 'sts:ExternalId'],
    ['session tag', { conditions: { StringEquals: { [tag]: 'fraud' } }, allowSessionTags: true }, tag],
    ['source identity', { conditions: { StringLike: { 'sts:SourceIdentity': '*' } } }, 'sts:SourceIdentity'],
    ['presence of an external id', { conditions: { Null: { 'sts:ExternalId': 'false' } } }, 'sts:ExternalId'],
    [
      'one of several tag keys',
      { conditions: { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } } },
      'aws:TagKeys',
    ],
    ['external id, by account', { externalId: 'the-id', trust: ChainTrust.accountRoot() }, 'sts:ExternalId'],
  ])('must not ask for what Hopsworks does not send: %s', (_, props, key) => {
    const stack = newStack(PLATFORM);
    const { role } = chain(stack, props);
    expect(() => mapped(stack, role)).toThrow(
      `Stack/Mappings: the trust of Stack/Fraud asks for ${key}, which Hopsworks does not send, so that it would be refused. ` +
        'Leave these out of the trust of a role that Hopsworks assumes.',
    );
  });

  test.each<[string, Partial<ResourceRoleProps>]>([
    ['nothing', {}],
    ['an organization', { organizationId: 'o-a1b2c3d4e5' }],
    ['absence of an external id', { conditions: { Null: { 'sts:ExternalId': 'true' } } }],
    ['another external id than', { conditions: { StringNotEquals: { 'sts:ExternalId': 'x' } } }],
    ['an external id if there is one', { conditions: { StringEqualsIfExists: { 'sts:ExternalId': 'x' } } }],
    ['all tag keys', { conditions: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } } }],
    ['a source identity where one may be set', { allowSourceIdentity: true, allowSessionTags: true }],
    ['the account root', { trust: ChainTrust.accountRoot() }],
  ])('may ask for what does not stop Hopsworks: %s', (_, props) => {
    const stack = newStack(PLATFORM);
    mapped(stack, chain(stack, props).role);
    synth(stack);
  });

  test('what is added to the trust later is found at synth', () => {
    const stack = newStack(PLATFORM);
    const { role } = chain(stack);
    mapped(stack, role);
    role.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({
        sid: 'OnlyWithExternalId',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['sts:AssumeRole'],
        conditions: { StringNotEquals: { 'sts:ExternalId': 'the-id' } },
      }),
    );
    expect(() => synth(stack)).toThrow('the trust of Stack/Fraud asks for sts:ExternalId');
  });

  test('a denial that does not meet Hopsworks is none', () => {
    const stack = newStack(PLATFORM);
    const { role } = chain(stack);
    role.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({
        sid: 'NotFromElsewhere',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['sts:AssumeRole'],
        conditions: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      }),
    );
    mapped(stack, role);
    synth(stack);
  });

  test('one chaining role without demands is enough', () => {
    const stack = newStack(PLATFORM);
    const head = new InstanceProfileRole(stack, 'Head', { roleName: 'head' });
    const other = new InstanceProfileRole(stack, 'Other', { roleName: 'other' });
    const role = new iam.Role(stack, 'Plain', { assumedBy: other, externalIds: ['the-id'] });
    other.allowAssuming(role);
    expect(() => mapped(stack, role)).toThrow('sts:ExternalId');
    head.allowAssuming(role);
    new RoleMappings(stack, 'Late', { mappings: [{ project: 'a', role }], outputName: 'Late' });
    synth(stack);
  });

  test('sessions of EKS Pod Identity carry the tags of their pod, and no others', () => {
    const stack = newStack(PLATFORM);
    const pods = new PodIdentityRole(stack, 'Pods', {
      anyCluster: true,
      serviceAccounts: [{ namespace: 'hopsworks', name: 'hopsworks-instance' }],
    });
    const ofPod = { conditions: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'hopsworks' } } };
    const role = new ResourceRole(stack, 'Fraud', { chainingRoles: [pods], ...ofPod });
    mapped(stack, role);
    const head = new InstanceProfileRole(stack, 'Head');
    const onEc2 = new ResourceRole(stack, 'OnEc2', { chainingRoles: [head], ...ofPod });
    expect(() => new RoleMappings(stack, 'M2', { mappings: [{ project: 'a', role: onEc2 }], outputName: 'X' })).toThrow(
      'aws:RequestTag/kubernetes-namespace',
    );
  });

  test('of an imported role cannot be seen, and that is said', () => {
    const stack = newStack(PLATFORM);
    mapped(stack, iam.Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::444455556666:role/theirs'));
    expect(warningsOf(stack)).toEqual([
      {
        path: '/Stack/Mappings',
        text: expect.stringMatching(
          /^arn:aws:iam::444455556666:role\/theirs is not of this app, .*\[ack: Annotation::cdk-iam-role-chaining:hopsworksMappedRoleNotSeen\]$/,
        ) as string,
      },
    ]);
  });

  test('lasts an hour at most: longer sessions warn, once', () => {
    const stack = newStack(PLATFORM);
    const maxSessionDuration = Duration.hours(2);
    const { head, role } = chain(stack, { maxSessionDuration });
    const plain = new iam.Role(stack, 'Plain', { assumedBy: ec2, maxSessionDuration });
    const hourly = new iam.Role(stack, 'Hourly', { assumedBy: ec2, maxSessionDuration: Duration.hours(1) });
    for (const each of [plain, hourly]) head.allowAssuming(each);
    new RoleMappings(stack, 'Mappings', {
      mappings: [role, plain, hourly].map((each, index) => ({ project: `p${index}`, role: each })),
    });
    expect(warningsOf(stack).map(({ path, text }) => [path, text.replace(/ .*\[ack/, ' … [ack')])).toEqual([
      ['/Stack/Fraud', 'maxSessionDuration … [ack: Annotation::cdk-iam-role-chaining:chainedSessionOneHour]'],
      ['/Stack/Mappings', 'maxSessionDuration … [ack: Annotation::cdk-iam-role-chaining:chainedSessionOneHour]'],
    ]);
  });

  test('only a role can be mapped', () => {
    const stack = newStack(PLATFORM);
    const user = iam.Role.fromRoleArn(stack, 'User', 'arn:aws:iam::111122223333:user/me');
    expect(() => mapped(stack, user)).toThrow('Stack/Mappings: "arn:aws:iam::111122223333:user/me" is no role ARN');
  });

  test('of which one account is known and the other is not cannot be named', () => {
    const app = new App();
    const known = newStack(PLATFORM, 'Known', app);
    const unknown = newStack(undefined, 'Unknown', app);
    const { role } = chain(unknown);
    expect(() => mapped(known, role)).toThrow(
      'Known/Mappings: of the account of Unknown/Fraud and that of Known, which outputs its ARN, only one is known.',
    );
  });
});
