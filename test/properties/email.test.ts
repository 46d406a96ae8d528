import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normaliseEmail } from '../../src/accounts/index.ts';

/** Letters that have a composed form in lower case only, or several in either; and what they are composed with. */
const letters = fc.constantFrom(...Array.from('JjHTWYİIıẞßΣςσΙΥΩΰKÅſﬁＪᾈ'));
const marks = fc.constantFrom(...Array.from('\u030c\u0331\u0308\u030a\u0307\u0301\u0323\u0345\u0342'));
const unit = fc.oneof(letters, marks, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
const address = fc
  .tuple(fc.string({ unit, minLength: 1, maxLength: 20 }), fc.string({ unit, maxLength: 10 }))
  .map(([local, domain]) => `${local}@x${domain}.example`);

test('an address that is normalised stays as it is, or one written address would be two accounts', () => {
  expect(normaliseEmail('J\u030can@example.com')).toBe('\u01f0an@example.com');
  expect(normaliseEmail('j\u030can@example.com')).toBe('\u01f0an@example.com');
  let taken = 0;
  fc.assert(
    fc.property(address, (typed) => {
      const email = normaliseEmail(typed);
      if (email === undefined) return;
      taken += 1;
      expect(normaliseEmail(email)).toBe(email);
      expect(normaliseEmail(typed.normalize('NFD'))).toBe(email);
    }),
    { numRuns: 5000 },
  );
  expect(taken).toBeGreaterThan(1000);
});
