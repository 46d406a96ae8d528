import { expect, test } from '@jest/globals';
import { refresh } from '../support/apps.ts';
import { givenScene, signedIn } from './scene.ts';

const stage = givenScene({ app: { refresh: { reuseInterval: 0 } } });

test.each([
  '<img src=https://evil.example/x> "Firefox"/1.0',
  'evil.example/1.0',
  'Call +1 555 0100 now/1.0 (Windows NT 10.0)',
])('whoever makes us write a letter puts no word of theirs into it: %s', async (userAgent) => {
  const { postern, app, owner } = stage;
  const { body } = await signedIn(stage, postern.person());
  await refresh(postern, app, body['refresh_token']);
  await refresh(postern, app, body['refresh_token'], { 'user-agent': userAgent });
  const { subject, text, html } = await postern.mail.take(owner);
  for (const part of [subject, text, html]) expect(part).not.toMatch(/evil|555|<img/i);
  expect(text).toContain('With: ');
});
