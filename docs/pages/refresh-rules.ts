import { formatDuration, kinds } from '../../src/clients/index.ts';
import { changeKinds } from '../../src/tokens/index.ts';
import { reference } from '../../config/index.ts';

const people = ['web', 'spa', 'native'] as const;
const marks = /(<!-- defaults: [^>]* -->\n)[\s\S]*?(<!-- \/defaults -->)/;

/** The page about refresh tokens, with the table of defaults as the code has them. @param page as it is written */
export function withRefreshDefaults(page: string): string {
  if (!marks.test(page)) throw new Error('docs/refresh-tokens.md has no place for the defaults');
  return page.replace(marks, (_, begin: string, end: string) => `${begin}\n${table()}\n\n${end}`);
}

function table(): string {
  const head = ['Rule', ...people.map((kind) => `\`${kind}\``)];
  const rows: string[][] = [
    head,
    [],
    ...(['rotation', 'reuseInterval'] as const).map((rule) => [
      `\`${rule}\``,
      ...people.map((kind) => {
        const value = kinds[kind].refresh[rule];
        return typeof value === 'number' ? formatDuration(value) : value;
      }),
    ]),
    ...(['idle', 'absolute'] as const).map((rule) => [`\`${rule}\``, ...people.map(() => installation(rule))]),
    ['`survivesSignOut`', ...people.map((kind) => (kinds[kind].refresh.survivesSignOut ? 'yes' : 'no'))],
    ...changeKinds.map((change) => [
      `\`changes.${change}\``,
      ...people.map((kind) => kinds[kind].refresh.changes[change]),
    ]),
    ['`devices`', ...people.map(() => 'any number')],
    ['`senderConstrained`', ...people.map(() => 'none')],
  ];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => widths.map((width, column) => row[column]?.padEnd(width) ?? '-'.repeat(width)))
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** What the installation's own setting is where nobody sets it. */
function installation(rule: 'idle' | 'absolute'): string {
  const name = `lifetimes.refresh${rule === 'idle' ? 'Idle' : 'Absolute'}`;
  const seconds = Number.parseInt(reference().find((one) => one.name === name)?.default ?? '', 10);
  return `${formatDuration(seconds)} (\`${name}\`)`;
}
