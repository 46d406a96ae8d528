import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { addProgram, ask, tokenOf } from '../admin/programs.ts';
import type { Said } from './answers.ts';
import type { Flow } from './flow.ts';

const adminApi: Flow = {
  name: 'the admin API',
  async begin({ nodes }) {
    const token = await tokenOf(nodes, await addProgram(nodes));
    const id = `made-${randomUUID()}`;
    const done: { added?: boolean; changed?: boolean; removed?: boolean } = {};
    let removing = false;
    /** An opaque token is an ephemeron: where Redis lost it, it is none. */
    const call = async (
      what: keyof typeof done,
      wanted: readonly number[],
      ...request: [method: string, path: string, body?: object]
    ): Promise<Said> => {
      const { status, body } = await ask(nodes, token, ...request);
      if (wanted.includes(status)) done[what] = true;
      if (wanted.includes(status)) return 'on';
      if (status === 503 && body.error === 'temporarily_unavailable') return 'later';
      if (status === 401 && body.error === 'invalid_token') return 'over';
      throw new Error(`not a clear answer: ${status} ${JSON.stringify(body)}`);
    };
    return {
      steps: [
        // Asked once more it is there already.
        () => call('added', [201, 409], 'POST', '/clients', { id, name: 'Made', kind: 'machine' }),
        () => call('changed', [200], 'PATCH', `/clients/${id}`, { name: 'Changed' }),
        async () => {
          removing = true;
          return call('removed', [204, 404], 'DELETE', `/clients/${id}`);
        },
      ],
      async holds() {
        const client = await nodes.rooms.clients.find(id);
        if (done.removed) expect(client).toBeUndefined();
        else if (!removing && done.changed) expect(client).toMatchObject({ name: 'Changed' });
        else if (!removing && done.added) expect(client).toMatchObject({ id });
      },
    };
  },
};

/** What programs do that administer. */
export const adminFlows: readonly Flow[] = [adminApi];
