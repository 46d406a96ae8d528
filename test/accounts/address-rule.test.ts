import { expect, test } from '@jest/globals';
import { createAddressRule } from '../../src/accounts/address-rule.ts';

const rule = (more: Partial<Parameters<typeof createAddressRule>[0]>) =>
  createAddressRule({ refused: [], allowed: [], refuseDisposable: false, ...more });

test('without a list every address is taken', async () => {
  for (const email of ['a@mailinator.com', 'a@münchen.example', 'a@localhost.example'])
    expect(await rule({}).judge(email)).toBeUndefined();
});

test.each([
  ['a@bad.example', 'refused'],
  ['a@deep.below.bad.example', 'refused'],
  ['a@notbad.example', undefined],
  ['a@bad.example.org', undefined],
  ['bad.example@good.example', undefined],
  // Letters of other scripts, and dots that look like one: the same name to every mail server.
  ['a@bücher.example', 'refused'],
  ['a@xn--bcher-kva.example', 'refused'],
  ['a@x。bad.example', 'refused'],
  ['a@x.bad。example', 'refused'],
  ['a@bad.example。', 'refused'],
  ['a@b\u00adad.example', 'refused'],
  // No name at all.
  ['a@bad_\u{ffff}.example', 'refused'],
] as const)('of %s it is said: %s', async (email, problem) => {
  expect(await rule({ refused: ['bad.example', 'Bücher.Example'] }).judge(email)).toBe(problem);
});

test('a list of what is allowed leaves nothing else, and what is refused goes before it', async () => {
  const { judge } = rule({
    allowed: ['Corp.example', 'mailinator.com'],
    refused: ['lab.corp.example'],
    refuseDisposable: true,
  });
  expect(await judge('a@corp.example')).toBeUndefined();
  expect(await judge('a@eu.corp.example')).toBeUndefined();
  expect(await judge('a@lab.corp.example')).toBe('refused');
  expect(await judge('a@corp.example.org')).toBe('not-allowed');
  // Whoever names it means it.
  expect(await judge('a@mailinator.com')).toBeUndefined();
});

test('disposable addresses are known by a list, below each of its domains too', async () => {
  const { judge } = rule({ refuseDisposable: true });
  expect(await judge('a@mailinator.com')).toBe('disposable');
  expect(await judge('a@anything.mailinator.com')).toBe('disposable');
  for (const email of ['a@gmail.com', 'a@gmx.de', 'a@proton.me', 'a@example.com'])
    expect(await judge(email)).toBeUndefined();
});
