/** Which file may know which: `npm run lint` refuses circles, types included, and arrows that run up the floors of lib/. */
const floors = ['words', 'aws', 'access', 'role', 'chain'].map((room) => `lib/private/${room}/`);

/** Every folder of lib/ that is none of these. */
const VENDOR = '((?!(?:private|testing|checks|grants)/)[^/]+)';
/** The access model, which needs neither CDK nor a construct: each layer knows those above it in this list. */
const [policy, model, graph, sources, snapshot, diff] = ['policy', 'model', 'graph', 'sources', 'snapshot', 'diff'].map(
  (layer) => `lib/private/access/${layer}/`,
);
const accessLayers = [
  [policy, []],
  [model, [policy]],
  [graph, [policy, model]],
  [sources, [policy, model]],
  [snapshot, [policy, model, 'lib/private/words/escape\\.ts']],
  [diff, [policy, model, graph, 'lib/private/aws/actions/']],
];

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'library-stands-alone',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(bin|report|local|test|bench|examples)/' },
    },
    {
      name: 'page-stands-alone',
      severity: 'error',
      from: { path: '^report/' },
      to: { path: '^(lib|bin|local|test|bench|examples)/' },
    },
    {
      name: 'page-in-the-browser-stands-without-node',
      severity: 'error',
      from: { path: '^report/(browser|estate)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'page-is-known-by-its-door',
      severity: 'error',
      from: { path: '^(bin|local)/', pathNot: '^bin/bundle\\.ts$' },
      to: { path: '^report/', pathNot: '^report/((page|report)\\.ts$|estate/)' },
    },
    {
      name: 'nothing-private-knows-constructs',
      comment: 'Public types that private code needs stand in files that hold types and values only.',
      severity: 'error',
      from: { path: '^lib/private/' },
      to: { path: '^lib/(?!private/|chain\\.ts$|role-options\\.ts$|service-account\\.ts$)' },
    },
    ...floors.map((floor, index) => ({
      name: `${floor}-knows-lower-floors-only`,
      severity: 'error',
      from: { path: `^${floor}` },
      to: { path: '^lib/private/', pathNot: floors.slice(0, index + 1).map((lower) => `^${lower}`) },
    })),
    ...accessLayers.map(([layer, known]) => ({
      name: `${layer}-knows-layers-above-only`,
      severity: 'error',
      from: { path: `^${layer}` },
      to: {
        path: '^lib/',
        pathNot: [layer, ...known, 'lib/private/aws/(partition|derived-name)\\.ts'].map((each) => `^${each}`),
      },
    })),
    {
      name: 'access-stands-without-cdk',
      severity: 'error',
      from: { path: '^lib/private/access/' },
      to: { path: '(^|node_modules/)(aws-cdk-lib|constructs)(/|$)' },
    },
    {
      name: 'access-reads-files-in-sources-only',
      severity: 'error',
      from: { path: '^lib/private/access/(?!sources/)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'vendors-keep-their-private-rooms',
      severity: 'error',
      from: { path: '^lib/', pathNot: `^lib/${VENDOR}/` },
      to: { path: `^lib/${VENDOR}/private/` },
    },
    {
      name: 'vendors-are-apart',
      severity: 'error',
      from: { path: `^lib/${VENDOR}/` },
      to: { path: `^lib/${VENDOR}/`, pathNot: '^lib/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
