import type { MailTransport } from '../adapters/mail/index.ts';
import type { SmsTransport } from '../adapters/sms/index.ts';
import type { SignUps } from './accounts/index.ts';
import type { Rooms } from './rooms/index.ts';
import {
  emailCodeKind,
  emailLeftKind,
  factorCodeKind,
  invitationKind,
  noticeKind,
  recoveryKind,
  resetLetterKind,
  resetMessageKind,
  sendEmailCodes,
  sendEmailLeft,
  sendFactorCodes,
  sendInvitations,
  sendNotices,
  sendRecoveryLetters,
  sendResetLetters,
  sendResetMessages,
  sendSignUpLetters,
  signUpKind,
  type Letters,
} from './letters/index.ts';
import { logoutKind, tellApps } from './logout/index.ts';
import type { ResetOf } from './resets/index.ts';
import { confirmAddressPath, invitationPath, notMePath, recoverPath, stopResetPath } from './web/index.ts';

/** Says for each kind of thing that waits to be sent how that is done, and where the links in it lead. */
export function sendWhatWaits(
  rooms: Rooms,
  by: {
    readonly letters: Letters;
    readonly transport: MailTransport;
    readonly signUps: Pick<SignUps, 'awaits'>;
    /** undefined: no text messages are sent here. */
    readonly sms: SmsTransport | undefined;
    readonly signLogout: Parameters<typeof tellApps>[0]['sign'];
  },
): void {
  const { outgoing, settings, keys, factors } = rooms;
  const { issuer, brand } = settings;
  const mailing = { ...rooms, ...by, languages: settings.languages as [string, ...string[]] };
  const linkTo =
    (path: (token: string) => string) =>
    (token: string): string =>
      `${issuer}${path(token)}`;

  outgoing.handle(noticeKind, sendNotices({ ...mailing, issuer, linkTo: linkTo(notMePath) }));
  outgoing.handle(signUpKind, sendSignUpLetters({ ...mailing, issuer, boxes: keys.boxes }));
  outgoing.handle(emailCodeKind, sendEmailCodes(mailing));
  outgoing.handle(emailLeftKind, sendEmailLeft({ ...mailing, issuer }));
  const linkToStop = (of: ResetOf, token: string): string => `${issuer}${stopResetPath(of, token)}`;
  const linkToConfirm = linkTo(confirmAddressPath);
  outgoing.handle(resetLetterKind, sendResetLetters({ ...mailing, issuer, linkToStop, linkToConfirm }));
  outgoing.handle(resetMessageKind, sendResetMessages({ ...mailing, brand, linkToStop }));
  outgoing.handle(invitationKind, sendInvitations({ ...mailing, linkTo: linkTo(invitationPath) }));
  outgoing.handle(
    factorCodeKind,
    sendFactorCodes({ ...mailing, issuer, brand, boxes: keys.boxes, codes: factors.codes }),
  );
  outgoing.handle(
    recoveryKind,
    sendRecoveryLetters({ ...mailing, linkTo: (token, client) => `${issuer}${recoverPath(token, client)}` }),
  );
  outgoing.handle(logoutKind, tellApps({ ...rooms, sign: by.signLogout }));
}
