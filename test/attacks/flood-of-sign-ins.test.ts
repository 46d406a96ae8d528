import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { addApp, basic, post, signInRequest } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import type { Person, Screen } from '../support/person.ts';
import { freePort } from '../support/servers/process.ts';
import { givenScene } from './scene.ts';

// A hash that takes its time, and one that may wait for it.
const metricsPort = await freePort();
const stage = givenScene({
  settings: ['passwords.iterations=24', 'passwords.queue=1', `metrics.port=${metricsPort}`],
});

/** Of one that was hashed before, the tests remember the outcome: it takes no time. */
const newPassword = (): string => `slow ${randomUUID().slice(0, 8)}`;

async function opened(path = ''): Promise<{ person: Person; form: Screen }> {
  const { postern, app } = stage;
  const person = postern.person();
  const form = await person.open(signInRequest(postern, app).url);
  return { person, form: path ? await person.open(new URL(`${form.url.pathname}${path}`, postern.issuer)) : form };
}

/** Sign-ins with a wrong password, all at once. */
async function flood(size: number): Promise<() => Promise<Screen>[]> {
  const all = await Promise.all(Array.from({ length: size }, () => opened()));
  return () =>
    all.map(({ person, form }, number) =>
      person.submit(form, '/password', { identifier: `person-${number}@example.com`, password: newPassword() }),
    );
}

/** Resolves when one of them waits for a turn: from then on nobody else gets in, until a hash is done. */
async function full(): Promise<void> {
  await eventually(async () => {
    const metrics = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
    expect(await metrics.text()).toContain('postern_queue_length{queue="password hashes"} 1');
  });
}

test('more sign-ins at once than can wait are turned away, and told when to come back; apps get tokens all the while', async () => {
  const { postern } = stage;
  const robot = await addApp(postern, { kind: 'machine' });
  const send = await flood(12);
  const flooding = send();
  const tokens = async (): Promise<number> => {
    const { status } = await post(
      postern,
      '/token',
      { grant_type: 'client_credentials' },
      basic(robot.id, robot.secret ?? ''),
    );
    return status;
  };
  for (let number = 0; number < 10; number += 1) expect(await tokens()).toBe(200);
  const answers = await Promise.all(flooding);
  // A busy machine may come to it only when a flood is over: then there is another one.
  let stranger: Screen | undefined;
  for (let round = 0; round < 8 && stranger?.status !== 503; round += 1) {
    const { person: somebody, form: theirs } = await opened('/sign-up');
    const again = (await flood(12))();
    await full();
    const fields = { email: `new-${round}@example.com`, password: newPassword() };
    stranger = await somebody.submit(theirs, '/sign-up', fields);
    await Promise.all(again);
  }
  expect([stranger?.status, stranger?.headers.get('retry-after')]).toEqual([503, '2']);

  const refused = answers.filter(({ status }) => status === 503);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(12 - refused.length);
  expect(refused.length).toBeGreaterThanOrEqual(8);
  for (const { headers, text } of refused) {
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(text).toContain('A lot is going on right now');
  }
  // Nobody who was kept out stays out.
  const { person, form } = await opened();
  const { status } = await person.submit(form, '/password', { identifier: stage.owner, password: newPassword() });
  expect(status).toBe(401);
});

/** Asks at the address of a password while nobody can wait: with no form, cookie or sign-in that could be looked up. */
async function askedInFlood(headers: Record<string, string>): Promise<Response> {
  const { postern } = stage;
  const body = new URLSearchParams({ identifier: 'late@example.com', password: newPassword() });
  const url = new URL('/interaction/nothing-to-look-up/password', postern.issuer);
  // A busy machine may come to it only when a flood is over: then there is another one.
  for (let round = 0; ; round += 1) {
    const flooding = (await flood(12))();
    await full();
    const answer = await fetch(url, { method: 'POST', body, headers });
    await Promise.all(flooding);
    if (answer.status === 503 || round === 8) return answer;
  }
}

test('who comes when nobody can wait any more is turned away before anything is looked up, and led back to the form', async () => {
  const answer = await askedInFlood({ accept: 'text/html', cookie: 'postern.language=de', 'accept-language': 'fr' });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(answer.headers.get('content-language')).toBe('de');
  // It may be the popup of an app, which waits for it.
  expect(answer.headers.get('cross-origin-opener-policy')).not.toBe('same-origin');
  const page = await answer.text();
  expect(page).toContain('wurde noch nicht angesehen');
  expect(page).toContain('href="/interaction/nothing-to-look-up/sign-in"');
});

test('so is a program that asks for JSON', async () => {
  const answer = await askedInFlood({ accept: 'application/json' });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await answer.json()).toEqual({ error: 'temporarily_unavailable', request_id: expect.any(String) });
});

test('a program that asks for JSON is told the same, and a try that could not be made does not count', async () => {
  const { postern } = stage;
  const email = 'link@example.com';
  const { person, form } = await opened('/sign-up');
  await person.submit(form, '/sign-up', { email, password: newPassword() });
  const link = /https?:\/\/\S+\/email\/\S+/.exec((await postern.mail.take(email)).text)?.[0] ?? '';
  const elsewhere = postern.person();
  const page = await elsewhere.open(link);
  const { fields = {} } = page.forms.find(({ action }) => action === page.url.pathname) ?? {};
  const send = await flood(6);
  for (let tries = 0; tries < 3; tries += 1) {
    const flooding = send();
    await full();
    const refused = await elsewhere.open(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ ...fields, password: newPassword() }).toString(),
    });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
    expect(JSON.parse(refused.html)).toEqual({ error: 'temporarily_unavailable', request_id: expect.any(String) });
    await Promise.all(flooding);
  }
  // The last of five would void the link.
  for (let tries = 0; tries < 4; tries += 1) {
    const wrong = await elsewhere.submit(page, page.url.pathname, { password: newPassword() });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('not the password you chose')]);
  }
});
