import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';

/** Fills the template of this name, its file's without `.ejs`. */
export type Templates = (name: string, it: object) => string;

/**
 * Compiles every template of a directory, so that a mistake in one shows at start and a page costs no file access.
 * In a template everything is a property of `it`: a name that is not there is an error and not silence.
 *
 * Files that end in `.text.ejs` make plain text. In all others what is printed is escaped for HTML; only includes are
 * not, which print the same way.
 */
export function loadTemplates(directory: URL): Templates {
  const templates = new Map(
    readdirSync(directory)
      .filter((file) => file.endsWith('.ejs'))
      .map((file) => {
        const filename = fileURLToPath(new URL(file, directory));
        const options = { filename, cache: true, strict: true, _with: false, localsName: 'it', async: false } as const;
        const plain = file.endsWith('.text.ejs') && { escape: String };
        return [file.slice(0, -'.ejs'.length), ejs.compile(readFileSync(filename, 'utf8'), { ...options, ...plain })];
      }),
  );
  return (name, it) => {
    const template = templates.get(name);
    if (!template) throw new TypeError(`no template ${name}`);
    return template(it);
  };
}
