import { givenList, TEXT } from '../../lib/private/words/given';

test('a list of a caller is copied', () => {
  const list = ['a'];
  const copy = givenList('Call', 'names', list, { are: 'texts', have: TEXT });
  list.push('b');
  expect(copy).toEqual(['a']);
});
