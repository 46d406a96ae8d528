import type { Answer } from '../support/apps.ts';
import { callback } from '../support/apps.ts';
import type { Screen } from '../support/person.ts';

/**
 * What an answer says to who gets it: go on; try again later, for nobody knows; or that this is over, and what to do
 * about it. There is nothing else that may be said when something fails.
 */
export type Said = 'on' | 'later' | 'over';

/** What a page says. @param wanted what is on it when things go on */
export function saidBy(screen: Screen, wanted: (screen: Screen) => boolean): Said {
  const { url, status, title } = screen;
  if (url.href.startsWith(callback)) {
    const error = url.searchParams.get('error');
    if (error === null) return wanted(screen) ? 'on' : unclear(`${url.href} was not wanted`);
    return error === 'temporarily_unavailable' ? 'later' : 'over';
  }
  if (status === 503) return title === '' ? unclear('a 503 without a page') : 'later';
  if (status === 200) return wanted(screen) ? 'on' : unclear(`"${title}" at ${url.pathname}`);
  // Expired, or already done: the page says so, and leads on.
  if ([400, 403, 410].includes(status) && title !== '') return 'over';
  return unclear(`${status} "${title}" at ${url.pathname}`);
}

/** What an endpoint for machines says. */
export function saidTo({ status, body }: Answer): Said {
  if (status === 200 || status === 201) return 'on';
  if (status === 503) return body.error === 'temporarily_unavailable' ? 'later' : unclear(JSON.stringify(body));
  if ([400, 401].includes(status) && /^invalid_(grant|client|token|request|dpop_proof)/.test(body.error ?? ''))
    return 'over';
  return unclear(`${status} ${JSON.stringify(body)}`);
}

/** Of something that must be refused: `on` when it was. @throws Error when it was let pass */
export function refusalTo(answer: Answer): Said {
  const said = saidTo(answer);
  if (said === 'on') return unclear(`it was let pass: ${answer.status} ${JSON.stringify(answer.body)}`);
  return said === 'over' ? 'on' : said;
}

function unclear(what: string): never {
  throw new Error(`not a clear answer: ${what}`);
}
