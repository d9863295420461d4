/** Something that is either so or not, and that no request says. */
export interface Assumption {
  /** A condition of CloudFormation, or what is unclear of a statement, in words. */
  readonly about: string;
  readonly kind: 'deployment' | 'unclear';
  readonly is: boolean;
}

/** A value under conditions of CloudFormation. */
export interface Variant {
  /** Undefined for what CloudFormation leaves out. */
  readonly value: unknown;
  readonly assumptions: readonly Assumption[];
}

/** Above this, one statement would be more than sixteen. */
const MAX_CONDITIONS = 4;

/** The values that an `Fn::If`, wherever it stands, leaves open: its branches in order, each with what its condition is then. */
export function variantsOf(value: unknown, outer: readonly Assumption[] = []): Variant[] {
  // Most documents have none.
  if (!isConditional(value)) return [{ value, assumptions: outer }];
  const open = withBranches(value, outer);
  const [about, ...others] = [...conditionsIn(open, new Set())];
  if (about === undefined) return [{ value: open, assumptions: outer }];
  if (others.length >= MAX_CONDITIONS) {
    // In words, which nobody takes for a statement.
    const many = `more than ${MAX_CONDITIONS} conditions of CloudFormation in ${JSON.stringify(value)}`;
    return [{ value: many, assumptions: outer }];
  }
  return [true, false].flatMap((is) => variantsOf(open, [...outer, { about, kind: 'deployment', is }]));
}

/** The same where the value itself is an `Fn::If`, and nothing below it. */
export function branchesOf(value: unknown, outer: readonly Assumption[] = []): Variant[] {
  const branches = branching(value);
  if (branches === undefined) return [{ value: isNoValue(value) ? undefined : value, assumptions: outer }];
  const { condition: about } = branches;
  const known = outer.find((each) => each.about === about)?.is;
  return [true, false].flatMap((is) => {
    if (known !== undefined && known !== is) return [];
    const assumptions = known === is ? outer : [...outer, { about, kind: 'deployment' as const, is }];
    return branchesOf(is ? branches.then : branches.otherwise, assumptions);
  });
}

function conditionsIn(value: unknown, found: Set<string>): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  const branches = branching(value);
  if (branches !== undefined) found.add(branches.condition);
  for (const member of Object.values(value)) conditionsIn(member, found);
  return found;
}

function isConditional(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return branching(value) !== undefined || isNoValue(value) || Object.values(value).some(isConditional);
}

/** The value where the conditions are as assumed; members that CloudFormation leaves out are left out. */
function withBranches(value: unknown, assumptions: readonly Assumption[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isNoValue(value)) return undefined;
  const branches = branching(value);
  const assumed = assumptions.find(({ about }) => about === branches?.condition);
  if (branches !== undefined && assumed !== undefined) {
    return withBranches(assumed.is ? branches.then : branches.otherwise, assumptions);
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      const chosen = withBranches(item, assumptions);
      if (chosen === undefined) return [];
      // A branch may be a list in the place of an item.
      return branching(item) !== undefined && Array.isArray(chosen) ? (chosen as unknown[]) : [chosen];
    });
  }
  const members = Object.entries(value).map(([key, member]) => [key, withBranches(member, assumptions)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

function branching(value: unknown): { condition: string; then: unknown; otherwise: unknown } | undefined {
  if (typeof value !== 'object' || value === null || !('Fn::If' in value) || !Array.isArray(value['Fn::If']))
    return undefined;
  const [condition, then, otherwise] = value['Fn::If'] as unknown[];
  return { condition: typeof condition === 'string' ? condition : JSON.stringify(condition), then, otherwise };
}

function isNoValue(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'Ref' in value && value.Ref === 'AWS::NoValue';
}
