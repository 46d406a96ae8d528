/**
 * A person with a browser that runs no scripts: keeps cookies, follows redirects within an origin, reads forms and fills
 * them in. For flows over HTTP; what must be seen is tested in a real browser.
 */
export interface Screen {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** What one reads. */
  readonly text: string;
  readonly title: string;
  readonly forms: readonly FormOnScreen[];
  /** Addresses that can be clicked. */
  readonly links: readonly string[];
}

export interface FormOnScreen {
  readonly action: string;
  readonly method: string;
  /** Every named field with what is in it. */
  readonly fields: Readonly<Record<string, string>>;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#34;': '"',
};
const decode = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39|#34);/g, (entity) => entities[entity] ?? entity);

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}(?:=(?:"([^"]*)"|'([^']*)'|([^\\s>]+)))?(?=[\\s/>])`, 'i').exec(tag);
  return value ? decode(value[1] ?? value[2] ?? value[3] ?? '') : undefined;
};

/** What is chosen in each list, or stands first in it. */
const choicesIn = (form: string): (readonly [string, string])[] =>
  [...form.matchAll(/<select\b[^>]*>[\s\S]*?<\/select>/gi)].map(([select]) => {
    const options = [...select.matchAll(/<option\b[^>]*>/gi)].map(([option]) => option);
    const chosen = options.find((option) => /\sselected(?=[\s>])/i.test(option)) ?? options[0] ?? '';
    return [attribute(select, 'name') ?? '', attribute(chosen, 'value') ?? ''];
  });

const formsIn = (html: string): FormOnScreen[] =>
  [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/gi)].map(([form]) => {
    const [open = ''] = /<form\b[^>]*>/i.exec(form) ?? [];
    // A box that is not ticked is not sent.
    const isSent = (input: string): boolean => !/\stype="checkbox"/i.test(input) || /\schecked(?=[\s>])/i.test(input);
    const inputs = [...form.matchAll(/<input\b[^>]*>/gi)].map(([input]) => input).filter(isSent);
    return {
      action: attribute(open, 'action') ?? '',
      method: (attribute(open, 'method') ?? 'get').toUpperCase(),
      fields: Object.fromEntries(
        inputs
          .map((input) => [attribute(input, 'name'), attribute(input, 'value') ?? ''] as const)
          .filter((field): field is readonly [string, string] => field[0] !== undefined)
          .concat(choicesIn(form)),
      ),
    };
  });

const textOf = (html: string): string =>
  decode(
    html
      .replace(/<head>[\s\S]*?<\/head>|<(script|style)\b[\s\S]*?<\/\1>|<wbr>/gi, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' '),
  );

const linksIn = (html: string): string[] =>
  [...html.matchAll(/<a\b[^>]*>/gi)].map(([link]) => attribute(link, 'href')).filter((href) => href !== undefined);

function formTo(screen: Screen, action: string): FormOnScreen {
  const form = screen.forms.find((one) => one.action.split('?')[0]?.endsWith(action));
  if (!form) throw new Error(`no form to ${action} on "${screen.title}" (${screen.url.pathname})`);
  return form;
}

const posting = (fields: Readonly<Record<string, string>>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

export class Person {
  readonly cookies = new Map<string, Cookie>();
  readonly userAgent: string;
  /** Where the person is, as a proxy would say it. */
  address: string | undefined;

  constructor(userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0') {
    this.userAgent = userAgent;
  }

  /** Opens an address and follows redirects as long as they stay on its origin: the app's own address ends the walk. */
  async open(url: string | URL, init: RequestInit = {}): Promise<Screen> {
    let target = new URL(url);
    let request = init;
    for (let hops = 0; hops < 20; hops += 1) {
      const response = await this.request(target, request);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) return screenOf(target, response);
      const next = new URL(location, target);
      if (next.origin !== target.origin) {
        return {
          url: next,
          status: response.status,
          headers: response.headers,
          html: '',
          text: '',
          title: '',
          forms: [],
          links: [],
        };
      }
      target = next;
      request = {};
    }
    throw new Error(`too many redirects from ${String(url)}`);
  }

  /** Sends the form of a screen whose action ends so, with some fields filled in. */
  submit(screen: Screen, action: string, fields: Readonly<Record<string, string>> = {}): Promise<Screen> {
    const form = formTo(screen, action);
    return this.post(new URL(form.action, screen.url), { ...form.fields, ...fields });
  }

  /** The same, and does not go on where the answer leads. @returns where that is */
  async send(screen: Screen, action: string, fields: Readonly<Record<string, string>> = {}): Promise<URL> {
    const form = formTo(screen, action);
    const target = new URL(form.action, screen.url);
    const { headers } = await this.request(target, posting({ ...form.fields, ...fields }));
    return new URL(headers.get('location') ?? '', target);
  }

  post(url: string | URL, fields: Readonly<Record<string, string>>): Promise<Screen> {
    return this.open(url, posting(fields));
  }

  /** Asks once, with the browser's cookies, and keeps those of the answer. */
  private async request(target: URL, init: RequestInit): Promise<Response> {
    const response = await fetch(target, {
      ...init,
      redirect: 'manual',
      headers: {
        accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
        'user-agent': this.userAgent,
        cookie: this.cookieHeader(target),
        ...(this.address !== undefined && { 'x-forwarded-for': this.address }),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    this.keep(response.headers.getSetCookie(), target);
    return response;
  }

  /** What the browser holds under a name, wherever it sends it. */
  cookie(name: string): string | undefined {
    return [...this.cookies].find(([key]) => key.split(';')[0] === name)?.[1].value;
  }

  private cookieHeader(target: URL): string {
    return [...this.cookies]
      .filter(
        ([, { path }]) =>
          target.pathname === path || target.pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
      )
      .map(([key, { value }]) => `${key.split(';')[0] ?? ''}=${value}`)
      .join('; ');
  }

  private keep(set: readonly string[], target: URL): void {
    for (const line of set) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? target.pathname;
      const expires = attributes.find((part) => /^expires=/i.test(part))?.slice(8);
      const key = `${name};${path}`;
      if (value === '' || (expires !== undefined && Date.parse(expires) < Date.now())) this.cookies.delete(key);
      else this.cookies.set(key, { value, path });
    }
  }
}

async function screenOf(url: URL, response: Response): Promise<Screen> {
  const html = await response.text();
  return {
    url,
    status: response.status,
    headers: response.headers,
    html,
    text: textOf(html),
    title: decode(/<title>([^<]*)<\/title>/i.exec(html)?.[1] ?? ''),
    forms: formsIn(html),
    links: linksIn(html),
  };
}
