import type { OwnPage } from './account-page.ts';
import type { AdminPages } from './admin-page.ts';
import type { ConsentPage } from './consent-page.ts';
import type { EmailPages } from './email-page.ts';
import type { ErrorPages } from './error-page.ts';
import type { FactorPages } from './factor-page.ts';
import type { InvitationPage } from './invitation-page.ts';
import type { MessagePage } from './message-page.ts';
import type { NotMePage } from './not-me-page.ts';
import type { OutboxPage } from './outbox-page.ts';
import type { PassPage } from './pass-page.ts';
import type { RecoverPages } from './recover-page.ts';
import type { ResetPages } from './reset-page.ts';
import type { SignInPages } from './sign-in-page.ts';
import type { SignOutPages } from './sign-out-page.ts';
import type { SignUpPages } from './sign-up-page.ts';
import type { WayBackPages } from './way-back-page.ts';

/** Every page there is, each with exactly the data it needs. */
export type Page =
  | AdminPages
  | ConsentPage
  | EmailPages
  | ErrorPages
  | FactorPages
  | InvitationPage
  | MessagePage
  | NotMePage
  | OutboxPage
  | OwnPage
  | PassPage
  | RecoverPages
  | ResetPages
  | SignInPages
  | SignOutPages
  | SignUpPages
  | WayBackPages;
