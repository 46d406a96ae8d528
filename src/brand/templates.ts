import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';

/** Fills the template of this name: its file's, without `.ejs`. */
export type Templates = (name: string, it: object) => string;

/**
 * Compiles every template of a directory and of its `parts`, so that a mistake in one shows at start and a page costs
 * no file access.
 *
 * In a template everything is a property of `it`: a name that is not there is an error and not silence.
 * `<%- it.part('name', { more }) %>` puts in a part, which sees the same `it` and more. That is all that `<%-` is for:
 * it does not escape, and everything else must be (`<%=`). Only files that end in `.text.ejs` make plain text.
 */
export function loadTemplates(directory: URL): Templates {
  const templates = compileIn(directory);
  const parts = compileIn(new URL('parts/', directory));
  // EJS's own include looks for the file and copies everything each time, which is most of a page's cost.
  function part(this: object, name: string, more?: object): string {
    return named(parts, name)(more ? { ...this, ...more } : this);
  }
  return (name, it) => named(templates, name)({ ...it, part });
}

type Template = (it: object) => string;

function compileIn(directory: URL): Map<string, Template> {
  const files = readdirSync(directory).filter((file) => file.endsWith('.ejs'));
  return new Map(files.map((file) => [file.slice(0, -'.ejs'.length), compile(new URL(file, directory))]));
}

function compile(file: URL): Template {
  const filename = fileURLToPath(file);
  // unsafePrototypeLocals: `it` is made by us and not by a request, and need not be copied to be safe.
  const options = { filename, strict: true, _with: false, localsName: 'it', unsafePrototypeLocals: true } as const;
  const plain = filename.endsWith('.text.ejs') && { escape: String };
  return ejs.compile(readFileSync(filename, 'utf8'), { ...options, ...plain });
}

function named(templates: ReadonlyMap<string, Template>, name: string): Template {
  const template = templates.get(name);
  if (!template) throw new TypeError(`no template ${name}`);
  return template;
}
