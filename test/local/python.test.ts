import { UserError } from '../../local/errors';
import { findPython, type Python } from '../../local/python';

function python(version: number[], makesEnvironments = true): Python {
  return { executable: `/usr/bin/python${version.join('.')}`, version, makesEnvironments };
}

/** A machine on which only the given names lead somewhere. */
function machine(installed: Record<string, Python>): (name: string) => Python | undefined {
  return (name) => installed[name];
}

test('takes python3 when it is recent enough', () => {
  const recent = python([3, 10, 0]);
  expect(findPython(machine({ python3: recent, 'python3.12': python([3, 12, 1]) }))).toBe(recent);
});

test('looks further when python3 is too old', () => {
  const recent = python([3, 12, 1]);
  expect(findPython(machine({ python3: python([3, 9, 18]), 'python3.12': recent }))).toBe(recent);
});

test('looks further when python3 cannot make environments', () => {
  const complete = python([3, 11, 2]);
  expect(findPython(machine({ python3: python([3, 13, 0], false), python: complete }))).toBe(complete);
});

test.each([
  ['nothing is installed', {}, 'Python 3.10 or newer is needed for the local AWS, found none: install it (python.org'],
  ['only Python 2', { python: python([2, 7, 18]) }, 'found only 2.7.18'],
  ['only an old Python 3', { python3: python([3, 9, 18]) }, 'found only 3.9.18'],
  ['the venv module is missing', { python3: python([3, 12, 3], false) }, 'apt-get install python3.12-venv'],
])('says in one line what to install when %s', (_, installed, message) => {
  const find = () => findPython(machine(installed));
  expect(find).toThrow(UserError);
  expect(find).toThrow(message);
  expect(find).toThrow(/^[^\n]+, then run npm start again\.$/);
});
