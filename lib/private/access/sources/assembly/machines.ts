import type { Machine } from '../../model/model';
import { isObject } from '../../policy/statement';

type Properties = Readonly<Record<string, unknown>>;
/** As it stands in a template, save for what has no name of its own. */
export type WrittenMachine = Omit<Machine, 'place' | 'profile' | 'role' | 'launchTemplate' | 'tags'> & {
  /** Its name or ARN, or an object that holds either. */
  readonly profile?: unknown;
  readonly role?: unknown;
  readonly launchTemplates: readonly unknown[];
  /** As lists of `Key` and `Value`. */
  readonly tags: unknown;
};

/** What starts instances, or is one: several where a fleet describes several. */
const READERS: Readonly<Record<string, (properties: Properties, reference: unknown) => WrittenMachine[]>> = {
  'AWS::EC2::Instance': (properties) => [
    {
      type: 'instance',
      ...ofInstance(properties),
      launchTemplates: namesOf(properties.LaunchTemplate),
      tags: properties.Tags,
    },
  ],
  'AWS::EC2::LaunchTemplate': ({ LaunchTemplateData, LaunchTemplateName }, reference) => [
    {
      type: 'launch template',
      ...ofInstance(LaunchTemplateData),
      launchTemplates: [reference, ...present(LaunchTemplateName)],
      tags: tagsOfInstances(LaunchTemplateData),
    },
  ],
  'AWS::AutoScaling::LaunchConfiguration': (properties) => [
    { type: 'launch configuration', ...ofInstance(properties), launchTemplates: [], tags: undefined },
  ],
  'AWS::AutoScaling::AutoScalingGroup': ({ LaunchTemplate, MixedInstancesPolicy, Tags }) => {
    const { LaunchTemplate: mixed } = asObject(MixedInstancesPolicy);
    const propagated = asList(Tags).filter((tag) => String(asObject(tag).PropagateAtLaunch) === 'true');
    return [{ type: 'group', launchTemplates: [...namesOf(LaunchTemplate), ...ofConfigs(mixed)], tags: propagated }];
  },
  'AWS::EC2::EC2Fleet': (properties) => [
    {
      type: 'group',
      launchTemplates: ofConfigs(properties.LaunchTemplateConfigs),
      tags: tagsOfInstances(properties),
    },
  ],
  'AWS::EC2::SpotFleet': ({ SpotFleetRequestConfigData }) => {
    const { LaunchSpecifications, LaunchTemplateConfigs } = asObject(SpotFleetRequestConfigData);
    const described = asList(LaunchSpecifications).map((each): WrittenMachine => ({
      type: 'instance',
      ...ofInstance(each),
      launchTemplates: [],
      tags: tagsOfInstances(each),
    }));
    const launchTemplates = ofConfigs(LaunchTemplateConfigs);
    return [...described, ...(launchTemplates.length > 0 ? [group({ launchTemplates })] : [])];
  },
  // EKS makes the instance profile.
  'AWS::EKS::Nodegroup': ({ NodeRole, LaunchTemplate }) => [
    group({ role: NodeRole, launchTemplates: namesOf(LaunchTemplate) }),
  ],
  'AWS::Batch::ComputeEnvironment': ({ ComputeResources }) => {
    const { InstanceRole, LaunchTemplate } = asObject(ComputeResources);
    return [group({ profile: InstanceRole, launchTemplates: namesOf(LaunchTemplate) })];
  },
  'AWS::EMR::Cluster': ({ JobFlowRole, Tags }) => [group({ profile: JobFlowRole, launchTemplates: [], tags: Tags })],
};

export const MACHINE_TYPES = Object.keys(READERS);

/** The machines that a resource of a template is, or starts; none for other types. */
export function machinesOf(type: string, properties: Properties, reference: unknown): WrittenMachine[] {
  return READERS[type]?.(properties, reference) ?? [];
}

function group(written: Pick<WrittenMachine, 'profile' | 'role' | 'launchTemplates'> & { readonly tags?: unknown }) {
  return { type: 'group', tags: undefined, ...written } as const;
}

function ofInstance(data: unknown): Pick<WrittenMachine, 'profile' | 'metadataOptions'> {
  const { IamInstanceProfile: profile, MetadataOptions: metadataOptions } = asObject(data);
  return { profile, metadataOptions };
}

/** Configurations of a fleet, with those that override them. */
function ofConfigs(configs: unknown): unknown[] {
  return asList(configs).flatMap((config) => {
    const { LaunchTemplateSpecification, Overrides } = asObject(config);
    return [...namesOf(LaunchTemplateSpecification), ...asList(Overrides).flatMap((each) => ofConfigs(each))];
  });
}

function namesOf(specification: unknown): unknown[] {
  const { Id, LaunchTemplateId, LaunchTemplateName, Name } = asObject(specification);
  return [...present(Id ?? LaunchTemplateId), ...present(LaunchTemplateName ?? Name)];
}

function tagsOfInstances(data: unknown): unknown[] {
  return asList(asObject(data).TagSpecifications)
    .map(asObject)
    .filter(({ ResourceType }) => ResourceType === 'instance')
    .flatMap(({ Tags }) => asList(Tags));
}

function asObject(value: unknown): Properties {
  return isObject(value) ? value : {};
}

function asList(value: unknown): unknown[] {
  return [value ?? []].flat();
}

function present(value: unknown): unknown[] {
  return value === undefined ? [] : [value];
}
