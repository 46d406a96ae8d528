/** Texts of a first second factor that "this was not me" has denied, in English: how it waits, goes, and is kept. */
export const deniedFactor = {
  'denied-factor.wait.title': 'You can sign in here later',
  'denied-factor.wait.text':
    'By the link in an email it was said that the second factor of this account is not its owner’s. So it no longer works. It is taken away on {when}: from then on your password is enough here. We wait, so that nobody gets in who merely reads your email.',
  'denied-factor.wait.known':
    'You get in now in a browser in which you signed in at least three days before the second factor was added.',
  'denied-factor.wait.mine':
    'Is the second factor yours? Then keep it by the link in our email about it, and use it here.',
  'denied-factor.known.title': 'Is the second factor yours?',
  'denied-factor.known.text':
    'By the link in an email it was said that it is not. So it no longer works, and it is taken away on {when}. You have used this browser before, so you can decide it now.',
  'denied-factor.keep': 'It is mine: keep it',
  'denied-factor.take-away': 'It is not mine: take it away',
  'letter.recover.denied':
    'The second factor of your account no longer works, and is taken away on {when}. Until then, where a second factor is asked for, you get in only in a browser that you used before: so nobody gets in who merely reads your email.',
  'letter.factor-reset.denied':
    'By the link “This was not me” in an email it was said that the second factor of your account at {brand} is not yours. So it no longer works, and on {when} it is taken away: from then on your new password is enough. In a browser that you used before you get in at once.',
  'letter.factor-reset.keep':
    'Is it yours, and was it not you who said that? Then keep it, and it works again. Somebody else reads your email: put that right too.',
  'message.secured-waits.title': 'Your account is out of their hands',
  'message.secured-waits.text':
    'Your password no longer works, nor does the second factor. An email with a link to choose a new password is on its way to you. With it you get in at once in a browser that you used before. In others you get in from {when} on, if a second factor is asked for: then it is taken away.',
  'message.email-restored-waits.title': 'Your account has its former address again',
  'message.email-restored-waits.text':
    'Your password no longer works, nor does the second factor. An email with a link to choose a new password is on its way to that address. With it you get in at once in a browser that you used before. In others you get in from {when} on, if a second factor is asked for: then it is taken away.',
  'stop-reset.denied.text':
    'By the link “This was not me” in an email it was said that they are not yours. So they no longer work, and they are taken away on {when}. Keep them only if they are yours: they work again then.',
  'message.factors-kept.title': 'Your second factors stay',
  'message.factors-kept.text':
    'They work again. If it was not you who said that they are not yours, somebody else reads your email: put that right, and choose a new password.',
  'reset.denied':
    'Your second factors are about to be taken away, on {when}, because it was said by the link in an email that they are not yours. Until then they do not work. Are they yours? Then keep them.',
  'history.factors-denied': 'Second factors that are said not to be yours wait to be taken away',
  'letter.factor-kept.subject': 'A second factor of your account at {brand} works again',
  'letter.factor-kept.text':
    'The second factor that you said was not yours works again. Somebody kept it, by the link in our email about it or with your password.',
  'letter.factor-kept.not-you':
    'Was it not you? Then somebody else reads your email, and the factor is theirs perhaps. Put your mailbox right first. Then say so, by the link “This was not me”: the factor stops working again.',
  'letter.factor-kept-for-good.text':
    'The second factor that was said not to be yours works again. It was kept in a browser that your account knows, or by the people who run {brand}.',
  'letter.denied-factor-gone.text':
    'By the link “This was not me” in an email it was said that the second factor of your account is not yours. Nobody kept it, so it is taken away now. From now on your password alone is enough to sign in; where a second factor is required, whoever signs in sets up a new one.',
  'letter.denied-factor-taken-away.text':
    'By the link “This was not me” in an email it was said that the second factor of your account is not yours. It was now taken away, in a browser that your account knows. From now on your password alone is enough to sign in; where a second factor is required, whoever signs in sets up a new one.',
  'letter.denied-factor-gone.you':
    'Was it the second factor that you did not want? Then add one of your own soon: until then whoever knows your password gets in.',
  'letter.denied-factor-gone.not-you':
    'Was it yours? Then somebody else reads your email, or is in a browser of yours. Put that right first. Then say so, by the link “This was not me”, choose a new password, and add a second factor again.',
  'not-me.then.factor-kept':
    'The second factor that was kept stops working, and so do passkeys and recovery codes that came with it or since. After a few days in which it can be kept again it is taken away.',
  'not-me.then.recovery-codes':
    'None of your recovery codes works any more, even those from before: somebody has them. Make new ones once you are in. If you have no other second factor left, the people who run {brand} help you.',
  'history.factors-kept': 'Second factors that were said not to be yours were kept, and work again',
} as const;
