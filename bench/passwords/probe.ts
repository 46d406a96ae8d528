/** Asks the token endpoint at a steady pace, in a process of its own: whatever else is sent does not hold it up. */
import { atPace, Pool } from '../load/pool.ts';
import { formHead, tokenIn } from '../load/scenarios.ts';
import { ofKind, type Workload } from '../workload.ts';

export interface Probe {
  readonly port: number;
  readonly workload: Workload;
  readonly perSecond: number;
  readonly seconds: number;
}

export type Probed = { readonly times: readonly number[] } | { readonly failure: string };

async function probe({ port, workload, perSecond, seconds }: Probe): Promise<Probed> {
  const pool = new Pool(port, 500);
  const heads = ofKind(workload, 'machine').map((client) => formHead('/token', client));
  let turn = 0;
  try {
    const times = await atPace(perSecond, seconds, async () => {
      const head = heads[turn++ % heads.length] ?? '';
      tokenIn(await pool.send(head, 'grant_type=client_credentials'), 'access_token');
    });
    return { times };
  } finally {
    pool.close();
  }
}

process.on('message', (order: Probe) => {
  probe(order)
    .catch((error: unknown): Probed => ({ failure: String(error) }))
    .then(
      (probed) => process.send?.(probed),
      () => undefined,
    );
});
