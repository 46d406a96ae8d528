import { nameOfCountry, nameOfDevice, type TextKey, type Texts } from '../../brand/index.ts';
import { factorWords } from '../../letters/index.ts';
import type { DevicePage, DeviceShown, EndPage, Happening, NoPasswordPage, OwnPage } from './account-page.ts';
import { permissionsOf } from './consent.ts';
import { deviceInputs, passwordInputs } from './fields.ts';
import { listOf } from './names.ts';
import { ago, dateOf, momentOf, stampOf } from './times.ts';
import type { DeviceLine, HappeningLine, OwnView, View } from './shown.ts';

/** What the button says, where it does not sign out. */
const submits: Partial<Record<EndPage['what'], TextKey>> = {
  connection: 'end.disconnect',
  factor: 'end.remove',
  passkey: 'end.remove',
  phone: 'end.remove',
  'email-codes': 'end.remove',
  codes: 'end.remake',
};

/** A page of "my account" as its template wants it. */
export function ownView(page: OwnPage, brand: string, texts: Texts): View {
  const { parts, text, language } = texts;
  const { now } = page;
  const told = 'done' in page ? { done: text(`devices.done.${page.done}`) } : {};
  const heading = (key: TextKey): Pick<View, 'heading'> => ({ heading: parts(key, { brand }) });

  switch (page.kind) {
    case 'account':
      return {
        ...heading('account.title'),
        own: page.strength ? { done: `${told.done ?? ''} ${text(`password.strength.${page.strength}`)}`.trim() } : told,
      };
    case 'devices':
      return {
        ...heading('devices.title'),
        intro: parts('devices.text'),
        own: { ...told, devices: page.devices.map((device) => inList(device, now, texts)) },
      };
    case 'device':
      return {
        heading: [{ text: labelOf(page.device, texts), name: true }],
        ...(page.form && deviceInputs(page, texts)),
        own: { ...told, facts: [...allFactsOf(page.device, now, texts), ...sparedFact(page, texts)] },
      };
    case 'end':
      return {
        ...endHeading(page, texts),
        own: { submit: text(submits[page.what] ?? 'end.submit'), ...endChoice(page, texts) },
      };
    case 'apps':
      return {
        ...heading('apps.title'),
        intro: parts(page.apps.length + page.away.length > 0 ? 'apps.text' : 'apps.none'),
        own: {
          ...told,
          apps: page.apps.map(({ url, name, logo, since, where }) => ({
            url,
            name,
            ...(logo && { logo }),
            facts: [text('apps.since', { when: dateOf(since, language) }), whereOf(where, texts)],
          })),
          devices: page.away.map((device) => inList(device, now, texts)),
        },
      };
    case 'app':
      return {
        heading: [{ text: page.app.name, name: true }],
        groups: permissionsOf(page, texts),
        own: {
          facts: [text('apps.since', { when: dateOf(page.since, language) })],
          devices: page.where.map((device) => inList(device, now, texts)),
        },
      };
    case 'history':
      return {
        ...heading('history.title'),
        intro: parts(page.happenings.length > 0 ? 'history.text' : 'history.none'),
        own: { happenings: page.happenings.map((happening) => happeningLine(happening, brand, texts)) },
      };
    case 'password':
      return { ...heading('password.title'), ...passwordInputs(page, texts) };
    case 'no-password':
      return noPasswordView(page, texts);
    default:
      return page satisfies never;
  }
}

function noPasswordView({ person: { email }, sent, errors }: NoPasswordPage, { text, parts }: Texts): View {
  if (sent) return { heading: parts('recover-sent.title'), intro: parts('no-password.sent', { email, ...sent }) };
  const alert = errors && text(errors.form === 'none' ? 'no-password.form.none' : 'recover.form.too-many');
  return {
    heading: parts('no-password.title'),
    intro: parts('no-password.text', { email }),
    ...(alert !== undefined && { alert }),
  };
}

/** What the person calls it, or what we see. */
const labelOf = (device: Pick<DeviceShown, 'name' | 'agent' | 'place' | 'app'>, texts: Texts): string =>
  device.name ?? nameOfDevice(texts, device, device.app);

function inList(device: DeviceShown, now: number, texts: Texts): DeviceLine {
  const { url, current } = device;
  const { seen, use } = factsOf(device, now, texts);
  return {
    url,
    icon: iconOf(device),
    name: labelOf(device, texts),
    current,
    facts: [...use, ...appsOf(device, texts), ...seen],
  };
}

/** What is known of a device: how it is used, and how it came to be there. */
function factsOf(device: DeviceShown, now: number, texts: Texts): { readonly use: string[]; readonly seen: string[] } {
  const { text, language } = texts;
  const methods = [
    ...(device.methods.includes('pwd') ? [text('device.method.pwd')] : []),
    ...(device.methods.some((method) => method === 'hwk' || method === 'swk') ? [text('device.method.passkey')] : []),
    ...(device.methods.some((method) => method === 'otp' || method === 'sms') ? [text('device.method.code')] : []),
  ];
  return {
    use: [
      ...(device.name ? [text('device.looks-like', { device: nameOfDevice(texts, device, device.app) })] : []),
      ...(device.app ? [text('device.app-alone')] : []),
      text('device.last-active', { when: ago(device.lastActive, now, language) }),
    ],
    seen: [
      ...(methods.length > 0 ? [text('device.method', { methods: listOf(methods, language) })] : []),
      text('device.first-seen', { when: dateOf(device.firstSeen, language) }),
    ],
  };
}

function allFactsOf(device: DeviceShown, now: number, texts: Texts): string[] {
  const { use, seen } = factsOf(device, now, texts);
  const { signedIn } = device;
  const when = signedIn === undefined ? undefined : momentOf(signedIn, texts.language);
  return [...use, ...(when === undefined ? [] : [texts.text('device.signed-in', { when })]), ...seen];
}

const sparedFact = ({ spared }: DevicePage, { text, language }: Texts): string[] =>
  spared ? [text('device.remembers', { when: momentOf(spared.until, language) })] : [];

const appsOf = ({ apps }: DeviceShown, { text, language }: Texts): string[] =>
  apps.length > 0 ? [text('device.apps', { apps: listOf(apps, language) })] : [];

const whereOf = (where: readonly DeviceShown[], texts: Texts): string =>
  where.length > 0
    ? texts.text('apps.where', {
        devices: listOf([...new Set(where.map((device) => labelOf(device, texts)))], texts.language),
      })
    : texts.text('apps.nowhere');

function iconOf({ app, agent }: Pick<DeviceShown, 'app' | 'agent'>): DeviceLine['icon'] {
  if (agent.form === 'phone' || agent.form === 'tablet') return agent.form;
  return app ? 'app' : 'computer';
}

function endHeading(page: EndPage, texts: Texts): Pick<View, 'heading' | 'intro'> {
  const { what, device, app = '', stay = [] } = page;
  const apps = listOf(stay, texts.language);
  const values = { app, apps, device: device ? labelOf(device, texts) : '' };
  return { heading: texts.parts(`end.${what}.title`, values), intro: texts.parts(endIntro(page), values) };
}

/** Whoever has lost the device believes that all of it is done, unless they read here what is not. */
function endIntro({ what, device, stay = [], inBrowser }: EndPage): TextKey {
  if (what === 'app' && inBrowser) return 'end.app.both';
  if (what === 'app' && device) return 'end.app.on';
  return (what === 'this' || what === 'device') && stay.length > 0 ? `end.${what}.stay` : `end.${what}.text`;
}

/** What else may be decided with it. */
function endChoice({ app = '', stay = [], inBrowser }: EndPage, { text, language }: Texts): Pick<OwnView, 'choice'> {
  if (inBrowser) return { choice: { name: 'browser', value: 'stays', label: text('end.app.only', { app }) } };
  if (stay.length === 0) return {};
  return { choice: { name: 'apps', value: 'yes', label: text('end.stay.too', { apps: listOf(stay, language) }) } };
}

function happeningLine(
  { at, what, app, by, device, factor, signals = [], changes = [], from, alarming }: Happening,
  brand: string,
  texts: Texts,
): HappeningLine {
  const unknown = texts.text('device.unknown');
  const values = {
    brand,
    app: app ?? '',
    by: by ?? '',
    device: device ? labelOf(device, texts) : unknown,
    factor: factorWords(factor, texts.text),
    changes: changes.map((change) => texts.text(change)).join(' '),
    signals: listOf(
      signals.map((signal) => signalWords(signal, texts)),
      texts.language,
    ),
  };
  return {
    words: texts.parts(`history.${what}`, values),
    stamp: stampOf(at),
    when: momentOf(at, texts.language),
    ...(from && { from: nameOfDevice(texts, from) }),
    alarming,
  };
}

/** What was unlike before, in words; countries and places with what they were compared with. */
function signalWords({ kind, from, to }: NonNullable<Happening['signals']>[number], { text, language }: Texts): string {
  const signal = text(`signal.${kind}`);
  if (kind === 'newCountry' || kind === 'impossibleTravel') {
    const named = (place: string): string => nameOfCountry(place, language) ?? place;
    return text('signal.between', { signal, from: named(from), to: named(to) });
  }
  return signal;
}
