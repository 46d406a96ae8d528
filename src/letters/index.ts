/** Letters and text messages to people, in their language, and the way they go. */
export { emailCodeKind, sendEmailCodes, takeEmailCodeRequests } from './email-change.ts';
export { announceEmailLeft, emailLeftKind, sendEmailLeft } from './email-left.ts';
export {
  factorCodeKind,
  sendFactorCodes,
  takeFactorCodes,
  textOf,
  type FactorCode,
  type MadeCode,
} from './factor-code.ts';
export { announceResets, resetLetterKind, sendResetLetters } from './resets.ts';
export { resetMessageKind, sendResetMessages } from './reset-messages.ts';
export { announceInvitations, invitationKind, sendInvitations } from './invitation.ts';
export { factsOfNotice, type NoticeFacts } from './notice-facts.ts';
export { factorIn, noticeAbout, noticeKind, noticeOwners, type Notice, type NoticeKind } from './notices.ts';
export { createLetters } from './render.ts';
export { offerRecovery, recoveryKind, sendRecoveryLetters, type RecoveryRequest } from './recovery.ts';
export { sendNotices } from './sending.ts';
export { sendSignUpLetters, signUpKind, takeSignUpLetters } from './sign-up.ts';
export { changesIn, factorWords, noticeStory, type NoticeContent } from './notice-words.ts';
export type { Letter, LetterContent, Letters } from './render.ts';
