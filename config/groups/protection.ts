import { z } from 'zod';
import { setting } from '../describe.ts';

/** What is done against guessing, and how much of it. */
export const protection = z.strictObject({
  dangerouslyMultiplyTriesPerAccount: setting(z.int().min(1).max(1000).default(1), {
    description:
      'Multiplies how many wrong passwords an account may have, and how many letters and codes an address or a phone number may be sent. Whoever guesses has as many more.',
  }),
  dangerouslyMultiplyTriesPerNetwork: setting(z.int().min(1).max(1000).default(1), {
    description:
      'Multiplies how many wrong tries may come from one address and from one network, how many codes are sent for those, and how many accounts are tried before a network is banned: for people who share few addresses, as at a school. So may whoever tries passwords that were stolen elsewhere.',
  }),
  dangerouslyMultiplyTriesInAll: setting(z.int().min(1).max(1000).default(1), {
    description:
      'Multiplies how many wrong passwords there may be in all within a minute: for very many people. So may an attack from very many addresses.',
  }),
  proofOfWork: setting(z.boolean().default(true), {
    description:
      'Whether a browser may do a piece of work where others have used up the tries of an account or a network. Without it, as without JavaScript, people wait for their turn there.',
  }),
  proofOfWorkKeys: setting(z.int().min(1).max(1_000_000).default(1500), {
    description:
      'How much work that is: how many keys a browser has to try at most, each 2,000 rounds of PBKDF2-SHA-256. 1,500 are about a second on a phone. Who asks for it again and again has up to 16 times as much.',
  }),
  banAutomatically: setting(z.boolean().default(true), {
    description:
      'Whether a network is banned for an hour from which the passwords of many accounts are tried, or one password over many: nothing is guessed from there, and no letter asked for, in a browser that the account does not know. Everything else goes on.',
  }),
});
