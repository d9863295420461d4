import fc from 'fast-check';
import { parse } from 'yaml';
import { policyText } from '../../../../lib/private/access/snapshot/policy-text';
import { runs } from '../../../support';

const words = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...Array.from('ab${}./:*-#"\' \\,[]&!|>%@`?=~\n\t')), minLength: 1 }),
  fc.constantFrom(
    'true',
    'No',
    'null',
    '~',
    '111122223333',
    '1e3',
    '.5',
    '0x1',
    '...',
    '---',
    'y',
    '=',
    '<<',
    '${A/B.Arn}/*',
  ),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    words,
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(words, tie('value'), { maxKeys: 3 }),
  ),
}));

test('the text is YAML of the same data', () => {
  fc.assert(
    fc.property(fc.dictionary(words, value, { minKeys: 1 }), (data) => {
      expect(parse(policyText(data), { merge: false })).toEqual({ ...data });
    }),
    { numRuns: runs(300) },
  );
});

test('what policies are made of stands without quotes', () => {
  expect(
    policyText({
      'Platform/Head': { Action: ['s3:Get*', '*'], Resource: ['${Lake.Arn}/*'], Id: '111122223333', None: [] },
    }),
  ).toBe(
    `Platform/Head:
  Action:
    - s3:Get*
    - "*"
  Resource:
    - \${Lake.Arn}/*
  Id: "111122223333"
  None: []
`,
  );
});
