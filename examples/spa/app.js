import { createSession } from './session.js';

const config = await (await fetch('config.json')).json();
const page = (id) => document.getElementById(id);
let user = null;

const session = createSession({ ...config, scope: 'openid profile email notes:read' }, (now) => {
  user = now;
  page('signed-in').hidden = !user;
  page('signed-out').hidden = Boolean(user);
  page('name').textContent = user?.profile.name ?? user?.profile.email ?? user?.profile.sub ?? '';
  page('expires').textContent = user ? new Date(user.expires_at * 1000).toLocaleTimeString() : '';
  page('answer').textContent = '';
});

async function callApi() {
  const call = () => fetch(`${config.api}/notes`, { headers: { authorization: `Bearer ${user?.access_token}` } });
  let response = await call();
  // The token may have been ended elsewhere: once more with a new one.
  if (response.status === 401 && (await session.refresh())) response = await call();
  page('answer').textContent = `${response.status} ${await response.text()}`;
}

/** Runs what a button starts, and says so when it fails. */
async function run(work) {
  let wrong = '';
  await work().catch(({ message }) => (wrong = message));
  page('message').textContent = wrong;
}

page('sign-in').onclick = () => run(() => session.signIn());
page('sign-out').onclick = () => run(() => session.signOut());
page('refresh').onclick = () => run(() => session.refresh());
page('call').onclick = () => run(callApi);
await run(() => session.start());
