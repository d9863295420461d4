import type { ManagedPolicy, Place, Principal } from '../../../lib/private/access/model/model';
import type { View } from '../../../lib/checks/private/view';
import type { ReportNode } from '../../../report/report';

type Documents = NonNullable<ReportNode['documents']>;

/** The statements of a report, each text once. */
export class Statements {
  private readonly numbers = new Map<string, number>();

  constructor(private readonly view: View) {}

  public get texts(): string[] {
    return [...this.numbers.keys()];
  }

  /** Its trust and policies, as far as they are in view. */
  public documentsOf(principal: Principal): Documents {
    const { trust, policies, managedPolicies, boundary, place } = principal;
    const attached = new Set(managedPolicies.map((arn) => this.view.estate.policyOf(arn, place)));
    const naming = this.view.policiesNaming(principal).filter((policy) => !attached.has(policy));
    return [
      ...(trust === undefined ? [] : [this.document('trust policy', trust, place)]),
      ...policies.map(({ name, document, place: own = place }) => this.document(name, document, own)),
      ...naming.map((policy) => this.managed(policy)),
      ...managedPolicies.map((arn) => this.named(arn, place)),
      ...(boundary === undefined ? [] : [this.named(boundary, place, 'permissions boundary ')]),
    ];
  }

  public document(name: string, document: unknown, place: Place): Documents[number] {
    const statements = statementsIn(document).map((statement) => {
      const text = JSON.stringify(statement, (_, value: unknown) =>
        typeof value === 'string' ? this.view.estate.text(value, place) : value,
      );
      const number = this.numbers.get(text) ?? this.numbers.size;
      this.numbers.set(text, number);
      return number;
    });
    return { name, statements };
  }

  private named(arn: string, place: Place, before = ''): Documents[number] {
    const policy = this.view.estate.knownPolicyOf(arn, place);
    return policy === undefined
      ? { name: `${before}${this.view.estate.text(arn, place)}, which is not in view`, statements: [] }
      : this.managed(policy, before);
  }

  private managed({ name, document, place }: ManagedPolicy, before = ''): Documents[number] {
    return this.document(`${before}${this.view.estate.text(name, place)}`, document, place);
  }
}

/** As they stand in a document, which may be JSON text; all of it where it is written in another way. */
function statementsIn(document: unknown): unknown[] {
  if (typeof document === 'string') {
    try {
      return statementsIn(JSON.parse(document) as Record<string, unknown>);
    } catch {
      return [document];
    }
  }
  const { Statement } = (document ?? {}) as { Statement?: unknown };
  return Statement === undefined ? [document ?? null] : [Statement].flat();
}
