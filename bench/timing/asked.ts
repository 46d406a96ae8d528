import { Browser } from '../load/browser.ts';
import type { Answer, Connection } from '../load/connection.ts';
import { authorizationPath } from '../load/scenarios.ts';
import type { BenchClient } from '../workload.ts';

/** `former-cost`: a sign-in to accounts whose hash has another cost than today's. */
export const questionNames = ['sign-in', 'former-cost', 'sign-up', 'recovery'] as const;
export type QuestionName = (typeof questionNames)[number];

/** A form that says something about an address, in a browser that has it open. */
export interface Question {
  /** Posts an address. */
  ask(email: string): Promise<Answer>;
  /** A request that has nothing to do with it: what is still done about the address would make it wait. */
  next(): Promise<Answer>;
}

const fields: Readonly<Record<QuestionName, Readonly<Record<string, string>>>> = {
  'sign-in': { password: 'not the password' },
  'former-cost': { password: 'not the password' },
  'sign-up': { password: 'a rather good password' },
  recovery: {},
};

const forms: Readonly<Record<QuestionName, { readonly page: string; readonly action: string }>> = {
  'sign-in': { page: 'sign-in', action: '/password' },
  'former-cost': { page: 'sign-in', action: '/password' },
  'sign-up': { page: 'sign-up', action: '/sign-up' },
  recovery: { page: 'recover', action: '/recover' },
};

/** Opens the form of a question in a new browser. */
export async function openQuestion(
  name: QuestionName,
  connection: Connection,
  origin: string,
  client: BenchClient,
): Promise<Question> {
  const { page, action } = forms[name];
  const browser = new Browser(connection, origin);
  const signIn = await browser.formAt(authorizationPath('/authorize', client).path, (form) =>
    form.action.endsWith('/password'),
  );
  const path = signIn.form.action.replace(/\/password$/, `/${page}`);
  const { form, head } = await browser.formAt(path, (one) => one.action.endsWith(action));
  return {
    ask: (email) => {
      const typed = { ...form.fields, ...fields[name], identifier: email, email };
      return connection.send(head, new URLSearchParams(typed).toString());
    },
    next: () => connection.send('GET /health/live HTTP/1.1\r\nUser-Agent: bench/1.0\r\n'),
  };
}

/** An answer without what differs from one request to the next whatever is asked. */
export function bare({ status, head, body }: Answer, email: string): string {
  const masked = (text: string): string =>
    text
      .replaceAll('<wbr>', '')
      .replaceAll(email, 'EMAIL')
      .replaceAll(/nonce(?:="|-)[\w+/=-]+/g, 'NONCE')
      .replaceAll(/challenge&#34;:&#34;[\w-]+/g, 'CHALLENGE');
  const headers = head
    .split('\r\n')
    .filter((line) => !/^(date|x-request-id):/i.test(line))
    .map((line) =>
      line
        .replace(/^(set-cookie: [^=]+=)[^;]+/i, (_, name: string) => `${name}VALUE`)
        .replace(/; expires=[^;]+/i, '; expires=THEN'),
    );
  return masked([status, ...headers, body].join('\n'));
}
