/** oidc-provider as its quick start has it, with the same clients as Postern and refresh tokens that rotate. */
import Provider from 'oidc-provider';
import { callback, workloadOf } from '../workload.ts';

const [port = '', size = '{}'] = process.argv.slice(2);
const { clients } = workloadOf(JSON.parse(size) as { clients: number; connections: number });

const provider = new Provider(`http://localhost:${port}`, {
  clients: clients.map(({ id, secret, kind }) => ({
    client_id: id,
    client_secret: secret,
    ...(kind === 'web'
      ? { redirect_uris: [callback], grant_types: ['authorization_code', 'refresh_token'] }
      : { redirect_uris: [], response_types: [], grant_types: ['client_credentials'] }),
  })),
  claims: { openid: ['sub'], email: ['email'] },
  cookies: { keys: ['a key for the cookies of a benchmark'] },
  features: { clientCredentials: { enabled: true }, introspection: { enabled: true } },
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
});
provider.listen(Number(port), '127.0.0.1');
process.once('SIGTERM', () => process.exit());
