import fc from 'fast-check';
import { escapedJson, escapeText, markdownCode } from '../../../bin/cli/escape';

const ESC = '\u001b';

test.each([
  ['an escape sequence', `${ESC}[31mred`, '\\u001b[31mred'],
  ['one of eight bits', '\u009b2J', '\\u009b2J'],
  ['a line break', 'a\nb\r\nc', 'a\\nb\\r\\nc'],
  ['other line breaks', 'a\u2028b\u2029c\u0085d', 'a\\u2028b\\u2029c\\u0085d'],
  ['marks of direction', '\u202eabc\u2066d\u200f', '\\u202eabc\\u2066d\\u200f'],
  ['what shows nothing', 'a\u200bb\ufeffc\u3164', 'a\\u200bb\\ufeffc\\u3164'],
  ['half a character', 'a\ud800b', 'a\\ud800b'],
  ['an invisible tag', '\u{e0041}', '\\udb40\\udc41'],
  ['a bell and a deletion', '\u0007\u007f', '\\u0007\\u007f'],
])('%s is shown', (_, given, shown) => {
  expect(escapeText(given)).toBe(shown);
});

test.each(['fraud', 'Überweisung', '中文', 'a "b" \\ c', '│ 🦊 é'])('%s stays as it is', (text) => {
  expect(escapeText(text)).toBe(text);
});

test('what is kept stays', () => {
  expect(escapeText('a\n\tb\r', '\n\t')).toBe('a\n\tb\\r');
});

/** Any code point, most often one of where controls are many: fast-check's own unit takes longer to set up than all these tests. */
const unit = fc
  .oneof(fc.nat(0xff), fc.integer({ min: 0x2000, max: 0x206f }), fc.nat(0x10ffff))
  .map((code) => String.fromCodePoint(code));

test('nothing that a terminal obeys is left of any text, and JSON says what it said', () => {
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(escapeText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      const json = escapedJson({ [text]: [text] });
      expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(JSON.parse(json)).toEqual({ [text]: [text] });
    }),
  );
});

test.each([
  ['a name', 'data/fraud', '`data/fraud`'],
  ['a mention, a link and a tag', '@team [x](y) <b>', '`@team [x](y) <b>`'],
  ['backticks', 'a``b`c', '```a``b`c```'],
  ['backticks at the ends', '`a`', '`` `a` ``'],
  ['a line break', 'a\n# b', '`a\\n# b`'],
  ['blanks', '  ', '`    `'],
  ['nothing', '', '`  `'],
])('%s as code in Markdown', (_, given, code) => {
  expect(markdownCode(given)).toBe(code);
});

test('no text ends its code in Markdown, or shows a terminal anything', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', '``', 'a', ' ', '\n', '<b>', '@x', '\u001b') }), (text) => {
      const code = markdownCode(text);
      const [fence = ''] = /^`+/.exec(code) ?? [];
      const inside = code.slice(fence.length, code.length - fence.length);
      expect(code).toBe(`${fence}${inside}${fence}`);
      expect(inside).not.toMatch(/^`|`$/);
      expect((inside.match(/`+/g) ?? []).map(({ length }) => length)).not.toContain(fence.length);
      expect(code).not.toMatch(/[\p{Cc}]/u);
    }),
  );
});
