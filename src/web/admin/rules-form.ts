import { z } from 'zod';
import { formatDuration, parseDuration, refreshLimits, type ClientDeclaration } from '../../clients/index.ts';
import type { Refused } from '../../errors.ts';
import { changeActions, changeKinds } from '../../tokens/index.ts';
import type { RuleName, RuleProblem, RulesShown } from '../pages/index.ts';

/** What is declared about a client's sign-ins; what is not, is as usual. */
export type Rules = ClientDeclaration['refresh'];

type Typed = z.output<typeof RulesForm>;

const typed = z.string().trim().max(100).default('');
/** One of what there is to choose from. Empty: as usual. */
const chosen = <const T extends readonly string[]>(options: T) => z.enum(['', ...options]).default('');

/** The form of a client's rules. Only what stands here is read of what was posted: nothing else of a client is set by it. */
export const RulesForm = z.object({
  seen: typed,
  rotation: chosen(['always', 'never', 'unless-sender-constrained']),
  reuseInterval: typed,
  idle: typed,
  absolute: typed,
  survivesSignOut: chosen(['yes', 'no']),
  userAgent: chosen(changeActions),
  system: chosen(changeActions),
  country: chosen(changeActions),
  speed: chosen(changeActions),
  appVersion: chosen(changeActions),
  most: typed,
  beyond: chosen(['end-oldest', 'refuse-new']),
});

/** Rules as the form has them. */
export function typedOf(rules: Rules = {}): Readonly<Record<RuleName, string>> {
  const { rotation = '', reuseInterval, idle, absolute, survivesSignOut, changes, devices } = rules;
  const lasting = (seconds: number | undefined): string => (seconds === undefined ? '' : formatDuration(seconds));
  return {
    rotation,
    reuseInterval: lasting(reuseInterval),
    idle: lasting(idle),
    absolute: lasting(absolute),
    survivesSignOut: survivesSignOut === undefined ? '' : survivesSignOut ? 'yes' : 'no',
    userAgent: changes?.userAgent ?? '',
    system: changes?.system ?? '',
    country: changes?.country ?? '',
    speed: changes?.speed ?? '',
    appVersion: changes?.appVersion ?? '',
    most: devices === undefined ? '' : String(devices.most),
    beyond: devices?.beyond ?? '',
  };
}

type Patch = Readonly<Record<string, unknown>>;
type RuleErrors = NonNullable<RulesShown['errors']>;

/**
 * What a form makes of the rules, as a JSON Merge Patch (RFC 7396): null takes back to what is usual.
 * @returns what is wrong at each field, where something is
 */
export function patchOf(form: Typed): { readonly patch: Patch | null } | { readonly errors: RuleErrors } {
  const errors: Partial<Record<RuleName, RuleProblem>> = {};

  const number = (name: keyof typeof refreshLimits, read: (text: string) => number | undefined): number | null => {
    if (form[name] === '') return null;
    const value = read(form[name]);
    const { least, most } = refreshLimits[name];
    if (value === undefined) errors[name] = name === 'most' ? 'number' : 'duration';
    else if (value < least || value > most) errors[name] = 'range';
    return value ?? null;
  };

  const most = number('most', (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined));
  if (form.most === '' && form.beyond !== '') errors.most = 'missing';
  const patch = patchWith({
    rotation: form.rotation || null,
    reuseInterval: number('reuseInterval', parseDuration),
    idle: number('idle', parseDuration),
    absolute: number('absolute', parseDuration),
    survivesSignOut: form.survivesSignOut === '' ? null : form.survivesSignOut === 'yes',
    changes: patchWith(Object.fromEntries(changeKinds.map((kind) => [kind, form[kind] || null]))),
    devices: most === null ? null : { most, beyond: form.beyond || null },
  });
  return Object.keys(errors).length > 0 ? { errors } : { patch };
}

/** Where all is as usual, nothing is declared: what is empty would be a change of its own. */
const patchWith = (fields: Patch): Patch | null =>
  Object.values(fields).every((value) => value === null) ? null : fields;

const Problems = z.object({ problems: z.array(z.object({ field: z.string(), message: z.string() })) });

/** What a refusal of the client's rules is about, at the fields of the form; what is at none of them is told above it. */
export function problemsIn({ detail }: Refused): Pick<RulesShown, 'errors' | 'alert'> {
  const problems = Problems.safeParse(detail).data?.problems ?? [];
  const errors = Object.fromEntries(
    problems.flatMap(({ field }) =>
      Object.hasOwn(ofRules, field) ? [[field.slice('refresh.'.length), ofRules[field]]] : [],
    ),
  ) as RuleErrors;
  const others = problems.filter(({ field }) => !Object.hasOwn(ofRules, field));
  if (others.length === 0) return { errors };
  const what = others.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return { errors, alert: { is: 'other', what } };
}

/** The rules that one field alone does not show. */
const ofRules: Readonly<Record<string, RuleProblem>> = {
  'refresh.rotation': 'unbound-rotation',
  'refresh.reuseInterval': 'unbound-interval',
  'refresh.idle': 'longer',
};
