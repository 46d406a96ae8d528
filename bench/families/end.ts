import { account, addApp, refresh, signInRequest, redeem } from '../../test/support/apps.ts';
import { startNodes } from '../../test/support/nodes.ts';
import type { StoreProfile } from '../../test/support/postern.ts';
import { signedInPerson } from '../../test/support/signed-in.ts';
import { quantile } from '../report.ts';

/**
 * How long it takes, from sending an old refresh token to one node, until nothing of the family works at another node,
 * which is asked without a pause; and whether anything worked there once the first one had answered.
 */
export async function timeToTheEnd(profile: StoreProfile, times: number): Promise<string> {
  const nodes = await startNodes(profile);
  try {
    const owner = await account(nodes, 'ann@example.com');
    const app = await addApp(nodes, { kind: 'spa', firstParty: true, refresh: { reuseInterval: 0 } });
    const person = await signedInPerson(nodes, owner);
    const [here, there] = nodes.nodes;
    if (!here || !there) throw new Error('it takes two nodes');
    const took: number[] = [];
    let late = 0;
    for (let time = 0; time < times; time += 1) {
      const request = signInRequest(nodes, app.id);
      const door = await person.open(request.url);
      const { body } = await redeem(nodes, app.id, door, request.verifier);
      const next = await refresh(nodes, app.id, body['refresh_token']);
      const authorization = `Bearer ${String(next.body['access_token'])}`;
      const works = async () => (await fetch(new URL('/userinfo', there.issuer), { headers: { authorization } })).ok;
      if (!(await works())) throw new Error('a token that never worked');

      const sent = performance.now();
      let answered = Infinity;
      const reuse = refresh(here, app.id, body['refresh_token']).then(() => (answered = performance.now()));
      for (let asked = performance.now(); await works(); asked = performance.now()) if (asked > answered) late += 1;
      took.push(performance.now() - sent);
      await reuse;
    }
    const [half, most] = [quantile(took, 0.5).toFixed(1), quantile(took, 0.99).toFixed(1)];
    return (
      `From the use of an old refresh token to nothing working at the other node: p50 ${half} ms, p99 ${most} ms ` +
      `(${times} times); worked there after the answer here: ${late}.`
    );
  } finally {
    await nodes.stop();
  }
}
