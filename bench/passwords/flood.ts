import { readFileSync } from 'node:fs';
import { header } from '../load/connection.ts';
import { Browser } from '../load/browser.ts';
import { Connection } from '../load/connection.ts';
import { atPace, Pool } from '../load/pool.ts';
import { authorizationPath } from '../load/scenarios.ts';
import { appsOf, emailOf, type Workload } from '../workload.ts';

/** A sign-in form that waits for a password: everything that its browser sends with it. */
export interface OpenForm {
  readonly head: string;
  readonly body: string;
}

/** Opens sign-in forms, each in a browser of its own, and fills in a wrong password. */
export async function openForms(port: number, workload: Workload): Promise<OpenForm[]> {
  const forms: OpenForm[] = [];
  for (let number = 0; number < workload.connections; number += 1) {
    const connection = new Connection(port);
    const [app] = appsOf(workload, number);
    if (!app) throw new Error('more browsers than clients');
    const browser = new Browser(connection, `http://localhost:${port}`);
    const { form, head } = await browser.formAt(authorizationPath('/authorize', app).path, ({ action }) =>
      action.endsWith('/password'),
    );
    const body = new URLSearchParams({ ...form.fields, identifier: emailOf(number), password: 'not the password' });
    forms.push({ head, body: body.toString() });
    connection.close();
  }
  return forms;
}

export interface Flooded {
  /** Milliseconds until each was answered. */
  readonly times: readonly number[];
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Answers with 503 that do not say when to come again. */
  readonly unsaid: number;
}

/** Sends sign-ins with a wrong password at a pace, whether the ones before were answered or not. */
export async function flood(
  port: number,
  forms: readonly OpenForm[],
  perSecond: number,
  seconds: number,
): Promise<Flooded> {
  const pool = new Pool(port, 4000);
  const statuses = new Map<number, number>();
  let unsaid = 0;
  let turn = 0;
  try {
    const times = await atPace(perSecond, seconds, async () => {
      const form = forms[turn++ % forms.length];
      if (!form) throw new Error('there are no forms');
      const { status, head } = await pool.send(form.head, form.body);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 503 && header(head, 'retry-after') === undefined) unsaid += 1;
    });
    return { times, statuses, unsaid };
  } finally {
    pool.close();
  }
}

/** Memory of a process in MiB, as Linux tells it: now, and the most that it ever was. NaN elsewhere. */
export function memoryOf(pid: number): { readonly now: number; readonly most: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
    return { now: of('VmRSS'), most: of('VmHWM') };
  } catch {
    return { now: Number.NaN, most: Number.NaN };
  }
}
