import { header, type Answer, type Connection } from './connection.ts';

/** A browser as a sign-in needs one: cookies, redirects and forms. */
export class Browser {
  readonly #connection: Connection;
  readonly #origin: string;
  readonly #cookies = new Map<string, { readonly value: string; readonly path: string }>();

  constructor(connection: Connection, origin: string) {
    this.#connection = connection;
    this.#origin = origin;
  }

  /**
   * Opens a path and goes on, by redirects and by the forms that `fill` knows, until it is led to another origin.
   * @returns the address it was led to
   * @throws Error on a page with no way on
   */
  async walk(path: string, fill: (form: Form) => Readonly<Record<string, string>> | undefined): Promise<URL> {
    let answer = await this.#get(path);
    for (let steps = 0; steps < 20; steps += 1) {
      const location = header(answer.head, 'location');
      if (location !== undefined) {
        const next = new URL(location, this.#origin);
        if (next.origin !== this.#origin) return next;
        answer = await this.#get(next.pathname + next.search);
        continue;
      }
      const [form, filled] = wayOn(answer.body, fill) ?? [];
      if (!form || !filled) throw new Error(`no way on from a page with status ${answer.status}:\n${answer.body}`);
      const { pathname, search } = new URL(form.action, this.#origin);
      answer = await this.#post(pathname + search, { ...form.fields, ...filled });
    }
    throw new Error(`a walk from ${path} that does not end`);
  }

  /**
   * Opens a path and follows redirects to a page with a form.
   * @returns the form, and the head of a request that sends it as this browser would
   */
  async formAt(path: string, wanted: (form: Form) => boolean): Promise<{ readonly form: Form; readonly head: string }> {
    let answer = await this.#get(path);
    for (let steps = 0; steps < 20; steps += 1) {
      const location = header(answer.head, 'location');
      if (location === undefined) break;
      const next = new URL(location, this.#origin);
      answer = await this.#get(next.pathname + next.search);
    }
    const form = formsIn(answer.body).find(wanted);
    if (!form) throw new Error(`no such form on a page with status ${answer.status}:\n${answer.body}`);
    return { form, head: this.#postHead(new URL(form.action, this.#origin).pathname) };
  }

  async #get(path: string): Promise<Answer> {
    return this.#keep(await this.#connection.send(this.#head('GET', path)), path);
  }

  async #post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#keep(await this.#connection.send(this.#postHead(path), new URLSearchParams(fields).toString()), path);
  }

  #postHead(path: string): string {
    return `${this.#head('POST', path)}Content-Type: application/x-www-form-urlencoded\r\nOrigin: ${this.#origin}\r\n`;
  }

  #head(method: string, path: string): string {
    const pathname = path.split('?')[0] ?? path;
    const cookies = [...this.#cookies].filter(
      ([, cookie]) => pathname === cookie.path || pathname.startsWith(cookie.path.replace(/\/?$/, '/')),
    );
    return (
      `${method} ${path} HTTP/1.1\r\nAccept: text/html\r\nAccept-Language: en\r\nUser-Agent: bench/1.0\r\n` +
      (cookies.length > 0
        ? `Cookie: ${cookies.map(([key, { value }]) => `${nameOf(key)}=${value}`).join('; ')}\r\n`
        : '')
    );
  }

  #keep(answer: Answer, path: string): Answer {
    for (const [, line = ''] of answer.head.matchAll(/^set-cookie: *([^\r]*)/gim)) {
      const [pair = '', ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      const cookiePath = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? path;
      const expires = attributes.find((part) => /^expires=/i.test(part))?.slice(8);
      const key = `${pair.slice(0, at)};${cookiePath}`;
      if (value === '' || (expires !== undefined && Date.parse(expires) < Date.now())) this.#cookies.delete(key);
      else this.#cookies.set(key, { value, path: cookiePath });
    }
    return answer;
  }
}

const nameOf = (key: string): string => key.slice(0, key.indexOf(';'));

export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

function wayOn(html: string, fill: (form: Form) => Readonly<Record<string, string>> | undefined) {
  for (const form of formsIn(html)) {
    const filled = fill(form);
    if (filled) return [form, filled] as const;
  }
  return undefined;
}

function formsIn(html: string): Form[] {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/gi)].map(([form]) => ({
    action: attribute(/<form\b[^>]*>/i.exec(form)?.[0] ?? '', 'action') ?? '',
    fields: Object.fromEntries(
      [...form.matchAll(/<input\b[^>]*>/gi)].map(([input]) => [
        attribute(input, 'name') ?? '',
        attribute(input, 'value') ?? '',
      ]),
    ),
  }));
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1]?.replaceAll('&amp;', '&');
