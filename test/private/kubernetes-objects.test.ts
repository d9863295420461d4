import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { annotationWords } from '../../lib/private/kubernetes/objects';

test('a shell reads every annotation as it is', () => {
  const word = fc.stringMatching(/^[!-~éä]*$/);
  const words = fc.sample(word, { numRuns: 500, seed: 1 });
  const annotations = Object.fromEntries(words.map((text, index) => [`k${index}`, text]));
  const read = execFileSync('sh', ['-c', `printf '%s\\n' ${annotationWords(annotations)}`], { encoding: 'utf8' });
  expect(read.trimEnd().split('\n')).toEqual(words.map((text, index) => `k${index}=${text}`));
});
