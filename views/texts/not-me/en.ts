/** Texts of "this was not me", in English: the link in letters, the page it opens, and what follows. */
export const notMe = {
  'letter.notice.not-me': 'This was not me',
  'letter.notice.deny':
    'The link works once, until {until}, and first shows you what it does: among other things your password stops working, and we send you a link to choose another one.',
  'letter.notice.deny-suspended':
    'The link works once, until {until}, and first shows you what it does: among other things your password stops working. Your account is suspended: you choose another password when the people who run {brand} open it again.',
  'letter.notice.deny-waits':
    'Your account is suspended, so nobody gets in for now, nor do you. When the people who run {brand} open it again, the link works once, for what is left of its three days, and first shows you what it does: among other things your password stops working, and we send you a link to choose another one.',
  'letter.notice.former':
    'Your account has another address now. This letter goes to the former one too: its link also takes that change back.',
  'letter.suspended':
    'Your account is suspended: until the people who run {brand} open it again nobody signs in, and no link to choose a new password is sent.',
  'letter.recover.not-me':
    'You told us that something in your account was not you. So your password no longer works, nor do second factors that came since then. Choose a new password:',
  'letter.recover.later':
    'Is it too late for this link? “Forgot your password?” on the sign-in page sends another one. Was it not you who told us? Then somebody else reads your email: put that right first.',
  'not-me.title': 'Was this not you?',
  'not-me.what': 'What happened',
  'not-me.then': 'What the button does',
  'not-me.then.restored': 'Your account gets the address {email} again.',
  'not-me.then.living': 'It signs this out, with everything that apps got there.',
  'not-me.then.ended': 'This is signed out already.',
  'not-me.then.everywhere': 'It signs your account out everywhere.',
  'not-me.then.password':
    'Your password no longer works, and we send you an email at once with a link to choose a new one.',
  'not-me.then.password-suspended':
    'Your password no longer works. Your account is suspended, so we send you no link to choose a new one: you do that when the people who run {brand} open it again.',
  'not-me.then.factors':
    'Second factors, passkeys and recovery codes that came with this or since then no longer work; older ones stay. If none stays, it may be a few days until you get in with a new browser.',
  'not-me.then.factors-of-three-days':
    'Second factors, passkeys and recovery codes of the last three days no longer work; older ones stay. If none stays, it may be a few days until you get in with a new browser.',
  'not-me.everywhere': 'Sign out everywhere else too',
  'not-me.submit': 'This was not me',
  'not-me.was-me': 'Was it you? Then close this page. Nothing has been changed.',
  'message.secured.title': 'Your account is out of their hands',
  'message.secured.text':
    'Your password no longer works. An email with a link to choose a new one is on its way to you; “Forgot your password?” on the sign-in page sends another.',
  'message.email-restored-suspended.title': 'Your account has its former address again',
  'message.email-restored-suspended.text':
    'The password no longer works. Your account is suspended, so nobody gets in for now, nor do you. When the people who run {brand} open it again, choose a new password by “Forgot your password?” on the sign-in page.',
  'message.not-me-waits.title': 'Your account is suspended',
  'message.not-me-waits.text':
    'Nobody gets in for now, nor do you, so this link does nothing yet. Keep the email: when the people who run {brand} open your account again, the link works for what is left of its three days.',
  'message.not-me-done.title': 'This was said and done already',
  'message.not-me-done.text':
    'By this link it was said before that it was not you, and what it does is done: the password of then no longer works. If you have chosen no new one since, “Forgot your password?” on the sign-in page sends you a link for it.',
  'message.address-gone.title': 'The former address cannot come back',
  'message.address-gone.text':
    'Another account has it by now. Everybody is signed out of yours, and its password no longer works. But whoever reads the email at its new address can set another one: if that is not you, tell the people who run {brand}, soon.',
  'letter.email-left.subject': 'Your account at {brand} no longer has this address',
  'letter.email-left.text':
    'The change to this address was taken back on {when}, by a link that went to the former one. Your account has that one again. Everybody is signed out, the password no longer works, and letters about the account come here no more.',
  'letter.email-left.you': 'Was it you? Then you need do nothing.',
  'letter.email-left.not-you':
    'Was it not you? Then somebody else reads your email at the former address. Put that mailbox right first. Then “Forgot your password?” on the sign-in page sends a link there, and you can change the address again. If you have lost that mailbox, tell the people who run {brand}, soon.',
  'letter.email-left.button': 'Sign in',
  'history.secured': 'It was said by the link in an email that something was not you; the password no longer works',
} as const;
