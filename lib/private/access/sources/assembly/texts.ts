import { withSymbols } from '../../policy/text';
import { type Template, type TemplateResource, userPath } from './templates';

/** A value in the template whose logical ids it names. */
interface Located {
  readonly value: unknown;
  readonly template: Template;
}

/** Puts what templates leave to CloudFormation into words, the same whichever mechanism carries a reference. */
export class TemplateTexts {
  private readonly exports = new Map<string, Located[]>();
  private readonly assets: ReadonlySet<string>;
  private readonly anyDerivedName: RegExp;

  /**
   * @param templates are all templates of the app, which references may lead to
   * @param derivedNames are physical names that were derived, and the construct path of their owner
   */
  constructor(
    private readonly templates: readonly Template[],
    private readonly derivedNames: ReadonlyMap<string, string>,
  ) {
    this.assets = new Set(templates.flatMap(({ assets }) => [...assets.keys()]));
    this.anyDerivedName = anyOf([...derivedNames.keys()]);
    for (const template of templates) {
      for (const { Value: value, Export } of Object.values(template.body.Outputs ?? {})) {
        if (Export === undefined) continue;
        const name = this.text(Export.Name, template);
        this.exports.set(name, [...(this.exports.get(name) ?? []), { value, template }]);
      }
    }
  }

  /** A value of one text. */
  public text(value: unknown, template: Template): string {
    const located = this.follow({ value, template });
    const [name, argument] = intrinsicCall(located.value) ?? [];
    const choice = name === 'Fn::If' ? this.inWords(name, argument, located.template) : undefined;
    const rendered = choice ?? this.render(value, template);
    return typeof rendered === 'string' ? rendered : JSON.stringify(rendered ?? '');
  }

  /**
   * A value with `${Bucket.Arn}` and the like in the place of intrinsic functions; lists and objects stay what they are.
   *
   * Undefined for a value that CloudFormation takes as absent.
   */
  public render(value: unknown, template: Template): unknown {
    if (typeof value === 'string') return this.literal(value);
    if (Array.isArray(value))
      return value.map((item) => this.render(item, template)).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const call = intrinsicCall(value);
    if (call !== undefined) return this.intrinsic(call, { value, template });
    const members = Object.entries(value).map(([key, member]) => [key, this.render(member, template)] as const);
    return Object.fromEntries(members.filter(([, member]) => member !== undefined));
  }

  /** A policy document, also one that is rendered as JSON text because its keys are known to CloudFormation only. */
  public document(value: unknown, template: Template): unknown {
    const text = jsonText(value, (part) => JSON.stringify(this.text(part, template)).slice(1, -1));
    if (text === undefined) return this.render(value, template);
    try {
      return this.render(JSON.parse(text), template);
    } catch {
      return this.render(value, template);
    }
  }

  /** When CloudFormation makes a resource, and the nested stacks that it is in; undefined for one that it always makes. */
  public conditionOf({ Condition }: TemplateResource, template: Template): string | undefined {
    const { parent } = template;
    const stack = parent?.template.body.Resources?.[parent.logicalId];
    const outer = parent === undefined || stack === undefined ? undefined : this.conditionOf(stack, parent.template);
    const own = Condition === undefined ? undefined : this.text({ Condition }, template);
    return [outer, own].filter((each) => each !== undefined).join(' and ') || undefined;
  }

  /** Names that hold hashes are shown as the construct that they belong to, and assets without their hashes. */
  private literal(text: string): string {
    return text
      .replace(this.anyDerivedName, (name) => this.reference(this.derivedNames.get(name) ?? name))
      .replace(/[0-9a-f]{64}/g, (hash) => (this.assets.has(hash) ? '${AssetHash}' : hash));
  }

  private reference(path: string, attribute = ''): string {
    // Parameters that the legacy synthesizer makes of an asset.
    const stable = path.replace(/(AssetParameters)\/[0-9a-f]{64}\//, '$1/');
    return `\${${stable}${attribute}}`;
  }

  private intrinsic([name, argument]: [string, unknown], located: Located): unknown {
    const { template } = located;
    const target = this.follow(located);
    if (target !== located) return this.render(target.value, target.template);
    if (name === 'Ref') {
      const id = String(argument);
      if (id === 'AWS::NoValue') return undefined;
      return id.startsWith('AWS::')
        ? `\${${id}}`
        : this.reference(userPath(template.pathOf(id)), this.default(id, template));
    }
    if (name === 'Condition') {
      const id = String(argument);
      const expression = template.body.Conditions?.[id];
      return expression === undefined ? this.reference(template.pathOf(id)) : this.render(expression, template);
    }
    if (name === 'Fn::GetAtt') {
      const [id, attribute] = attributeOf(argument);
      const resource = template.body.Resources?.[id];
      // A custom resource of CDK's that gives back what it is given, for keys that hold references.
      if (resource?.Type === CFN_JSON && attribute === 'Value')
        return this.document(resource.Properties?.Value, template);
      return this.reference(userPath(template.pathOf(id)), `.${this.text(attribute, template)}`);
    }
    if (name === 'Fn::Join') return this.join(argument, template);
    if (name === 'Fn::Split') return this.split(argument, template);
    if (name === 'Fn::Select') return this.select(argument, template);
    if (name === 'Fn::Sub') return this.substitute(argument, template);
    if (name === 'Fn::If') return this.choice(argument, template);
    if (name === 'Fn::FindInMap') return this.findInMap(argument, template);
    return this.call(name, argument, template);
  }

  /** Where a value comes from that another template, or a parameter, hands over. */
  private follow(located: Located): Located {
    const next = this.next(located);
    return next === undefined ? located : this.follow(next);
  }

  private next({ value, template }: Located): Located | undefined {
    const [name, argument] = intrinsicCall(value) ?? [];
    if (name === 'Ref' && template.parent !== undefined) {
      const { template: parent, logicalId } = template.parent;
      const parameters = parent.body.Resources?.[logicalId]?.Properties?.Parameters as
        Record<string, unknown> | undefined;
      const handedOver = parameters?.[String(argument)];
      return handedOver === undefined ? undefined : { value: handedOver, template: parent };
    }
    if (name === 'Fn::GetAtt') return this.attribute(attributeOf(argument), template);
    if (name === 'Fn::ImportValue') return nearest(this.exports.get(this.text(argument, template)), template);
    if (name === 'Fn::GetStackOutput') return this.stackOutput(argument as Record<string, unknown>, template);
    return undefined;
  }

  private attribute([logicalId, attribute]: [string, unknown], template: Template): Located | undefined {
    const key = String(attribute);
    const nested = template.nested.get(logicalId);
    const output = nested?.body.Outputs?.[key.replace(/^Outputs\./, '')];
    if (nested !== undefined && output !== undefined) return { value: output.Value, template: nested };
    if (template.body.Resources?.[logicalId]?.Type !== 'Custom::CrossRegionExportReader') return undefined;
    const written = this.templates.flatMap((writer) =>
      Object.values(writer.body.Resources ?? {}).flatMap(({ Type, Properties }) => {
        if (Type !== 'Custom::CrossRegionExportWriter') return [];
        const { exports = {} } = Properties?.WriterProps as { exports?: Record<string, unknown> };
        return exports[key] === undefined ? [] : { value: exports[key], template: writer };
      }),
    );
    return nearest(written, template);
  }

  private stackOutput(argument: Record<string, unknown>, template: Template): Located | undefined {
    const name = this.text(argument.OutputName, template);
    const found = this.templates.flatMap((producer) => {
      const output = producer.parent === undefined ? producer.body.Outputs?.[name] : undefined;
      if (output === undefined || producer.stackName !== argument.StackName) return [];
      if (![undefined, producer.region].includes(argument.Region as string | undefined)) return [];
      return { value: output.Value, template: producer };
    });
    return nearest(found, template);
  }

  private join(argument: unknown, template: Template): unknown {
    const [separator, parts] = argument as [string, unknown];
    if (!Array.isArray(parts)) return this.call('Fn::Join', argument, template);
    return parts.map((part) => this.text(part, template)).join(separator);
  }

  /** CDK carries a list over to another stack as one joined text. */
  private split(argument: unknown, template: Template): unknown {
    const [separator, text] = argument as [string, unknown];
    const source = this.follow({ value: text, template });
    const [name, joined] = intrinsicCall(source.value) ?? [];
    if (name === 'Fn::Join') {
      const [same, list] = joined as [string, unknown];
      if (same === separator && !Array.isArray(list)) return this.render(list, source.template);
    }
    const rendered = this.text(text, template);
    return rendered.includes('${') ? this.call('Fn::Split', argument, template) : rendered.split(separator);
  }

  private select(argument: unknown, template: Template): unknown {
    const [index, list] = argument as [unknown, unknown];
    const rendered = this.render(list, template);
    if (!Array.isArray(rendered)) return this.call('Fn::Select', argument, template);
    return rendered[Number(index)] as unknown;
  }

  private substitute(argument: unknown, template: Template): string {
    const [text, variables] = [argument].flat() as [string, Record<string, unknown>?];
    const parts = text.split(/(\$\{[^}]+\})/).map((part) => {
      const [, literal, name] = /^\$\{(!?)(.+)\}$/.exec(part) ?? [];
      if (name === undefined) return this.literal(part);
      if (literal !== '') return `\${${name}}`;
      const variable = variables?.[name];
      if (variable !== undefined) return this.text(variable, template);
      return this.text(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }, template);
    });
    return parts.join('');
  }

  private findInMap(argument: unknown, template: Template): unknown {
    const { account, region } = template;
    const [mapping, ...keys] = argument as unknown[];
    const known = { '${AWS::AccountId}': account, '${AWS::Region}': region };
    const [name = '', top = '', second = ''] = [mapping, ...keys].map((key) =>
      withSymbols(this.text(key, template), known),
    );
    const found = template.body.Mappings?.[name]?.[top]?.[second];
    if (found !== undefined) return this.render(found, template);
    return this.call('Fn::FindInMap', typeof mapping === 'string' ? [{ Ref: mapping }, ...keys] : argument, template);
  }

  /** What a parameter is unless the deployment says otherwise. */
  private default(parameter: string, template: Template): string {
    const value = template.body.Parameters?.[parameter]?.Default;
    return value === undefined ? '' : `=${this.text(value, template)}`;
  }

  /** The branches in order, with their condition in words; what CloudFormation leaves out stays `AWS::NoValue`. */
  private choice(argument: unknown, template: Template): unknown {
    const [condition, ...branches] = argument as [string, unknown, unknown];
    const rendered = branches.map((branch) => this.render(branch, template) ?? { Ref: 'AWS::NoValue' });
    return { 'Fn::If': [this.text({ Condition: condition }, template), ...rendered] };
  }

  /** Any other function: a call where its arguments are texts, and the function itself where they are objects. */
  private call(name: string, argument: unknown, template: Template): unknown {
    return this.inWords(name, argument, template) ?? { [name]: this.render(argument, template) };
  }

  private inWords(name: string, argument: unknown, template: Template): string | undefined {
    const [condition, ...values] = [argument].flat<unknown[]>();
    const words = this.words(name === 'Fn::If' ? [{ Condition: condition }, ...values] : argument, template);
    return words === undefined ? undefined : `\${${name}(${words})}`;
  }

  /** An argument as it stands between the brackets of a call; undefined where it holds objects. */
  private words(argument: unknown, template: Template): string | undefined {
    if (Array.isArray(argument)) {
      const items = argument.map((item: unknown) => {
        const words = this.words(item, template);
        return Array.isArray(item) && words !== undefined ? `[${words}]` : words;
      });
      return items.includes(undefined) ? undefined : items.join(', ');
    }
    const isChoice = intrinsicCall(argument)?.[0] === 'Fn::If';
    const rendered = (isChoice ? this.text(argument, template) : this.render(argument, template)) ?? '${AWS::NoValue}';
    if (intrinsicCall(argument) === undefined || typeof rendered !== 'string') {
      return typeof rendered === 'object' ? undefined : JSON.stringify(rendered);
    }
    return /^\$\{(Fn::\w+\([^{}]*(?:\$\{[^{}]*\}[^{}]*)*\))\}$/.exec(rendered)?.[1] ?? rendered;
  }
}

const CFN_JSON = 'Custom::AWSCDKCfnJson';

/** Finds texts, also where more is written before or after them; of two that begin alike, the longer one. */
function anyOf(texts: readonly string[]): RegExp {
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((text) => text.replace(/[^\w-]/g, '\\$&'));
  return new RegExp(escaped.join('|') || '(?!)', 'g');
}

/** A function of a template and its argument. */
function intrinsicCall(value: unknown): [string, unknown] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return undefined;
  const isCondition = entry[0] === 'Condition' && typeof entry[1] === 'string';
  return entry[0] === 'Ref' || entry[0].startsWith('Fn::') || isCondition ? entry : undefined;
}

function attributeOf(argument: unknown): [string, unknown] {
  if (Array.isArray(argument)) return argument as [string, unknown];
  const [logicalId = '', ...attribute] = String(argument).split('.');
  return [logicalId, attribute.join('.')];
}

/** Of several values of one name, that of the consumer's own Stage and environment. */
function nearest(candidates: readonly Located[] | undefined, consumer: Template): Located | undefined {
  const distance = ({ template }: Located) =>
    [
      template.stagePath !== consumer.stagePath,
      template.account !== consumer.account,
      template.region !== consumer.region,
    ]
      .map(Number)
      .join('');
  return [...(candidates ?? [])].sort((a, b) => Number(distance(a)) - Number(distance(b)))[0];
}

/** The text of a document that is rendered as JSON text; undefined for one that is an object. */
function jsonText(value: unknown, partText: (part: unknown) => string): string | undefined {
  if (typeof value === 'string') return value;
  const [name, argument] = intrinsicCall(value) ?? [];
  const [separator, parts] = name === 'Fn::Join' ? (argument as [string, unknown]) : [];
  if (!Array.isArray(parts)) return undefined;
  return parts.map((part) => (typeof part === 'string' ? part : partText(part))).join(separator);
}
