import type { deniedFactor as english } from './en.ts';

/** Texts of a first second factor that "this was not me" has denied, in French. */
export const deniedFactor: Readonly<Record<keyof typeof english, string>> = {
  'denied-factor.wait.title': 'Vous pourrez vous connecter ici plus tard',
  'denied-factor.wait.text':
    'Par le lien d’un e-mail, il a été dit que le second facteur de ce compte n’est pas celui de son propriétaire. Il ne fonctionne donc plus. Il sera retiré le {when}\u202f: dès lors, votre mot de passe suffira ici. Nous attendons, pour que personne n’entre qui ne fait que lire vos e-mails.',
  'denied-factor.wait.known':
    'Vous entrez dès maintenant dans un navigateur où vous vous étiez connecté au moins trois jours avant l’ajout du second facteur.',
  'denied-factor.wait.mine':
    'Le second facteur est-il le vôtre\u202f? Alors gardez-le par le lien de notre e-mail à ce sujet, et utilisez-le ici.',
  'denied-factor.known.title': 'Le second facteur est-il le vôtre\u202f?',
  'denied-factor.known.text':
    'Par le lien d’un e-mail, il a été dit que non. Il ne fonctionne donc plus, et il sera retiré le {when}. Vous avez déjà utilisé ce navigateur\u202f: vous pouvez donc en décider maintenant.',
  'denied-factor.keep': 'C’est le mien\u202f: le garder',
  'denied-factor.take-away': 'Ce n’est pas le mien\u202f: le retirer',
  'letter.recover.denied':
    'Le second facteur de votre compte ne fonctionne plus, et sera retiré le {when}. Là où un second facteur est demandé, vous n’entrez d’ici là que dans un navigateur que vous avez déjà utilisé\u202f: ainsi, personne n’entre qui ne fait que lire vos e-mails.',
  'letter.factor-reset.denied':
    'Par le lien «\u202fCe n’était pas moi\u202f» d’un e-mail, il a été dit que le second facteur de votre compte {brand} n’est pas le vôtre. Il ne fonctionne donc plus, et il sera retiré le {when}\u202f: dès lors, votre nouveau mot de passe suffira. Dans un navigateur que vous avez déjà utilisé, vous entrez tout de suite.',
  'letter.factor-reset.keep':
    'Est-ce le vôtre, et n’est-ce pas vous qui l’avez dit\u202f? Alors gardez-le, et il fonctionnera de nouveau. Quelqu’un d’autre lit vos e-mails\u202f: réglez cela aussi.',
  'message.secured-waits.title': 'Votre compte n’est plus entre d’autres mains',
  'message.secured-waits.text':
    'Votre mot de passe ne fonctionne plus, et le second facteur non plus. Un e-mail avec un lien pour choisir un nouveau mot de passe est en route. Avec lui, vous entrez tout de suite dans un navigateur que vous avez déjà utilisé. Dans les autres, vous entrez à partir du {when}, si un second facteur est demandé\u202f: il sera alors retiré.',
  'message.email-restored-waits.title': 'Votre compte a repris son ancienne adresse',
  'message.email-restored-waits.text':
    'Votre mot de passe ne fonctionne plus, et le second facteur non plus. Un e-mail avec un lien pour choisir un nouveau mot de passe est en route vers cette adresse. Avec lui, vous entrez tout de suite dans un navigateur que vous avez déjà utilisé. Dans les autres, vous entrez à partir du {when}, si un second facteur est demandé\u202f: il sera alors retiré.',
  'stop-reset.denied.text':
    'Par le lien «\u202fCe n’était pas moi\u202f» d’un e-mail, il a été dit qu’ils ne sont pas les vôtres. Ils ne fonctionnent donc plus, et ils seront retirés le {when}. Ne les gardez que s’ils sont les vôtres\u202f: ils fonctionneront alors de nouveau.',
  'message.factors-kept.title': 'Vos seconds facteurs restent',
  'message.factors-kept.text':
    'Ils fonctionnent de nouveau. Si ce n’est pas vous qui avez dit qu’ils ne sont pas les vôtres, quelqu’un d’autre lit vos e-mails\u202f: réglez cela, et choisissez un nouveau mot de passe.',
  'reset.denied':
    'Vos seconds facteurs vont être retirés, le {when}, parce qu’il a été dit par le lien d’un e-mail qu’ils ne sont pas les vôtres. D’ici là, ils ne fonctionnent pas. Sont-ils les vôtres\u202f? Alors gardez-les.',
  'history.factors-denied': 'Des seconds facteurs dits ne pas être les vôtres attendent d’être retirés',
  'letter.factor-kept.subject': 'Un second facteur de votre compte {brand} fonctionne de nouveau',
  'letter.factor-kept.text':
    'Le second facteur dont vous aviez dit qu’il n’est pas le vôtre fonctionne de nouveau. Quelqu’un l’a gardé par le lien de notre e-mail à ce sujet ou avec votre mot de passe.',
  'letter.factor-kept.not-you':
    'Ce n’était pas vous\u202f? Alors quelqu’un d’autre lit vos e-mails, et le facteur est peut-être le sien. Remettez d’abord votre boîte aux lettres en ordre. Puis dites-le par le lien «\u202fCe n’était pas moi\u202f»\u202f: le facteur ne fonctionnera plus, de nouveau.',
  'letter.factor-kept-for-good.text':
    'Le second facteur dont il avait été dit qu’il n’est pas le vôtre fonctionne de nouveau. Il a été gardé dans un navigateur que votre compte connaît, ou par les responsables de {brand}.',
  'letter.denied-factor-gone.text':
    'Par le lien «\u202fCe n’était pas moi\u202f» d’un e-mail, il a été dit que le second facteur de votre compte n’est pas le vôtre. Personne ne l’a gardé\u202f: il est maintenant retiré. Désormais, votre mot de passe suffit pour se connecter\u202f; là où un second facteur est exigé, qui se connecte en configure un nouveau.',
  'letter.denied-factor-taken-away.text':
    'Par le lien «\u202fCe n’était pas moi\u202f» d’un e-mail, il a été dit que le second facteur de votre compte n’est pas le vôtre. Il vient d’être retiré, dans un navigateur que votre compte connaît. Désormais, votre mot de passe suffit pour se connecter\u202f; là où un second facteur est exigé, qui se connecte en configure un nouveau.',
  'letter.denied-factor-gone.you':
    'Était-ce le second facteur dont vous ne vouliez pas\u202f? Alors ajoutez bientôt le vôtre\u202f: d’ici là, quiconque connaît votre mot de passe entre.',
  'letter.denied-factor-gone.not-you':
    'Était-ce le vôtre\u202f? Alors quelqu’un d’autre lit vos e-mails, ou utilise un de vos navigateurs. Réglez d’abord cela. Puis dites-le par le lien «\u202fCe n’était pas moi\u202f», choisissez un nouveau mot de passe, et ajoutez de nouveau un second facteur.',
  'not-me.then.factor-kept':
    'Le second facteur qui a été gardé ne fonctionne plus, ni les clés d’accès et codes de récupération arrivés avec lui ou depuis. Après quelques jours pendant lesquels il peut être gardé à nouveau, il est retiré.',
  'not-me.then.recovery-codes':
    'Aucun de vos codes de récupération ne fonctionne plus, même plus ancien\u202f: quelqu’un les a. Créez-en de nouveaux une fois connecté. S’il ne vous reste aucun autre second facteur, les responsables de {brand} vous aident.',
  'history.factors-kept': 'Des seconds facteurs dits ne pas être les vôtres ont été gardés et fonctionnent de nouveau',
};
