import type { TextKey, Texts } from '../../brand/index.ts';
import { formatDuration, refreshLimits } from '../../clients/index.ts';
import { changeActions, changeKinds, type RefreshPolicy } from '../../tokens/index.ts';
import type { RuleName, RulesShown } from './admin-page.ts';
import type { RuleGroup, RuleLine } from './shown.ts';

const groups: readonly { readonly title: TextKey; readonly rules: readonly RuleName[] }[] = [
  { title: 'admin-rules.tokens', rules: ['rotation', 'reuseInterval'] },
  { title: 'admin-rules.time', rules: ['idle', 'absolute', 'survivesSignOut'] },
  { title: 'admin-rules.changes', rules: changeKinds },
  { title: 'admin-rules.devices', rules: ['most', 'beyond'] },
];

/** The rules of how a client's sign-ins last, in words and as fields. */
export function ruleGroups(rules: RulesShown, texts: Texts): RuleGroup[] {
  const wrong = groups.flatMap((group) => group.rules).find((name) => rules.errors?.[name] !== undefined);
  return groups.map(({ title, rules: names }) => ({
    title: texts.text(title),
    rules: names.map((name) => ruleLine(name, rules, texts, name === wrong)),
  }));
}

function ruleLine(
  name: RuleName,
  { typed, set, usual, now, errors }: RulesShown,
  texts: Texts,
  first: boolean,
): RuleLine {
  const { text } = texts;
  const options = optionsOf(name);
  const asUsual = inWords(name, usual, texts);
  const error = errors?.[name];
  return {
    name,
    label: text(`admin-rule.${name}`),
    hint: [
      text(`admin-rule.${name}.text`),
      isOfSignIns(name) ? text('admin-rules.new') : '',
      howWritten(name, asUsual, texts),
    ]
      .filter(Boolean)
      .join(' '),
    said: inWords(name, now, texts),
    isUsual: set[name] === '',
    value: typed[name],
    ...(options && {
      options: [
        { value: '', text: text('admin-rules.as-usual') },
        ...options.map((value) => ({ value, text: text(wordFor(name, value)) })),
      ],
    }),
    numeric: name === 'most',
    ...(error && { error: text(`admin-rules.error.${error}`, rangeOf(name)) }),
    autofocus: first,
  };
}

/** How it is typed, and what it is where nothing is: a list is too narrow on a phone to say that itself. */
function howWritten(name: RuleName, usual: string, { text }: Texts): string {
  if (isLasting(name)) return text('admin-rules.write', { examples: examples[name], usual });
  return text(name === 'most' ? 'admin-rules.count' : 'admin-rules.usual', { usual });
}

/** What is decided when an app gets its first tokens, and holds for all that come of them. */
const isOfSignIns = (name: RuleName): boolean => name === 'absolute' || name === 'survivesSignOut';

const examples = { reuseInterval: '10s', idle: '12h, 30d', absolute: '30d, 365d' } as const;

const isLasting = (name: RuleName): name is 'reuseInterval' | 'idle' | 'absolute' =>
  name === 'reuseInterval' || name === 'idle' || name === 'absolute';

function rangeOf(name: RuleName): { least: string; most: string } {
  if (name === 'most') return { least: String(refreshLimits.most.least), most: String(refreshLimits.most.most) };
  if (!isLasting(name)) return { least: '', most: '' };
  const { least, most } = refreshLimits[name];
  return { least: formatDuration(least), most: formatDuration(most) };
}

function optionsOf(name: RuleName): readonly string[] | undefined {
  switch (name) {
    case 'rotation':
      return ['always', 'unless-sender-constrained', 'never'];
    case 'survivesSignOut':
      return ['yes', 'no'];
    case 'beyond':
      return ['end-oldest', 'refuse-new'];
    case 'reuseInterval':
    case 'idle':
    case 'absolute':
    case 'most':
      return undefined;
    default:
      return changeActions;
  }
}

/** What a rule comes to, in words. */
function inWords(name: RuleName, policy: RefreshPolicy, { text }: Texts): string {
  switch (name) {
    case 'reuseInterval':
    case 'idle':
    case 'absolute':
      return formatDuration(policy[name]);
    case 'most':
      return policy.devices ? String(policy.devices.most) : text('admin-rules.any');
    case 'rotation':
      return text(wordFor(name, policy.rotation));
    case 'survivesSignOut':
      return text(wordFor(name, policy.survivesSignOut ? 'yes' : 'no'));
    case 'beyond':
      return text(wordFor(name, policy.devices?.beyond ?? 'end-oldest'));
    default:
      return text(wordFor(name, policy.changes[name]));
  }
}

function wordFor(name: RuleName, value: string): TextKey {
  switch (name) {
    case 'rotation':
    case 'survivesSignOut':
    case 'beyond':
      return `admin-option.${name}.${value}` as TextKey;
    default:
      return `admin-option.change.${value}` as TextKey;
  }
}
