/** Which file may know which: `npm run lint` refuses circles, types included, and arrows that run up the floors of lib/. */
const floors = ['lib/private/words/', 'lib/private/aws/', 'lib/private/role/', 'lib/private/chain/'];

/** Every folder of lib/ that is none of these. */
const VENDOR = '((?!(?:private|testing|checks|grants)/)[^/]+)';

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'library-stands-alone',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(bin|local|test|bench|examples)/' },
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
