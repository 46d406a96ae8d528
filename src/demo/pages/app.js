/** The demo's page: what it shows of the session, and the API that it calls. */
import { createSession } from './session.js';

const config = await (await fetch('config.json')).json();
const scope = 'openid profile email notes:read notes:write';
const page = (id) => document.getElementById(id);
let user = null;

const session = createSession({ ...config, scope }, (now) => {
  if (now?.profile.sub !== user?.profile.sub) page('answer').textContent = '';
  user = now;
  show();
});

function show() {
  page('signed-in').hidden = !user;
  page('signed-out').hidden = Boolean(user);
  if (!user) return;
  const { name, email, sub } = user.profile;
  page('name').replaceChildren(...breakable(name ?? email ?? sub));
  page('access-token').textContent = shortened(user.access_token);
  page('refresh-token').textContent = user.refresh_token ? shortened(user.refresh_token) : 'none';
  page('scope').textContent = user.scope;
  page('claims').replaceChildren(...Object.entries(user.profile).flatMap(entry));
  countDown();
}

/** Enough to see that it changed. A whole token on a screen is a token on a screenshot. */
const shortened = (token) => `${token.slice(0, 6)}…${token.slice(-6)}`;

function entry([name, value]) {
  const [term, description] = [document.createElement('dt'), document.createElement('dd')];
  term.textContent = name;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  description.append(...breakable(moments.has(name) ? new Date(value * 1000).toLocaleString() : text));
  return [term, description];
}

const moments = new Set(['iat', 'exp', 'auth_time', 'updated_at']);

/** A long address breaks before its @, and not where it happens to be full. */
const breakable = (text) => text.split(/(?=@)/).flatMap((part) => [document.createElement('wbr'), part]);

function countDown() {
  if (!user) return;
  const left = Math.max(0, user.expires_in ?? 0);
  page('expires').textContent = left > 0 ? `${Math.floor(left / 60)} min ${left % 60} s` : 'now';
}
setInterval(countDown, 1000);

/** Calls the API. Where it says that the token is no longer good, once more with a new one. */
async function callApi(method) {
  const call = () =>
    fetch(`${config.api}/notes`, { method, headers: { authorization: `Bearer ${user?.access_token}` } });
  let response = await call();
  if (response.status === 401 && (await session.refresh())) response = await call();
  page('answer').textContent = JSON.stringify(await response.json(), null, 2);
}

/** Runs what a button starts, and says so when it fails. */
async function run(work) {
  say('');
  try {
    await work();
  } catch (error) {
    say(words[error.error] ?? error.message);
  }
}

const words = {
  access_denied: 'You did not let this app in. You can try again whenever you like.',
  temporarily_unavailable: 'Postern did not answer. Please try again in a moment.',
};

function say(message) {
  page('message').textContent = message;
  page('message').hidden = message === '';
}

const press = (id, work) => page(id).addEventListener('click', () => void run(work));
press('sign-in', () => session.signIn());
press('sign-up', () => session.signIn('create'));
press('sign-out', () => session.signOut());
press('refresh', () => session.refresh());
press('call', () => callApi('GET'));
press('write', () => callApi('POST'));

const wish = { '#sign-in': undefined, '#sign-up': 'create' };
const { hash } = location;
if (hash) history.replaceState(null, '', location.pathname);
await run(async () => {
  const found = await session.start();
  if (!found && Object.hasOwn(wish, hash)) await session.signIn(wish[hash]);
});
