import fc from 'fast-check';

/** Texts that have broken somebody before. */
const known = [
  '',
  ' ',
  '\0',
  '\r\nSet-Cookie: planted=1',
  '%',
  '%00',
  '%0d%0aLocation:%20https://evil.example',
  '%c0%ae%c0%ae/',
  '../../../../etc/passwd',
  '..\\..\\',
  '//evil.example',
  '/\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '${7*7}{{7*7}}<%= 7*7 %>',
  "' OR 1=1 --",
  '{"$gt":""}',
  '[object Object]',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e309',
  '9'.repeat(400),
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066',
  'İıſK',
  '\ufeff',
  '😀'.repeat(50),
  'a'.repeat(3000),
  'openid '.repeat(400),
  '['.repeat(2000),
  '{"a":'.repeat(600),
  'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.',
  'a.b.c',
  'pa_x',
  'pc_x',
  'pj_a.b.c',
  'session.x.y.1.z',
  'refresh.x.y.1.z',
  'urn:ietf:params:oauth:request_uri:x',
];

/** Any text, now and then one that has broken somebody before. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...known) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.integer({ min: 0xd800, max: 0xdfff }).map(String.fromCharCode), maxLength: 4 }),
  },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
);

/** The bytes of a text as UTF-8, lone surrogates too, which no encoder of JavaScript's writes. */
export function bytesOf(text: string): Buffer {
  return Buffer.concat(
    Array.from(text, (character) => {
      const point = character.codePointAt(0) ?? 0;
      return point >= 0xd800 && point <= 0xdfff
        ? Buffer.from([0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)])
        : Buffer.from(character);
    }),
  );
}

/** Percent-encodes every byte that is not plain. */
export const encoded = (text: string): string =>
  Array.from(bytesOf(text), (byte) =>
    /[\w.~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`,
  ).join('');

/** A text that a request line or a header can carry: no control character, one byte a character. */
export const onTheLine = (text: string): string =>
  bytesOf(text)
    .toString('latin1')
    .replace(/[\0-\x1f\x7f]/g, '');

/** How a value may be written in a query or a form: encoded properly, or as it is. */
export const written = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(encoded(text), onTheLine(text).replaceAll(' ', '+').replaceAll('#', ''));

/** Fields as a form or query has them: any of these names and others, missing, doubled, in any order. */
export function oddFields(usual: Readonly<Record<string, string>>): fc.Arbitrary<string> {
  const names = Object.keys(usual);
  const change = fc.record({
    name: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: oddText }),
    how: fc.constantFrom('replaced', 'doubled', 'dropped', 'nested'),
    value: oddText.chain(written),
  });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const fields = Object.entries(usual).map(([name, value]) => [encoded(name), encoded(value)] as const);
    const changed = changes.reduce((now, { name, how, value }) => {
      const others = how === 'doubled' ? now : now.filter(([one]) => one !== encoded(name));
      if (how === 'dropped') return others;
      return [...others, [how === 'nested' ? `${encoded(name)}[a]` : encoded(name), value] as const];
    }, fields);
    return changed.map(([name, value]) => `${name}=${value}`).join('&');
  });
}
