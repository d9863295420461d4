import { remembered } from '../../policy/remembered';
import { withSymbols } from '../../policy/text';
import { type Template, type TemplateResource, userPath } from './templates';

/** A value, and the template whose logical ids it names. */
interface Located {
  readonly value: unknown;
  readonly texts: TemplateTexts;
}

/** What all templates of an app know together. */
export class AssemblyTexts {
  private readonly byTemplate = new Map<Template, TemplateTexts>();
  private readonly exports = new Map<string, Located[]>();
  private readonly assets: ReadonlySet<string>;
  private readonly anyDerivedName: RegExp;

  /**
   * @param templates are all templates of the app, which references may lead to
   * @param derivedNames are physical names that were derived, and the construct path of their owner
   */
  constructor(
    public readonly templates: readonly Template[],
    private readonly derivedNames: ReadonlyMap<string, string>,
  ) {
    this.assets = new Set(templates.flatMap(({ assets }) => [...assets.keys()]));
    this.anyDerivedName = anyOf([...derivedNames.keys()]);
    for (const texts of templates.map((template) => this.of(template))) {
      for (const { Value: value, Export } of Object.values(texts.template.body.Outputs ?? {})) {
        if (Export !== undefined) remembered(this.exports, texts.text(Export.Name), () => []).push({ value, texts });
      }
    }
  }

  public of(template: Template): TemplateTexts {
    return remembered(this.byTemplate, template, () => new TemplateTexts(this, template));
  }

  /** What is exported under a name. */
  public exported(name: string): readonly Located[] {
    return this.exports.get(name) ?? [];
  }

  /** Names that hold hashes are shown as the construct that they belong to, and assets without their hashes. */
  public literal(text: string): string {
    const named = text.replace(this.anyDerivedName, (name) => reference(this.derivedNames.get(name) ?? name));
    if (named.length < 64) return named;
    return named.replace(/[0-9a-f]{64}/g, (hash) => (this.assets.has(hash) ? '${AssetHash}' : hash));
  }
}

/** Puts what a template leaves to CloudFormation into words, the same whichever mechanism carries a reference. */
export class TemplateTexts {
  constructor(
    private readonly app: AssemblyTexts,
    public readonly template: Template,
  ) {}

  /** A value of one text. */
  public text(value: unknown): string {
    const source = this.follow(value);
    const [name, argument] = intrinsicCall(source.value) ?? [];
    const choice = name === 'Fn::If' ? source.texts.inWords(name, argument) : undefined;
    const rendered = choice ?? this.render(value);
    return typeof rendered === 'string' ? rendered : JSON.stringify(rendered ?? '');
  }

  /**
   * A value with `${Bucket.Arn}` and the like in the place of intrinsic functions; lists and objects stay what they are.
   *
   * Undefined for a value that CloudFormation takes as absent.
   */
  public render(value: unknown): unknown {
    if (typeof value === 'string') return this.app.literal(value);
    if (Array.isArray(value)) return value.map((item) => this.render(item)).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const call = intrinsicCall(value);
    if (call !== undefined) {
      const source = this.next(call);
      return source === undefined ? this.intrinsic(call) : source.texts.render(source.value);
    }
    const members = Object.entries(value).map(([key, member]) => [key, this.render(member)] as const);
    return Object.fromEntries(members.filter(([, member]) => member !== undefined));
  }

  /** A policy document, also one that is rendered as JSON text because its keys are known to CloudFormation only. */
  public document(value: unknown): unknown {
    const text = jsonText(value, (part) => JSON.stringify(this.text(part)).slice(1, -1));
    if (text === undefined) return this.render(value);
    try {
      return this.render(JSON.parse(text));
    } catch {
      return this.render(value);
    }
  }

  /** When CloudFormation makes a resource, and the nested stacks that it is in; undefined for one that it always makes. */
  public conditionOf({ Condition }: TemplateResource): string | undefined {
    const { parent } = this.template;
    const stack = parent?.template.body.Resources?.[parent.logicalId];
    const outer = parent && stack && this.app.of(parent.template).conditionOf(stack);
    const own = Condition === undefined ? undefined : this.text({ Condition });
    return [outer, own].filter((each) => each !== undefined).join(' and ') || undefined;
  }

  private intrinsic([name, argument]: [string, unknown]): unknown {
    if (name === 'Ref') {
      const id = String(argument);
      if (id === 'AWS::NoValue') return undefined;
      return id.startsWith('AWS::') ? `\${${id}}` : reference(userPath(this.template.pathOf(id)), this.default(id));
    }
    if (name === 'Condition') {
      const id = String(argument);
      const expression = this.template.body.Conditions?.[id];
      return expression === undefined ? reference(this.template.pathOf(id)) : this.render(expression);
    }
    if (name === 'Fn::GetAtt') {
      const [id, attribute] = attributeOf(argument);
      const resource = this.template.body.Resources?.[id];
      // A custom resource of CDK's that gives back what it is given, for keys that hold references.
      if (resource?.Type === CFN_JSON && attribute === 'Value') return this.document(resource.Properties?.Value);
      return reference(userPath(this.template.pathOf(id)), `.${this.text(attribute)}`);
    }
    if (name === 'Fn::Join') return this.join(argument);
    if (name === 'Fn::Split') return this.split(argument);
    if (name === 'Fn::Select') return this.select(argument);
    if (name === 'Fn::Sub') return this.substitute(argument);
    if (name === 'Fn::If') return this.choice(argument);
    if (name === 'Fn::FindInMap') return this.findInMap(argument);
    return this.call(name, argument);
  }

  /** Where a value comes from that another template, or a parameter, hands over. */
  private follow(value: unknown): Located {
    const call = intrinsicCall(value);
    const next = call && this.next(call);
    return next === undefined ? { value, texts: this } : next.texts.follow(next.value);
  }

  private next([name, argument]: [string, unknown]): Located | undefined {
    if (name === 'Ref' && this.template.parent !== undefined) {
      const { template: parent, logicalId } = this.template.parent;
      const parameters = parent.body.Resources?.[logicalId]?.Properties?.Parameters as
        Record<string, unknown> | undefined;
      const handedOver = parameters?.[String(argument)];
      return handedOver === undefined ? undefined : { value: handedOver, texts: this.app.of(parent) };
    }
    if (name === 'Fn::GetAtt') return this.attribute(attributeOf(argument));
    if (name === 'Fn::ImportValue') return this.nearest(this.app.exported(this.text(argument)));
    if (name === 'Fn::GetStackOutput') return this.stackOutput(argument as Record<string, unknown>);
    return undefined;
  }

  private attribute([logicalId, attribute]: [string, unknown]): Located | undefined {
    const key = String(attribute);
    const nested = this.template.nested.get(logicalId);
    const output = nested?.body.Outputs?.[key.replace(/^Outputs\./, '')];
    if (nested !== undefined && output !== undefined) return { value: output.Value, texts: this.app.of(nested) };
    if (this.template.body.Resources?.[logicalId]?.Type !== 'Custom::CrossRegionExportReader') return undefined;
    const written = this.app.templates.flatMap((writer) =>
      Object.values(writer.body.Resources ?? {}).flatMap(({ Type, Properties }) => {
        if (Type !== 'Custom::CrossRegionExportWriter') return [];
        const { exports = {} } = Properties?.WriterProps as { exports?: Record<string, unknown> };
        return exports[key] === undefined ? [] : { value: exports[key], texts: this.app.of(writer) };
      }),
    );
    return this.nearest(written);
  }

  private stackOutput(argument: Record<string, unknown>): Located | undefined {
    const name = this.text(argument.OutputName);
    const found = this.app.templates.flatMap((producer) => {
      const output = producer.parent === undefined ? producer.body.Outputs?.[name] : undefined;
      if (output === undefined || producer.stackName !== argument.StackName) return [];
      if (![undefined, producer.region].includes(argument.Region as string | undefined)) return [];
      return { value: output.Value, texts: this.app.of(producer) };
    });
    return this.nearest(found);
  }

  /** Of several values of one name, that of the template's own Stage and environment. */
  private nearest(candidates: readonly Located[]): Located | undefined {
    const distance = ({ texts: { template } }: Located) =>
      (['stagePath', 'account', 'region'] as const)
        .map((each) => Number(template[each] !== this.template[each]))
        .join('');
    return [...candidates].sort((a, b) => Number(distance(a)) - Number(distance(b)))[0];
  }

  private join(argument: unknown): unknown {
    const [separator, parts] = argument as [string, unknown];
    if (!Array.isArray(parts)) return this.call('Fn::Join', argument);
    return parts.map((part) => this.text(part)).join(separator);
  }

  /** CDK carries a list over to another stack as one joined text. */
  private split(argument: unknown): unknown {
    const [separator, text] = argument as [string, unknown];
    const source = this.follow(text);
    const [name, joined] = intrinsicCall(source.value) ?? [];
    if (name === 'Fn::Join') {
      const [same, list] = joined as [string, unknown];
      if (same === separator && !Array.isArray(list)) return source.texts.render(list);
    }
    const rendered = this.text(text);
    return rendered.includes('${') ? this.call('Fn::Split', argument) : rendered.split(separator);
  }

  private select(argument: unknown): unknown {
    const [index, list] = argument as [unknown, unknown];
    const rendered = this.render(list);
    if (!Array.isArray(rendered)) return this.call('Fn::Select', argument);
    return rendered[Number(index)] as unknown;
  }

  private substitute(argument: unknown): string {
    const [text, variables] = [argument].flat() as [string, Record<string, unknown>?];
    const parts = text.split(/(\$\{[^}]+\})/).map((part) => {
      const [, literal, name] = /^\$\{(!?)(.+)\}$/.exec(part) ?? [];
      if (name === undefined) return this.app.literal(part);
      if (literal !== '') return `\${${name}}`;
      const variable = variables?.[name];
      if (variable !== undefined) return this.text(variable);
      return this.text(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name });
    });
    return parts.join('');
  }

  private findInMap(argument: unknown): unknown {
    const { account, region, body } = this.template;
    const [mapping, ...keys] = argument as unknown[];
    const known = { '${AWS::AccountId}': account, '${AWS::Region}': region };
    const [name = '', top = '', second = ''] = [mapping, ...keys].map((key) => withSymbols(this.text(key), known));
    const found = body.Mappings?.[name]?.[top]?.[second];
    if (found !== undefined) return this.render(found);
    return this.call('Fn::FindInMap', typeof mapping === 'string' ? [{ Ref: mapping }, ...keys] : argument);
  }

  /** What a parameter is unless the deployment says otherwise. */
  private default(parameter: string): string {
    const value = this.template.body.Parameters?.[parameter]?.Default;
    return value === undefined ? '' : `=${this.text(value)}`;
  }

  /** The branches in order, with their condition in words; what CloudFormation leaves out stays `AWS::NoValue`. */
  private choice(argument: unknown): unknown {
    const [condition, ...branches] = argument as [string, unknown, unknown];
    const rendered = branches.map((branch) => this.render(branch) ?? { Ref: 'AWS::NoValue' });
    return { 'Fn::If': [this.text({ Condition: condition }), ...rendered] };
  }

  /** Any other function: a call where its arguments are texts, and the function itself where they are objects. */
  private call(name: string, argument: unknown): unknown {
    return this.inWords(name, argument) ?? { [name]: this.render(argument) };
  }

  private inWords(name: string, argument: unknown): string | undefined {
    const [condition, ...values] = [argument].flat<unknown[]>();
    const words = this.words(name === 'Fn::If' ? [{ Condition: condition }, ...values] : argument);
    return words === undefined ? undefined : `\${${name}(${words})}`;
  }

  /** An argument as it stands between the brackets of a call; undefined where it holds objects. */
  private words(argument: unknown): string | undefined {
    if (Array.isArray(argument)) {
      const items = argument.map((item: unknown) => {
        const words = this.words(item);
        return Array.isArray(item) && words !== undefined ? `[${words}]` : words;
      });
      return items.includes(undefined) ? undefined : items.join(', ');
    }
    const isChoice = intrinsicCall(argument)?.[0] === 'Fn::If';
    const rendered = (isChoice ? this.text(argument) : this.render(argument)) ?? '${AWS::NoValue}';
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
  const [name = '', ...others] = Object.keys(value);
  if (others.length > 0) return undefined;
  const argument = (value as Record<string, unknown>)[name];
  const isCondition = name === 'Condition' && typeof argument === 'string';
  return name === 'Ref' || name.startsWith('Fn::') || isCondition ? [name, argument] : undefined;
}

function reference(path: string, attribute = ''): string {
  // Parameters that the legacy synthesizer makes of an asset.
  const stable = path.replace(/(AssetParameters)\/[0-9a-f]{64}\//, '$1/');
  return `\${${stable}${attribute}}`;
}

function attributeOf(argument: unknown): [string, unknown] {
  if (Array.isArray(argument)) return argument as [string, unknown];
  const [logicalId = '', ...attribute] = String(argument).split('.');
  return [logicalId, attribute.join('.')];
}

/** The text of a document that is rendered as JSON text; undefined for one that is an object. */
function jsonText(value: unknown, partText: (part: unknown) => string): string | undefined {
  if (typeof value === 'string') return value;
  const [name, argument] = intrinsicCall(value) ?? [];
  const [separator, parts] = name === 'Fn::Join' ? (argument as [string, unknown]) : [];
  if (!Array.isArray(parts)) return undefined;
  return parts.map((part) => (typeof part === 'string' ? part : partText(part))).join(separator);
}
