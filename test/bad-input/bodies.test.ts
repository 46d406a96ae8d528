import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callback, signInRequest } from '../support/apps.ts';
import type { Person } from '../support/person.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { counts, expectSound } from './invariants.ts';
import { sendRaw, type RawAnswer, type RawRequest } from './raw.ts';

let postern: Postern;
let client: string;
let path: string;
let csrf: string;
let cookie: string;

beforeAll(async () => {
  postern = await startPostern('sqlite');
  const added = await postern.rooms.clients.add({ name: 'Notes', kind: 'spa', redirectUris: [callback] });
  client = added.client.id;
  const person = postern.person();
  const screen = await person.open(signInRequest(postern, client).url);
  path = screen.url.pathname;
  csrf = screen.forms[0]?.fields['csrf'] ?? '';
  cookie = cookiesOf(person);
}, 60_000);
afterAll(() => postern.stop());

const cookiesOf = (person: Person): string =>
  `Cookie: ${[...person.cookies].map(([key, { value }]) => `${key.split(';')[0]}=${value}`).join('; ')}`;

const form = 'Content-Type: application/x-www-form-urlencoded';
const machines = ['/token', '/introspect', '/revoke', '/par'];
const ownForms = ['password', 'sign-up', 'confirm', 'resend', 'account', 'consent', 'cancel'];

/** Sends it, and looks whether the answer is sound and the store as it was. */
async function send(request: RawRequest): Promise<RawAnswer> {
  const before = await counts(postern);
  const answer = await sendRaw(postern.issuer, request);
  expectSound(answer, `${request.method ?? 'GET'} ${request.target}`);
  expect(await counts(postern)).toEqual(before);
  return answer;
}

const toMachine = (target: string, body: string | Buffer, headers: readonly string[] = [form]) =>
  send({ method: 'POST', target, headers, body });
const toForm = (step: string, body: string | Buffer, headers: readonly string[] = [form]) =>
  send({ method: 'POST', target: `${path}/${step}`, headers: [...headers, cookie], body });

test.each(machines)('%s takes a body of 56 KiB and no byte more', async (target) => {
  const whole = `client_id=${client}&token=`;
  const fits = await toMachine(target, whole.padEnd(56 * 1024, 'x'));
  expect([400, 401, 200]).toContain(fits.status);
  const larger = await toMachine(target, whole.padEnd(56 * 1024 + 1, 'x'));
  expect(larger.status).toBe(413);
  expect(JSON.parse(larger.body)).toEqual({ error: 'invalid_request', error_description: expect.any(String) });
});

test.each(machines)('%s refuses a body of 1 MB, announced or in chunks', async (target) => {
  expect((await toMachine(target, `token=${'x'.repeat(1_000_000)}`)).status).toBe(413);
  const piece = `1000\r\n${'x'.repeat(0x1000)}\r\n`;
  const chunked = await toMachine(target, `${piece.repeat(250)}0\r\n\r\n`, [form, 'Transfer-Encoding: chunked']);
  expect([chunked.status, JSON.parse(chunked.body)]).toEqual([
    413,
    { error: 'invalid_request', error_description: 'the body is larger than 56 KiB' },
  ]);
  // Its end is not waited for.
  expect((await toMachine(target, piece.repeat(16), [form, 'Transfer-Encoding: chunked'])).status).toBe(413);
  const small = await toMachine(target, '7\r\ntoken=x\r\n0\r\n\r\n', [form, 'Transfer-Encoding: chunked']);
  expect([400, 401]).toContain(small.status);
});

test.each(machines)('%s refuses content types that are no form', async (target) => {
  for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain', 'application/xml', 'x']) {
    const { status, body } = await toMachine(target, '{"client_id":"x"}', [`Content-Type: ${type}`]);
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request' });
  }
});

test('who sends a large body in pieces gets the answer, and asks on by the same connection', async () => {
  const pieces = async function* () {
    for (let sent = 0; sent < 300; sent += 1) yield Buffer.alloc(10_000, 'x');
  };
  const large = { method: 'POST', headers: { 'content-type': form.split(': ')[1] ?? '' }, duplex: 'half' as const };
  for (let time = 0; time < 3; time += 1) {
    const answer = await fetch(`${postern.issuer}/token`, { ...large, body: ReadableStream.from(pieces()) });
    expect([answer.status, await answer.json()]).toEqual([413, expect.objectContaining({ error: 'invalid_request' })]);
  }
});

test.each(ownForms)('the form %s refuses what is too large, and other content types', async (step) => {
  expect((await toForm(step, `csrf=${csrf}&password=${'x'.repeat(1_000_000)}`)).status).toBe(413);
  expect((await toForm(step, `csrf=${csrf}&password=${'x'.repeat(16 * 1024)}`)).status).toBe(413);
  for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain', '']) {
    expect((await toForm(step, '{}', [`Content-Type: ${type}`])).status).toBe(415);
  }
});

const malformed: Record<string, string | Buffer> = {
  nothing: '',
  'only separators': '&&&=&=;;&',
  'a broken escape': `csrf=%&password=%zz&identifier=%e0%a4`,
  'bytes that are no UTF-8': Buffer.from([0x63, 0x73, 0x72, 0x66, 0x3d, 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
  NUL: `csrf=%00&identifier=%00&password=%00&grant_type=%00&token=%00&client_id=%00`,
  'a lone surrogate': `csrf=%ED%A0%80&identifier=a%ED%A0%80@example.com&password=%ED%B0%80&token=%ED%A0%80`,
  'nested names': 'csrf[a]=1&identifier[__proto__][x]=1&password[]=1&password[]=2&grant_type[x]=1&token[]=1',
  'names of the prototype': '__proto__=1&constructor=2&toString=3&hasOwnProperty=4&csrf=5&grant_type=6',
  'thousands of fields': Array.from({ length: 3000 }, (_, i) => `f${i}=1`)
    .join('&')
    .slice(0, 15_000),
  'every field twice':
    'csrf=a&csrf=b&identifier=a&identifier=b&token=a&token=b&grant_type=a&grant_type=b&client_id=a&client_id=b',
};

test.each(Object.entries(malformed))('%s in a body is a clear refusal everywhere', async (_what, body) => {
  for (const target of machines) {
    const { status, body: told } = await toMachine(target, body);
    expect([400, 401]).toContain(status);
    expect(JSON.parse(told)).toMatchObject({ error: expect.any(String) });
  }
  for (const step of ownForms) expect([400, 403]).toContain((await toForm(step, body)).status);
});

test.each(['A%ff%fe', '%E0%A4%A', 'a%', Buffer.from([0xe9])])(
  'a form that is no text is refused as that: %s',
  async (value) => {
    for (const step of ownForms) {
      const body = Buffer.concat([Buffer.from(`csrf=${csrf}&name=`), Buffer.from(value)]);
      const { status, body: page } = await toForm(step, body, [form, 'Accept: application/json']);
      expect([step, status, JSON.parse(page)]).toEqual([
        step,
        400,
        expect.objectContaining({ error: 'invalid_request' }),
      ]);
    }
  },
);

test.each(['%ff%fe', '%E0%A4%A', 'a%', Buffer.from([0xe9])])(
  'a body for machines that is no text is refused: %s',
  async (value) => {
    for (const target of machines) {
      const body = Buffer.concat([Buffer.from(`client_id=${client}&token=x&state=`), Buffer.from(value)]);
      const { status, body: told } = await toMachine(target, body);
      expect([target, status, JSON.parse(told)]).toEqual([
        target,
        400,
        expect.objectContaining({ error: 'invalid_request' }),
      ]);
    }
  },
);

test('a body for machines is UTF-8, whatever it says to be', async () => {
  for (const target of machines) {
    const { status } = await toMachine(target, `client_id=${client}&token=x`, [`${form}; charset=utf-16`]);
    expect([target, status]).toEqual([target, 400]);
  }
});

test.each(['gzip', 'deflate', 'br', 'nonsense'])('a body said to be in %s is refused, not unpacked', async (coding) => {
  for (const step of ownForms) {
    const { status } = await toForm(step, `csrf=${csrf}&password=x`, [form, `Content-Encoding: ${coding}`]);
    expect(status).toBe(400);
  }
});

test('fields that come twice, or as objects, never pass as texts', async () => {
  for (const field of ['identifier', 'password', 'csrf']) {
    const good = { csrf, identifier: 'a@example.com', password: 'x' };
    const rest = new URLSearchParams(Object.entries(good).filter(([name]) => name !== field));
    for (const odd of [`${field}=${csrf}&${field}=${csrf}`, `${field}[x]=${csrf}`, `${field}[]=${csrf}`]) {
      expect([400, 403]).toContain((await toForm('password', `${rest.toString()}&${odd}`)).status);
    }
  }
});

test('a password of ten thousand characters is refused as wrong at sign-in, and as too long at sign-up', async () => {
  const long = 'x'.repeat(10_000);
  const signIn = await toForm('password', `csrf=${csrf}&identifier=a%40example.com&password=${long}`);
  expect(signIn.status).toBe(401);
  const signUp = await toForm('sign-up', `csrf=${csrf}&email=a%40example.com&password=${long}`);
  expect(signUp.status).toBe(400);
  expect(signUp.body).not.toContain(long);
});
