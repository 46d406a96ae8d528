import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { agentOf } from '../../src/whereabouts/index.ts';

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    { name: 'Firefox', system: 'Linux', form: 'computer' },
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
    { name: 'Microsoft Edge', system: 'Windows', form: 'computer' },
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    { name: 'Safari', system: 'iOS', form: 'phone' },
  ],
  ['MyApp/2.3 (iPhone; iOS 17.4; Scale/3.00)', { name: 'MyApp', system: 'iOS', form: 'phone' }],
  ['okhttp/4.9.3', { name: 'okhttp' }],
  ['', {}],
  [undefined, {}],
  ['<script>alert(1)</script>/1.0', {}],
])('%s', (userAgent, agent) => {
  expect(agentOf(userAgent)).toEqual(agent);
});

test('an update of a browser is the same browser', () => {
  const [before, after] = ['140.0', '141.0'].map((version) =>
    agentOf(`Mozilla/5.0 (X11; Linux x86_64; rv:${version}) Gecko/20100101 Firefox/${version}`),
  );
  expect(after).toEqual(before);
});

test('whatever is sent, a name is short and harmless', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((text) => `${text}/1.0 (${text})`),
  );
  fc.assert(
    fc.property(anything, (userAgent) => {
      for (const text of Object.values(agentOf(userAgent)))
        expect(text).toMatch(/^[\p{L}\p{N}][\p{L}\p{N} ._+-]{0,39}$/u);
    }),
  );
});
