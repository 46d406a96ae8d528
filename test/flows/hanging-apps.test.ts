import { expect, test } from '@jest/globals';
import { addApp, signIn } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { lettersTo } from '../support/letters.ts';
import { logoutReceiver } from '../support/logout-receiver.ts';
import { somebody } from '../support/somebody.ts';
import { onPostern } from '../support/suite.ts';
import { newOwner } from '../recovery/scene.ts';

const { postern, time } = onPostern('sqlite', { sweepEvery: 200 });

test('a letter does not wait for apps that take every logout that they are sent, and answer none', async () => {
  const receivers = await Promise.all(Array.from({ length: 9 }, () => logoutReceiver()));
  try {
    receivers.forEach(({ answer }) => answer(() => undefined));
    const apps = await Promise.all(
      receivers.map(({ uri }) => addApp(postern, { kind: 'web', firstParty: true, backchannelLogoutUri: uri })),
    );
    const signOuts: (() => Promise<unknown>)[] = [];
    for (let nth = 0; nth < 4; nth += 1) {
      const { email } = await somebody(postern);
      const person = postern.person();
      let hint = '';
      for (const app of apps) hint = (await signIn(postern, person, app, email)).idToken;
      signOuts.push(() => person.open(`${postern.issuer}/session/end?id_token_hint=${hint}`));
    }
    const { email } = await newOwner(postern, time);
    const [app] = apps;
    for (const signOut of signOuts) await signOut();
    const hanging = () => receivers.flatMap(({ requests }) => requests);
    await eventually(() => expect(hanging().length).toBeGreaterThanOrEqual(28));
    await signIn(postern, postern.person(), app!, email);
    await eventually(() => expect(lettersTo(postern, email, 'A new device')).toHaveLength(1));
    expect(hanging().map(({ closed }) => closed())).toEqual(Array.from({ length: 28 }, () => false));
  } finally {
    await Promise.all(receivers.map(({ stop }) => stop()));
  }
}, 60_000);
