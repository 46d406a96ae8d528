import { describe, expect, test } from '@jest/globals';
import { post, redeem, refresh, signInRequest, type Answer } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles } from '../support/postern.ts';
import { findProgram } from '../support/servers/found.ts';
import { given, onNodes } from '../support/suite.ts';
import { losingRedis } from './redis.ts';
import { setStage } from './stage.ts';

const there = availableProfiles().includes('mongodb+redis') && findProgram('redis-server') !== undefined;

(there ? describe : describe.skip)('Redis loses the mark of what was used', () => {
  const redis = given(losingRedis);
  const nodes = onNodes('mongodb+redis', { redis });
  const stage = given(() => setStage(nodes));

  const present = (assertion: string): Promise<Answer> =>
    post(nodes, '/token', {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
  /** One that passed just now. */
  async function used(): Promise<string> {
    let assertion = '';
    await eventually(async () => expect((await present((assertion = await stage.assertion()))).status).toBe(200));
    return assertion;
  }

  test('in the very second of its use: it does not pass again, and a new one passes soon', async () => {
    for (let times = 0; times < 10; times += 1) {
      const assertion = await used();
      await redis.empty();
      // Nobody knows whether it was used; by then it was.
      expect((await present(assertion)).body.error).toBe('temporarily_unavailable');
      expect((await present(assertion)).body.error).toBe('invalid_client');
    }
    await used();
  }, 60_000);

  test('of a refresh: the same proof never ends the sign-in, and the same token goes on with a new one', async () => {
    const { spa, key } = stage;
    const prove = () => key.prove('POST', `${nodes.issuer}/token`, nodes.now());
    const { person } = await stage.signedIn();
    const request = signInRequest(nodes, spa.id);
    const door = await person.open(request.url);
    const { body } = await redeem(nodes, spa.id, door, request.verifier, { dpop: await prove() });
    const refreshWith = (dpop: string) => refresh(nodes, spa.id, body['refresh_token'], { dpop });
    let proof = '';
    await eventually(async () => expect((await refreshWith((proof = await prove()))).status).toBe(200));
    await redis.empty();
    expect((await refreshWith(proof)).body.error).toBe('temporarily_unavailable');
    expect((await refreshWith(proof)).body.error).toBe('invalid_dpop_proof');
    await eventually(async () => expect((await refreshWith(await prove())).status).toBe(200));
  }, 60_000);

  test('and starts again: it does not pass again, and a new one passes soon', async () => {
    await redis.note();
    const assertion = await used();
    await redis.setBack();
    await eventually(async () => expect((await present(assertion)).body.error).toBe('invalid_client'));
    await used();
  }, 60_000);
});
