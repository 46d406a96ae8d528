import { describe, expect, test } from '@jest/globals';
import { outgoingCollection } from '../../src/outgoing/index.ts';
import { callback, signInRequest } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { codeIn, lettersTo } from '../support/letters.ts';
import type { Nodes } from '../support/nodes.ts';
import { availableProfiles } from '../support/postern.ts';
import { newEmail } from '../support/somebody.ts';
import { givenApp, onNodes } from '../support/suite.ts';

type Entry = Awaited<ReturnType<typeof waitingIn>>[number];
const waitingIn = ({ rooms }: Nodes) =>
  rooms.store.documents.due(outgoingCollection, 'dueAt', Number.MAX_SAFE_INTEGER, 10);

describe.each(availableProfiles())('on %s, while the mail server takes nothing', (profile) => {
  const nodes = onNodes(profile, { count: 1 });
  const app = givenApp(nodes, { kind: 'spa', firstParty: true });

  /** Somebody signs up, and the mail server refuses the letter. */
  async function signUp(email: string) {
    nodes.mail.refuse(451);
    const person = nodes.person();
    const { url } = await person.open(signInRequest(nodes, app.id).url);
    const form = await person.open(new URL(`${url.pathname}/sign-up`, nodes.issuer));
    return { person, confirm: await person.submit(form, '/sign-up', { email, password: 'a good long password' }) };
  }
  const waiting = () => waitingIn(nodes);
  /** So many were refused, and none is being tried: who tries has claimed it for a minute. */
  const refused = (count: number): Promise<unknown> =>
    eventually(async () => {
      const soon = ({ tries, dueAt = 0 }: Entry): boolean => tries > 0 && dueAt < nodes.now() + 30;
      expect((await waiting()).filter(soon)).toHaveLength(count);
    });

  test('the letter of a sign-up comes once it is back, though the node was killed, and was sealed until then', async () => {
    const email = newEmail();
    const { person, confirm } = await signUp(email);
    await refused(1);
    const kept = JSON.stringify(await waiting());
    await nodes.nodes[0]?.kill();
    nodes.mail.refuse(undefined);
    await nodes.nodes[0]?.start();
    await nodes.forward(60);
    await eventually(() => expect(lettersTo(nodes, email)).toHaveLength(1));
    await eventually(async () => expect(await waiting()).toEqual([]));

    const [{ text } = { text: '' }] = lettersTo(nodes, email);
    const [, ticket = '?', secret = '?'] = /\/email\/([\w-]+)\/([\w-]+)/.exec(text) ?? [];
    for (const word of [email, codeIn(text), ticket, secret]) expect(kept).not.toContain(word);
    const arrived = await person.submit(confirm, '/confirm', { code: codeIn(text) });
    expect(arrived.url.href).toContain(`${callback}?code=`);
    expect(lettersTo(nodes, email)).toHaveLength(1);
  }, 60_000);

  test('of several letters only the newest comes: the others would have codes that are void', async () => {
    const email = newEmail();
    const { person, confirm } = await signUp(email);
    await refused(1);
    const again = await person.submit(confirm, '/resend');
    await refused(2);
    nodes.mail.refuse(undefined);
    await nodes.forward(60);
    await eventually(async () => expect(await waiting()).toEqual([]));
    expect(lettersTo(nodes, email)).toHaveLength(1);
    const arrived = await person.submit(again, '/confirm', { code: codeIn(lettersTo(nodes, email)[0]?.text ?? '') });
    expect(arrived.url.href).toContain(`${callback}?code=`);
  }, 60_000);
});
