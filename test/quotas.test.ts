import { App, CfnResource, Fn, Lazy, Stack, Stage, Validations, aws_iam as iam } from 'aws-cdk-lib';
import { AccessLevel, ChainingRole, InstanceProfileRole, ResourceRole, S3Access } from '../lib';
import { Deployed, FINANCE, PLATFORM, type PolicyDocument, list, mayCall, newStack, warningsOf } from './support';

const theirs = (index: number) =>
  `arn:aws:iam::444455556666:role/data/${'r'.repeat(57)}-${String(index).padStart(6, '0')}`;

/** With a path that leaves room for few ARNs in a policy, where many policies are the point. */
const farAway = (index: number) => theirs(index).replace('/data/', `/${'p'.repeat(500)}/`);

function headWith(
  count: number,
  props: ConstructorParameters<typeof InstanceProfileRole>[2] = {},
  app = new App(),
  arnOf = theirs,
) {
  const stack = newStack(PLATFORM, 'Platform', app);
  const head = new InstanceProfileRole(stack, 'Head', props);
  for (let index = 0; index < count; index += 1) {
    head.allowAssuming(iam.Role.fromRoleArn(stack, `Theirs${index}`, arnOf(index)));
  }
  return { app, stack, head };
}

function policiesOf(stack: Stack): { id: string; length: number; arns: string[] }[] {
  const deployed = new Deployed(stack);
  return Object.entries(deployed.resources)
    .filter(([, resource]) => resource.Type === 'AWS::IAM::ManagedPolicy')
    .map(([id, resource]) => {
      const document = deployed.evaluate(resource.Properties.PolicyDocument) as PolicyDocument;
      return {
        id,
        length: JSON.stringify(document).length,
        arns: document.Statement.flatMap((statement) => list(statement.Resource)),
      };
    });
}

test('packs the ARNs in declared order into as few managed policies as hold them', () => {
  const { stack } = headWith(160);
  const policies = policiesOf(stack);
  expect(policies.flatMap(({ arns }) => arns)).toEqual(Array.from({ length: 160 }, (_, index) => theirs(index)));
  expect(policies.map(({ id }) => id.slice(0, -8))).toEqual([
    'HeadAssumeDataRoles',
    'HeadAssumeDataRoles2',
    'HeadAssumeDataRoles3',
  ]);
  for (const { length } of policies) expect(length).toBeLessThanOrEqual(6144);
  for (const { length } of policies.slice(0, -1)) expect(length).toBeGreaterThan(6144 * 0.98);
});

test('a role that is added at the end changes one policy', () => {
  const [before, after] = [policiesOf(headWith(160).stack), policiesOf(headWith(161).stack)];
  expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
  expect(after.at(-1)?.arns).toEqual([...(before.at(-1)?.arns ?? []), theirs(160)]);
});

test('when the list no longer fits, the error names the way out, and the user’s own policies count', () => {
  const own = (stack: Stack) => [
    iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Own', 'arn:aws:iam::111122223333:policy/own'),
  ];
  const far = (count: number) => headWith(count, {}, new App(), farAway);
  const perPolicy = policiesOf(far(20).stack)[0]!.arns.length;

  expect(() => far(perPolicy * 10)).not.toThrow();
  expect(() => far(perPolicy * 10 + 1)).toThrow(
    /Platform\/Head: .* does not fit: with it, the role carries 11 managed policies, more than IAM's quota of 10\. .*`resourceRolePath`.*managedPoliciesPerRole/,
  );
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head', { managedPolicies: own(stack) });
  const fill = (count: number) => {
    for (let index = 0; index < count; index += 1)
      head.allowAssuming(iam.Role.fromRoleArn(stack, `T${index}`, farAway(index)));
  };
  expect(() => {
    fill(perPolicy * 9);
  }).not.toThrow();
  expect(() => {
    head.allowAssuming(iam.Role.fromRoleArn(stack, 'Last', farAway(999999)));
  }).toThrow('does not fit: with it, the role carries 11 managed policies');
});

describe.each([
  ['plain', {}, ['AssumeDataRoles']],
  ['with tags', { allowSessionTags: true }, ['AssumeDataRolesWithTags']],
  [
    'with tags and source identity',
    { allowSessionTags: true, allowSourceIdentity: true },
    ['AssumeDataRolesWithTags', 'AssumeDataRolesWithSourceIdentity'],
  ],
])('resource roles %s', (_, features, sids) => {
  const build = (count: number, region: string | undefined, path: string) => {
    const app = new App();
    const platform = newStack({ account: PLATFORM.account, region }, 'Platform', app);
    const head = new InstanceProfileRole(platform, 'Head');
    for (let index = 0; index < count; index += 1) {
      const roleName = `${'r'.repeat(60)}-${String(index).padStart(3, '0')}`;
      new ResourceRole(platform, `R${index}`, { chainingRoles: [head], roleName, path, ...features });
    }
    return new Deployed(platform)
      .ofType('AWS::IAM::ManagedPolicy')
      .map(({ Properties }) => Properties.PolicyDocument as PolicyDocument);
  };
  const lengths = (documents: PolicyDocument[]) => documents.map((document) => JSON.stringify(document).length);

  test('fill policies, and one more at the end changes the last', () => {
    const path = `/${'p'.repeat(200)}/`;
    const [before, after] = [build(40, 'us-gov-west-1', path), build(41, 'us-gov-west-1', path)];
    expect(before.length).toBeGreaterThan(1);
    expect(before[0]?.Statement.map(({ Sid }) => Sid)).toEqual(sids);
    expect(after.slice(0, -1)).toEqual(before.slice(0, after.length - 1));
    for (const length of lengths(after)) expect(length).toBeLessThanOrEqual(6144);
    // Not more than one role, with a name of 64 characters, could have been added.
    const perRole = sids.length * `"arn:aws-us-gov:iam::111122223333:role${path}${'r'.repeat(64)}",`.length;
    for (const length of lengths(after.slice(0, -1))) expect(length).toBeGreaterThan(6144 - perRole - 4);
  });

  test('leave room for the longest partition where it is not known, and fit with the longest path', () => {
    const path = `/${'p'.repeat(510)}/`;
    const known = build(25, 'us-gov-west-1', path);
    for (const length of lengths(known)) expect(length).toBeLessThanOrEqual(6144);
    const counts = (documents: PolicyDocument[]) =>
      documents.map(({ Statement }) => list(Statement[0]?.Resource).length);
    expect(counts(build(25, undefined, path))).toEqual(counts(known));
  });
});

test('policies that are added later count at synth, and the error names the ways out', () => {
  const build = (count: number) => {
    const { app, head } = headWith(1);
    for (let index = 0; index < count; index += 1)
      head.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(`P${index}`));
    return app;
  };
  expect(() => build(9).synth()).not.toThrow();
  expect(() => build(10).synth()).toThrow(
    /Platform\/Head carries 11 managed policies, more than IAM's quota of 10\. .*`resourceRolePath`.*managedPoliciesPerRole/,
  );
});

test.each([['20'], [20]])('a raised quota may be the text or number %p', (limit) => {
  const context = { 'cdk-iam-role-chaining:managedPoliciesPerRole': limit };
  expect(() => headWith(150, {}, new App({ context }), farAway).app.synth()).not.toThrow();
  expect(() => headWith(250, {}, new App({ context }), farAway)).toThrow(
    "carries 21 managed policies, more than IAM's quota of 20",
  );
});

test.each(['many', '', '0', 0, -1, 1.5, true, [20]])('a quota of %p is an error', (limit) => {
  const context = { 'cdk-iam-role-chaining:managedPoliciesPerRole': limit };
  expect(() => headWith(1, {}, new App({ context }))).toThrow(
    'context key "cdk-iam-role-chaining:managedPoliciesPerRole" must be a whole number above 0, got',
  );
});
test('policies that are attached in other ways are counted at synth', () => {
  const build = (count: number) => {
    const { app, stack, head } = headWith(1);
    for (let index = 0; index < count; index += 1) {
      new iam.ManagedPolicy(stack, `Own${index}`, {
        roles: [head],
        statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })],
      });
    }
    return app;
  };
  expect(() => build(9).synth()).not.toThrow();
  expect(() => build(10).synth()).toThrow('Platform/Head carries 11 managed policies, more than IAM');
});

describe('policies that attach themselves to a role', () => {
  const statements = [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })];
  const attach = (stack: Stack, count: number, role: iam.IRole) => {
    for (let index = 0; index < count; index += 1)
      new iam.ManagedPolicy(stack, `Own${index}`, { roles: [role], statements });
  };

  test('are counted for a resource role too', () => {
    const build = (count: number) => {
      const { app, stack, head } = headWith(0);
      attach(stack, count, new ResourceRole(stack, 'S3', { chainingRoles: [head] }));
      return app;
    };
    expect(() => build(10).synth()).not.toThrow();
    expect(() => build(11).synth()).toThrow('Platform/S3 carries 11 managed policies');
  });

  test('are counted when another stack names the role by reference, beside those of its own', () => {
    const build = (count: number) => {
      const { app, head } = headWith(1);
      head.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
      attach(newStack(PLATFORM, 'Other', app), count, head);
      return app;
    };
    expect(() => build(8).synth()).not.toThrow();
    expect(() => build(9).synth()).toThrow('Platform/Head carries 11 managed policies');
  });

  test('are counted when another stack of the account names the role in words, and not in another account', () => {
    const build = (env: typeof PLATFORM) => {
      const { app } = headWith(1, { roleName: 'head' });
      const other = newStack(env, 'Other', app);
      attach(other, 10, iam.Role.fromRoleName(other, 'Head', 'head'));
      return app;
    };
    expect(() => build(FINANCE).synth()).not.toThrow();
    expect(() => build(PLATFORM).synth()).toThrow('Platform/Head carries 11 managed policies');
  });

  test('are counted within a Stage where its account is not known', () => {
    const build = (count: number) => {
      const app = new App();
      for (const id of ['Dev', 'Prod']) {
        const stage = new Stage(app, id);
        new InstanceProfileRole(newStack(undefined, 'Platform', stage), 'Head', { roleName: 'head' });
        const other = newStack(undefined, 'Other', stage);
        attach(other, count, iam.Role.fromRoleName(other, 'Head', 'head'));
      }
      return app;
    };
    expect(() => build(10).synth()).not.toThrow();
    expect(() => build(11).synth()).toThrow('Dev/Platform/Head carries 11 managed policies');
  });

  test('are counted for an imported chaining role, once for each import that adds one', () => {
    const build = (count: number) => {
      const app = new App();
      const arn = 'arn:aws:iam::111122223333:role/platform/head';
      for (const id of ['A', 'B']) {
        const stack = newStack(PLATFORM, id, app);
        const head = ChainingRole.fromChainingRoleArn(stack, 'Head', arn);
        new ResourceRole(stack, 'S3', { chainingRoles: [head] });
        if (id === 'B') attach(stack, count, iam.Role.fromRoleName(stack, 'Named', 'head'));
      }
      return app;
    };
    expect(() => build(8).synth()).not.toThrow();
    expect(() => build(9).synth()).toThrow('A/Head carries 11 managed policies');
  });
});

test('imports of one role share its quota, and the error says what to do about imports', () => {
  const build = (count: number) => () => {
    const app = new App();
    for (let index = 0; index < count; index += 1) {
      const stack = newStack(PLATFORM, `S${index}`, app);
      const head = ChainingRole.fromChainingRoleArn(stack, 'Head', 'arn:aws:iam::111122223333:role/head');
      new ResourceRole(stack, 'Lake', { chainingRoles: [head], roleName: `lake-${index}` });
    }
    app.synth();
  };
  expect(build(10)).not.toThrow();
  expect(build(11)).toThrow(
    /^S10\/Head: .*lake-10 does not fit: with it, the role carries 11 managed policies, more than IAM's quota of 10\. .*import the role once and share that construct\. An import has no `resourceRolePath`.*managedPoliciesPerRole"\.$/,
  );
});

describe('inline policies', () => {
  /** The document has 123 characters without the name of its bucket. */
  const statementOf = (length: number) =>
    new iam.PolicyStatement({
      sid: 'Read',
      actions: ['s3:GetObject'],
      resources: [`arn:aws:s3:::${'b'.repeat(length - 123)}/*`],
    });
  const documentOf = (length: number) => new iam.PolicyDocument({ statements: [statementOf(length)] });
  const ways: Record<string, (role: iam.Role, length: number) => void> = {
    'a grant': (role, length) => role.addToPolicy(statementOf(length)),
    'a policy that is attached': (role, length) => {
      role.attachInlinePolicy(new iam.Policy(role, 'Attached', { document: documentOf(length) }));
    },
    'a policy of another stack by reference': (role, length) => {
      new iam.Policy(newStack(PLATFORM, 'Other', role.node.root), 'P', {
        roles: [role],
        document: documentOf(length),
      });
    },
    'a policy of another stack by name': (role, length) => {
      const other = newStack(PLATFORM, 'Other', role.node.root);
      iam.Role.fromRoleName(other, 'Lake', 'lake').addToPrincipalPolicy(statementOf(length));
    },
    'an AWS::IAM::RolePolicy': (role, length) => {
      new iam.CfnRolePolicy(role, 'P', {
        roleName: role.roleName,
        policyName: 'p',
        policyDocument: documentOf(length),
      });
    },
    'a resource without a class of its own': (role, length) => {
      new CfnResource(role, 'P', {
        type: 'AWS::IAM::Policy',
        properties: { PolicyName: 'p', Roles: [role.roleName], PolicyDocument: documentOf(length).toJSON() as object },
      });
    },
    'an override of the role': (role, length) => {
      const resource = role.node.defaultChild as iam.CfnRole;
      resource.addPropertyOverride('Policies.1', {
        PolicyName: 'p',
        PolicyDocument: documentOf(length).toJSON() as object,
      });
    },
    'an override of a policy': (role, length) => {
      const policy = new iam.Policy(role, 'P', { roles: [role], document: documentOf(150) });
      (policy.node.defaultChild as iam.CfnPolicy).addPropertyOverride('PolicyDocument', documentOf(length).toJSON());
    },
    'an override of whom a policy is attached to': (role, length) => {
      const policy = new iam.Policy(role, 'P', { roles: [role], document: documentOf(length) });
      (policy.node.defaultChild as iam.CfnPolicy).addPropertyOverride('Roles', [role.roleName]);
    },
  };
  const build = (way: string, length: number) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const role = new ResourceRole(stack, 'Lake', {
      chainingRoles: [new InstanceProfileRole(stack, 'Head')],
      roleName: 'lake',
      inlinePolicies: { own: documentOf(5000) },
    });
    ways[way]!(role, length);
    return () => app.synth();
  };

  test.each(Object.keys(ways))('are measured together with %s', (way) => {
    expect(build(way, 5240)).not.toThrow();
    expect(build(way, 5241)).toThrow(
      "Platform/Lake has inline policies of 10241 characters together, more than IAM's quota of 10240. Move statements into managed policies",
    );
  });

  test('count their tokens at their longest', () => {
    const synth = (count: number) => {
      const app = new App();
      const stack = newStack(PLATFORM, 'Platform', app);
      const role = new ResourceRole(stack, 'Lake', { chainingRoles: [new InstanceProfileRole(stack, 'Head')] });
      const resources = Array.from({ length: count }, (_, index) => Fn.importValue(`bucket-${index}`));
      role.attachInlinePolicy(
        new iam.Policy(role, 'P', { statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources })] }),
      );
      return () => app.synth();
    };
    expect(synth(98)).not.toThrow();
    expect(synth(99)).toThrow('Platform/Lake has inline policies of 10');
  });
});

test.each<[string, number, (policy: iam.ManagedPolicy, text: () => string) => void]>([
  [
    'an override adds',
    ',{"Sid":""}'.length,
    ({ node }, text) => {
      const resource = node.defaultChild as iam.CfnManagedPolicy;
      resource.addPropertyOverride('PolicyDocument.Statement.1', { Sid: text() });
    },
  ],
  [
    'its author adds',
    ',{"Action":"s3:ListAllMyBuckets","Effect":"Allow","Resource":"*","Sid":""}'.length,
    (policy, text) => {
      const actions = ['s3:ListAllMyBuckets'];
      policy.addStatements(new iam.PolicyStatement({ actions, resources: ['*'], sid: text() }));
    },
  ],
  [
    'a token yields in the end',
    '[,"arn:aws:iam::444455556666:role/r"]'.length,
    ({ node }, text) => {
      let isOver = false;
      const late = Lazy.uncachedString({ produce: () => (isOver ? text() : '') });
      const head = node.scope as InstanceProfileRole;
      head.allowAssuming(iam.Role.fromRoleArn(head.stack, 'Late', `arn:aws:iam::444455556666:role/r${late}`));
      isOver = true;
    },
  ],
])('a managed policy that the library made is measured with what %s', (_, frame, add) => {
  const build = (length: number) => {
    const { app, head } = headWith(1);
    const own = policiesOf(headWith(1).stack)[0]!.length + frame;
    const text = 'r'.repeat(length - own);
    add(head.node.findChild('AssumeDataRoles') as iam.ManagedPolicy, () => text);
    return () => app.synth();
  };
  expect(build(6144)).not.toThrow();
  expect(build(6145)).toThrow(
    "Platform/Head/AssumeDataRoles has 6145 characters, more than IAM's quota of 6144 for a managed policy. Name fewer",
  );
});

test('managed policies that overrides and later writes attach, or detach, are counted as rendered', () => {
  const build = (change: (role: iam.CfnRole, policy: iam.CfnManagedPolicy) => void) => {
    const { app, stack, head } = headWith(1);
    const statements = [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })];
    const policies = Array.from(
      { length: 9 },
      (_, index) => new iam.ManagedPolicy(stack, `P${index}`, { roles: [head], statements }),
    );
    change(head.node.defaultChild as iam.CfnRole, policies[0]!.node.defaultChild as iam.CfnManagedPolicy);
    return () => app.synth();
  };
  const attach = (role: iam.CfnRole) => {
    role.addPropertyOverride('ManagedPolicyArns', ['arn:aws:iam::aws:policy/ReadOnlyAccess']);
  };
  expect(build(() => undefined)).not.toThrow();
  expect(build(attach)).toThrow('Platform/Head carries 11 managed policies');
  expect(
    build((role) => {
      role.managedPolicyArns = Lazy.list({ produce: () => ['arn:aws:iam::aws:policy/ReadOnlyAccess'] });
    }),
  ).toThrow('Platform/Head carries 11 managed policies');
  expect(
    build((role, policy) => {
      attach(role);
      policy.addPropertyDeletionOverride('Roles');
    }),
  ).not.toThrow();
});

test('a trust is measured with what an override adds to it', () => {
  const build = (count: number) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const role = new ResourceRole(stack, 'Lake', { chainingRoles: [new InstanceProfileRole(stack, 'Head')] });
    const resource = role.node.defaultChild as iam.CfnRole;
    resource.addPropertyOverride(
      'AssumeRolePolicyDocument.Statement.0.Condition.StringEquals.aws:PrincipalTag/x',
      'x'.repeat(count),
    );
    return () => app.synth();
  };
  expect(build(1700)).not.toThrow();
  expect(build(1950)).toThrow(/the trust policy of Platform\/Lake has 2\d{3} characters/);
});

test('the trust is measured at synth, with tokens at their longest', () => {
  const build = (count: number, limit?: number) => {
    const app = new App({ context: limit === undefined ? {} : { 'cdk-iam-role-chaining:trustPolicyLimit': limit } });
    const platform = newStack(undefined, 'Platform', app);
    const chainingRoles = Array.from({ length: count }, (_, index) => {
      const roleName = `${'h'.repeat(60)}-${String(index).padStart(3, '0')}`;
      return new InstanceProfileRole(platform, `Head${index}`, { roleName });
    });
    // Trusts that say the same are measured once; this one says less.
    new ResourceRole(platform, 'Small', { chainingRoles: chainingRoles.slice(0, 1) });
    return { app, role: new ResourceRole(platform, 'S3', { chainingRoles }) };
  };
  // 19 ARNs of 100 characters, with quotes and comma, do not fit beside the rest of the document; 18 do.
  expect(() => build(18).app.synth()).not.toThrow();
  expect(() => build(19).app.synth()).toThrow(
    /the trust policy of Platform\/S3 has 2\d{3} characters, more than IAM's quota of 2048/,
  );
  expect(() => build(19, 4096).app.synth()).not.toThrow();
});

test.each<[string, (count: number) => unknown]>([
  ['a list', (count) => Lazy.list({ produce: () => Array.from({ length: count }, (_, index) => `value-${index}`) })],
  ['an object', (count) => Lazy.any({ produce: () => Array.from({ length: count }, (_, index) => `value-${index}`) })],
  ['a text', (count) => Lazy.string({ produce: () => 'x'.repeat(count * 10) })],
])('conditions that are tokens are measured too: %s', (_, value) => {
  const build = (count: number) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    new ResourceRole(stack, 'S3', {
      chainingRoles: [new InstanceProfileRole(stack, 'Head')],
      conditions: { StringEquals: { 'aws:PrincipalTag/x': value(count) } },
    });
    return app;
  };
  expect(() => build(20).synth()).not.toThrow();
  expect(() => build(300).synth()).toThrow('the trust policy of Platform/S3 has');
});

test('a resource role’s own managed policies and a plain role’s trust have quotas as well', () => {
  const policies = (count: number) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const managedPolicies = Array.from({ length: count }, (_, index) =>
      iam.ManagedPolicy.fromManagedPolicyArn(stack, `P${index}`, `arn:aws:iam::111122223333:policy/p${index}`),
    );
    new ResourceRole(stack, 'S3', { chainingRoles: [new InstanceProfileRole(stack, 'Head')], managedPolicies });
    return app;
  };
  expect(() => policies(10).synth()).not.toThrow();
  expect(() => policies(11).synth()).toThrow('Platform/S3 carries 11 managed policies');

  const trusting = (count: number) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const plain = new iam.Role(stack, 'Plain', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') });
    for (let index = 0; index < count; index += 1) new InstanceProfileRole(stack, `Head${index}`).allowAssuming(plain);
    return app;
  };
  expect(() => trusting(10).synth()).not.toThrow();
  expect(() => trusting(40).synth()).toThrow('the trust policy of Platform/Plain has');
});

test('roles that CloudFormation names are counted with the longest name, and with their path', () => {
  const stack = newStack(PLATFORM);
  const head = new InstanceProfileRole(stack, 'Head');
  for (let index = 0; index < 40; index += 1) {
    head.allowAssuming(
      new iam.Role(stack, `R${index}`, { assumedBy: new iam.AccountRootPrincipal(), path: `/${'p'.repeat(300)}/` }),
    );
  }
  // 31 + 302 + 64 characters, quotes and comma: 15 in each.
  expect(policiesOf(stack).map(({ arns }) => arns.length)).toEqual([15, 15, 10]);
});

test('where the region is known, the partition is counted as it is', () => {
  const app = new App();
  const platform = newStack(PLATFORM, 'Platform', app);
  const chainingRoles = Array.from({ length: 19 }, (_, index) => {
    const roleName = `${'h'.repeat(60)}-${String(index).padStart(3, '0')}`;
    return new InstanceProfileRole(platform, `Head${index}`, { roleName });
  });
  new ResourceRole(newStack(PLATFORM, 'Data', app), 'S3', { chainingRoles });
  expect(() => app.synth()).not.toThrow();
});

test('a trust with two equal Sids is an error at synth', () => {
  const build = (trustRevision?: string) => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    const [head, other] = ['Head', 'Other'].map((id) => new InstanceProfileRole(stack, id));
    const role = new ResourceRole(stack, 'S3', { chainingRoles: [head!] });
    role.assumeRolePolicy?.addStatements(
      ...ResourceRole.trustStatements([other!], { externalId: 'secret-id', trustRevision }),
    );
    return app;
  };
  expect(() => build('2').synth()).not.toThrow();
  expect(() => build().synth()).toThrow(
    'the trust policy of Platform/S3 has two statements with the Sid "AllowChainingRoles"',
  );
});

describe('resourceRolePath', () => {
  test('lists the path in the accounts of the chaining role, of declared roles and of resourceRoleAccounts', () => {
    const app = new App();
    const platform = newStack(PLATFORM, 'Platform', app);
    const head = new InstanceProfileRole(platform, 'Head', {
      resourceRolePath: '/data/',
      resourceRoleAccounts: ['777788889999'],
    });
    const finance = newStack(FINANCE, 'Finance', app);
    for (const [roleName, path] of [
      ['inside', '/data/'],
      ['below', '/data/projects/'],
      ['outside', '/other/'],
    ]) {
      new ResourceRole(finance, roleName!, { chainingRoles: [head], roleName, path });
    }
    new ResourceRole(finance, 'Audited', {
      chainingRoles: [head],
      roleName: 'audited',
      path: '/data/',
      allowSourceIdentity: true,
    });

    const deployed = new Deployed(platform).of(head);
    expect(mayCall(deployed, 'sts:AssumeRole')).toEqual([
      'arn:aws:iam::111122223333:role/data/*',
      'arn:aws:iam::777788889999:role/data/*',
      'arn:aws:iam::444455556666:role/data/*',
      'arn:aws:iam::444455556666:role/other/outside',
      'arn:aws:iam::444455556666:role/data/audited',
    ]);
    expect(mayCall(deployed, 'sts:SetSourceIdentity')).toEqual(['arn:aws:iam::444455556666:role/data/audited']);
  });

  test('keeps what a chaining role may become as short as ever, for 1,000 roles over several stacks and accounts', () => {
    const build = (count: number) => {
      const app = new App();
      const platform = newStack(PLATFORM, 'Platform', app);
      const head = new InstanceProfileRole(platform, 'Head', { resourceRolePath: '/data/' });
      const stacks = [PLATFORM, FINANCE].map((env, index) => newStack(env, `Data${index}`, app));
      for (let index = 0; index < count; index += 1) {
        new ResourceRole(stacks[index % stacks.length]!, `R${index}`, { chainingRoles: [head], path: '/data/' });
      }
      return new Deployed(platform).resources;
    };
    expect(build(1000)).toEqual(build(2));
  });

  test('is no prefix of a folder’s name', () => {
    const { stack, head } = headWith(0, { resourceRolePath: '/data/' });
    new ResourceRole(stack, 'S3', { chainingRoles: [head], roleName: 's3', path: '/database/' });
    expect(mayCall(new Deployed(stack).of(head), 'sts:AssumeRole')).toEqual([
      'arn:aws:iam::111122223333:role/data/*',
      'arn:aws:iam::111122223333:role/database/s3',
    ]);
  });

  test('takes in a chaining role beside it, but not one below it', () => {
    const build = (path: string) => headWith(0, { resourceRolePath: '/data/', path });
    for (const path of ['/', '/dat/', '/database/', '/platform/data/']) expect(() => build(path)).not.toThrow();
    for (const path of ['/data/', '/data/heads/']) {
      expect(() => build(path)).toThrow(
        'it lies itself below resourceRolePath "/data/": give the chaining role another',
      );
    }
  });

  test('warns once, and a scope above the role may have acknowledged it', () => {
    const build = (acknowledge?: 'before' | 'after') => {
      const stack = newStack(PLATFORM, 'Platform');
      const acknowledgement = {
        id: 'Annotation::cdk-iam-role-chaining:resourceRolePath',
        reason: 'nobody creates there',
      };
      if (acknowledge === 'before') Validations.of(stack).acknowledge(acknowledgement);
      const head = new InstanceProfileRole(stack, 'Head', { resourceRolePath: '/data/' });
      new ResourceRole(stack, 'S3', { chainingRoles: [head], path: '/data/' });
      if (acknowledge === 'after') Validations.of(head).acknowledge(acknowledgement);
      return warningsOf(stack).filter(({ text }) => text.includes('resourceRolePath')).length;
    };
    expect([build(), build('before'), build('after')]).toEqual([1, 0, 0]);
  });

  test('is a choice that warns', () => {
    const app = new App();
    const stack = newStack(PLATFORM, 'Platform', app);
    new InstanceProfileRole(stack, 'Head', { resourceRolePath: '/data/' });
    expect(
      warningsOf(stack).filter(({ text }) => text.includes('cdk-iam-role-chaining:resourceRolePath')),
    ).toHaveLength(1);
  });
});

test.each([
  [6144, true],
  [6145, false],
])('a managed policy of %d characters that the role’s author attaches is measured too', (length, fits) => {
  const { app, stack, head } = headWith(0);
  const statement = (resource: string) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [resource] });
  const without = JSON.stringify(new iam.PolicyDocument({ statements: [statement('')] }).toJSON()).length;
  new iam.ManagedPolicy(stack, 'Own', { roles: [head], statements: [statement('x'.repeat(length - without))] });
  const synth = expect(() => app.synth());
  if (fits) synth.not.toThrow();
  else synth.toThrow('Platform/Own has 6145 characters');
});

test('what CDK moves out of inline policies that are too long is measured as the managed policy that it becomes', () => {
  const { app, head } = headWith(0);
  head.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['x'.repeat(10_200)] }));
  expect(() => app.synth()).toThrow("more than IAM's quota of 6144 for a managed policy");
});

describe('an import that names a role of the app in words', () => {
  const build = (count: number, own: (role: iam.Role) => void = () => undefined) => {
    const app = new App();
    const statements = [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })];
    const plain = new iam.Role(newStack(PLATFORM, 'Platform', app), 'Plain', {
      roleName: 'plain',
      assumedBy: new iam.AccountRootPrincipal(),
      managedPolicies: Array.from({ length: count }, (_, index) =>
        iam.ManagedPolicy.fromAwsManagedPolicyName(`P${index}`),
      ),
    });
    new iam.ManagedPolicy(plain, 'Attached', { roles: [plain], statements });
    own(plain);
    const data = newStack(PLATFORM, 'Data', app);
    const head = ChainingRole.fromChainingRoleArn(data, 'Head', 'arn:aws:iam::111122223333:role/plain');
    new ResourceRole(data, 'S3', { chainingRoles: [head] });
    return () => app.synth();
  };

  test('counts what that role carries itself', () => {
    expect(build(8)).not.toThrow();
    expect(build(9)).toThrow('Data/Head carries 11 managed policies');
  });

  test('measures its inline policies', () => {
    const inline = (length: number) => (role: iam.Role) => {
      (role.node.defaultChild as iam.CfnRole).policies = [
        { policyName: 'own', policyDocument: { Statement: 'x'.repeat(length - '{"Statement":""}'.length) } },
      ];
    };
    expect(build(0, inline(10_240))).not.toThrow();
    expect(build(0, inline(10_241))).toThrow('Data/Head has inline policies of 10241 characters together');
  });
});

test.each([
  [10, true],
  [11, false],
])('a plain role that something is granted to is measured too: %d managed policies', (count, fits) => {
  const stack = newStack(PLATFORM);
  const plain = new iam.Role(stack, 'Plain', {
    assumedBy: new iam.AccountRootPrincipal(),
    managedPolicies: Array.from({ length: count }, (_, index) =>
      iam.ManagedPolicy.fromAwsManagedPolicyName(`P${index}`),
    ),
  });
  S3Access.grant(plain, { bucket: 'lake', level: AccessLevel.READ });
  const synth = expect(() => (stack.node.root as App).synth());
  if (fits) synth.not.toThrow();
  else synth.toThrow('Stack/Plain carries 11 managed policies');
});
