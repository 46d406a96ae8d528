import { account } from './account/fr.ts';
import { admin } from './admin/fr.ts';
import { codes } from './codes/fr.ts';
import { deniedFactor } from './denied-factor/fr.ts';
import { notMe } from './not-me/fr.ts';
import { passkeys } from './passkeys/fr.ts';
import { resets } from './resets/fr.ts';
import { risk } from './risk/fr.ts';
import { signUp } from './sign-up/fr.ts';
import type { Language } from './en.ts';

// \u00a0 and \u202f are the spaces that French sets before : and ; ? ! so that no line begins with them.
export const fr: Language = {
  'language.name': 'Français',

  'page.title': '{title} · {brand}',
  'page.title.error': 'Erreur\u00a0: {title} · {brand}',
  'page.languages': 'Langue',
  'page.for-app': 'pour continuer vers {app}',
  'page.signed-in-as': 'Vous êtes connecté avec',
  'page.back-to-app': 'Revenir à {app}',
  'page.cancel': 'Annuler',

  'field.email': 'Adresse e-mail',
  'field.password': 'Mot de passe',
  'field.name': 'Votre nom',
  'field.optional': 'facultatif',
  'field.code': 'Code reçu par e-mail',

  'next.app': 'Continuer vers {app}',
  'next.continue': 'Continuer',
  'next.sign-in': 'Se connecter',
  'next.sign-up': 'Créer un compte',
  'next.try-again': 'Réessayer',
  'next.start': 'Aller à la page d’accueil',
  'next.account': 'Aller à votre compte',
  'next.new-link': 'Recevoir un nouveau lien',

  'sign-in.title': 'Connexion',
  'sign-in.submit': 'Se connecter',
  'sign-in.remember': 'Rester connecté',
  'sign-in.again.title': 'Est-ce toujours vous\u202f?',
  'sign-in.again.text': 'Veuillez saisir encore une fois votre mot de passe.',
  'sign-in.new-here': 'Première visite\u202f?',
  'sign-in.sign-up': 'Créer un compte',
  'sign-in.another': 'Utiliser un autre compte',
  'sign-in.identifier.missing': 'Saisissez votre adresse e-mail.',
  'sign-in.password.missing': 'Saisissez votre mot de passe.',
  'sign-in.form.wrong': 'L’adresse e-mail ou le mot de passe ne convient pas. Vérifiez les deux, puis réessayez.',
  'sign-in.form.wrong-password': 'Le mot de passe ne convient pas. Vérifiez-le, puis réessayez.',
  'sign-in.form.busy': 'Il y a beaucoup de monde en ce moment. Veuillez réessayer dans un instant.',
  'sign-in.form.other-account':
    'L’application demande un autre compte que celui qui est connecté ici. Connectez-vous avec celui-là.',

  'wait.minutes':
    'Il y a eu trop de tentatives. Veuillez attendre {minutes, plural, one {une minute} many {# de minutes} other {# minutes}}, puis réessayez.',
  'wait.hours':
    'Il y a eu trop de tentatives. Veuillez attendre {hours, plural, one {une heure} many {# d’heures} other {# heures}}, puis réessayez. Dans un navigateur où vous vous êtes déjà connecté, cela peut fonctionner tout de suite.',

  'pass.title': 'Un instant, s’il vous plaît',
  'pass.text':
    'Il y a eu beaucoup de tentatives ici, peut-être par d’autres. Nous nous assurons ainsi que vous n’êtes pas un programme.',
  'pass.working': 'Votre navigateur fait un petit calcul. Cela prend quelques secondes.',
  'pass.done': 'C’est fait. Vous pouvez continuer.',
  'pass.queue': 'Sans JavaScript, vous pouvez attendre votre tour. Cela prend une à deux minutes.',
  'pass.queue.submit': 'Attendre mon tour',
  'pass.ticket':
    'Ce sera votre tour dans {wait}. Gardez cette page ouverte jusque-là, puis continuez dans les cinq minutes.',
  'pass.not-passed': 'Cela n’a pas fonctionné\u00a0: c’était trop tard, ou déjà utilisé. Veuillez recommencer.',
  'pass.queue-full': 'Beaucoup de personnes attendent déjà. Veuillez réessayer dans une minute.',
  'pass.back': 'Retour',

  'sign-up.title': 'Créer votre compte',
  'sign-up.submit': 'Créer le compte',
  'sign-up.password.hint':
    'Au moins {minimum, plural, one {# caractère} many {# de caractères} other {# caractères}}. Quelques mots que vous seul auriez l’idée d’assembler font un bon mot de passe.',
  'sign-up.have-account': 'Vous avez déjà un compte\u202f?',
  'sign-up.sign-in': 'Se connecter',
  'sign-up.name.too-long': 'Ce nom est trop long. Veuillez le raccourcir.',
  'sign-up.email.missing': 'Saisissez votre adresse e-mail.',
  'sign-up.email.invalid':
    'Cette adresse e-mail n’est pas complète. Une adresse s’écrit comme ceci\u00a0: nom@example.com.',
  'sign-up.password.missing': 'Choisissez un mot de passe.',
  'sign-up.password.too-short':
    'Ce mot de passe est trop court. Utilisez au moins {minimum, plural, one {# caractère} many {# de caractères} other {# caractères}}.',
  'sign-up.password.too-long': 'Ce mot de passe est trop long. Veuillez le raccourcir.',
  'sign-up.password.common':
    'Beaucoup de personnes utilisent ce mot de passe\u202f; il est donc facile à deviner. Choisissez-en un autre.',
  'sign-up.password.like-email': 'Ce mot de passe ressemble trop à votre adresse e-mail. Choisissez-en un autre.',
  'sign-up.password.like-name':
    'Ce mot de passe n’est guère plus que le nom de ce site ou de l’application. Choisissez-en un autre.',
  'sign-up.password.guessable':
    'Ce mot de passe se devine rapidement. Allongez-le\u00a0: trois ou quatre mots sans rapport entre eux conviennent bien.',
  'sign-up.password.breached':
    'Ce mot de passe a été divulgué lors d’une fuite de données\u202f; d’autres peuvent donc le connaître. Choisissez-en un autre et changez-le partout où vous l’utilisez.',
  'sign-up.form.busy': 'Il y a beaucoup de monde en ce moment. Veuillez réessayer dans un instant.',

  'confirm-email.title': 'Consultez vos e-mails',
  'confirm-email.text':
    'Nous avons écrit à {email}. Saisissez le code indiqué dans cet e-mail, ou ouvrez le lien qu’il contient.',
  'confirm-email.submit': 'Confirmer l’adresse',
  'confirm-email.nothing-there': 'Rien reçu\u202f? Regardez aussi parmi les courriers indésirables.',
  'confirm-email.resend': 'Envoyer à nouveau',
  'confirm-email.resent': 'L’e-mail est reparti. Il peut mettre une minute à arriver.',
  'confirm-email.change': 'Utiliser une autre adresse',
  'confirm-email.outbox': 'Pendant le développement, aucun e-mail ne quitte cet ordinateur.',
  'confirm-email.outbox.open': 'Ouvrir la boîte d’envoi',
  'confirm-email.code.missing': 'Saisissez le code reçu par e-mail.',
  'confirm-email.code.wrong': 'Ce n’est pas le bon code. Comparez-le avec notre e-mail le plus récent.',
  'confirm-email.code.expired': 'Ce code est trop ancien. Demandez-en un nouveau.',
  'confirm-email.code.too-many': 'Il y a eu trop de tentatives avec ce code. Demandez-en un nouveau.',

  'confirm-link.title': 'Confirmer votre adresse',
  'confirm-link.text': 'Encore une étape, et nous saurons que l’adresse {email} est bien la vôtre.',
  'confirm-link.password.text':
    'Vous avez ouvert le lien dans un autre navigateur que celui où vous avez commencé votre inscription. Saisissez le mot de passe que vous avez choisi pour {email}, afin que nous sachions que c’est bien vous.',
  'confirm-link.submit': 'Confirmer l’adresse',
  'confirm-link.password.missing': 'Saisissez le mot de passe que vous avez choisi lors de votre inscription.',
  'confirm-link.password.wrong':
    'Ce n’est pas le mot de passe que vous avez choisi lors de votre inscription. Veuillez réessayer.',
  'confirm-link.password.too-many': 'Il y a eu trop de tentatives. Attendez quelques minutes, puis réessayez.',

  'link-expired.title': 'Ce lien ne fonctionne plus',
  'link-expired.text': 'Il est trop ancien, a déjà servi, ou un e-mail plus récent l’a remplacé.',

  'factor.title': 'Encore une étape',
  'factor.submit': 'Continuer',
  'factor.app.text': 'Saisissez le code que votre application d’authentification affiche en ce moment.',
  'factor.app.code': 'Code de l’application',
  'factor.app.instead': 'Utiliser l’application d’authentification',
  'factor.recovery-code.text': 'Saisissez un des codes de secours que vous avez gardés. Chacun sert une seule fois.',
  'factor.recovery-code.code': 'Code de secours',
  'factor.recovery-code.instead': 'Utiliser un code de secours',
  'factor.missing': 'Saisissez le code.',
  'factor.wrong': 'Ce code n’est pas le bon, ou il a déjà servi. Saisissez-en un nouveau.',
  'factor.wait': 'Il y a eu trop de codes erronés. Attendez {wait}, puis réessayez.',
  'set-up-app.title': 'Configurer une application d’authentification',
  'set-up-app.text':
    'Désormais, votre téléphone prouve que c’est bien vous. Un mot de passe volé ne sert alors à rien.',
  'set-up-app.get': 'Ouvrez une application d’authentification sur votre téléphone, ou installez-en une.',
  'set-up-app.scan': 'Scannez cette image avec elle.',
  'set-up-app.qr': 'Code QR pour l’application d’authentification',
  'set-up-app.here': 'L’ouvrir sur cet appareil',
  'set-up-app.type': 'Ou saisissez cette clé dans l’application\u202f:',
  'set-up-app.enter': 'Saisissez le code que l’application affiche.',
  'set-up-app.submit': 'Configurer',
  'set-up-app.later': 'Pas maintenant',
  'set-up-app.until': 'Vous pouvez reporter cela jusqu’au {when}.',
  'set-up.required.second-factor': '{who} exige un second facteur.',
  'set-up.required.passkey': '{who} exige une clé d’accès.',
  'recovery-codes.title': 'Gardez ces codes',
  'recovery-codes.text':
    'Si vous perdez ce avec quoi vous vous connectez, chacun d’eux vous laisse entrer une fois. Imprimez cette page ou notez-les, et gardez-les avec ce qui est important.',
  'recovery-codes.once': 'Ils ne sont affichés que maintenant.',
  'recovery-codes.kept': 'Je les ai gardés',
  'codes-shown.title': 'Avez-vous gardé vos codes\u202f?',
  'codes-shown.text':
    'Ils ont été affichés une fois et ne peuvent plus l’être. Si vous ne les avez pas gardés, créez-en de nouveaux\u202f: ceux d’avant ne fonctionneront plus.',

  'sign-in.recover': 'Mot de passe oublié\u202f?',
  'recover.title': 'Mot de passe oublié\u202f?',
  'recover.text': 'Saisissez votre adresse e-mail, et nous vous envoyons un lien pour en choisir un nouveau.',
  'recover.form.too-many': 'Il y a eu trop d’e-mails. Attendez une heure, puis réessayez.',
  'recover.submit': 'Envoyer le lien',
  'recover.back': 'Retour à la connexion',
  'recover-sent.title': 'Consultez vos e-mails',
  'recover-sent.text':
    'Si {email} a un compte ici, un e-mail est en route. Le lien qu’il contient fonctionne pendant {minutes, plural, one {# minute} other {# minutes}}.',
  'recover-sent.nothing':
    'Rien\u202f? Regardez aussi dans les indésirables, et vérifiez que c’est bien l’adresse de votre compte.',
  'new-password.title': 'Choisissez un nouveau mot de passe',
  'new-password.text': 'Pour le compte de {email}.',
  'new-password.submit': 'Enregistrer le mot de passe',
  'new-password.ends': 'Vous êtes ensuite déconnecté partout, et vous vous connectez avec le nouveau.',
  'message.password-reset.title': 'Votre nouveau mot de passe est enregistré',
  'message.password-reset.text': 'Utilisez-le désormais pour vous connecter.',
  'letter.recover.subject': 'Choisissez un nouveau mot de passe pour {brand}',
  'letter.recover.text': 'Quelqu’un a demandé un lien pour choisir un nouveau mot de passe pour votre compte.',
  'letter.recover.button': 'Choisir un nouveau mot de passe',
  'letter.recover.validity':
    'Le lien fonctionne une fois, pendant {minutes, plural, one {# minute} other {# minutes}}.',
  'letter.recover.ignore':
    'Ce n’était pas vous\u202f? Alors vous n’avez rien à faire\u202f: votre mot de passe reste ce qu’il est.',

  'letter.new-email.subject': '{code} est votre code pour {brand}',
  'letter.new-email.text':
    'Vous voulez utiliser cette adresse pour votre compte. Saisissez ce code là où vous l’avez demandé\u202f:',
  'letter.new-email.validity': 'Il fonctionne pendant {minutes, plural, one {# minute} other {# minutes}}.',
  'letter.new-email.ignore':
    'Ce n’était pas vous\u202f? Alors vous n’avez rien à faire\u202f: aucun compte n’obtient votre adresse sans ce code. Ne le donnez à personne.',
  'letter.email-changed.subject': 'Votre compte {brand} a maintenant une autre adresse e-mail',
  'letter.email-changed.text': 'Cette adresse n’appartient plus à votre compte\u202f: une autre a pris sa place.',
  'letter.email-changed.not-you':
    'Ce n’était pas vous\u202f? Alors annulez ce changement\u202f: votre compte reprend cette adresse, et toute personne connectée est déconnectée.',
  'message.email-restored.title': 'Votre compte a repris son ancienne adresse',
  'message.email-restored.text':
    'Tout le monde est déconnecté, et le mot de passe ne fonctionne plus. Un e-mail avec un lien pour en choisir un nouveau est en route vers cette adresse\u202f; «\u202fMot de passe oublié\u202f» sur la page de connexion en envoie un autre.',

  'consent.title': '{app} demande à utiliser votre compte',
  'consent.more.title': '{app} demande davantage',
  'consent.more.text': 'Vous avez déjà autorisé {app} à utiliser votre compte. Voici ce qui s’ajouterait\u00a0:',
  'consent.about-you': 'À votre sujet',
  'consent.away': 'En votre absence',
  'consent.others': 'En outre',
  'consent.allow': 'Autoriser',
  'consent.deny': 'Ne pas autoriser',
  'consent.another': 'Utiliser un autre compte',
  'consent.returns-to': 'Vous continuerez ensuite vers {host}.',
  'consent.each-time':
    'Cette question revient à chaque fois, car une autre application de votre appareil pourrait se faire passer pour {app}.',
  'consent.privacy': 'Politique de confidentialité',
  'consent.terms': 'Conditions d’utilisation',
  'consent.homepage': 'Site web',

  'scope.openid': 'Vous reconnaître quand vous revenez',
  'scope.profile': 'Voir votre nom et votre profil',
  'scope.email': 'Voir votre adresse e-mail',
  'scope.phone': 'Voir votre numéro de téléphone',
  'scope.address': 'Voir votre adresse postale',
  'scope.offline_access': 'Garder cet accès quand vous n’utilisez pas l’application, jusqu’à ce que vous y mettiez fin',
  'scope.devices-read': 'Voir où vous êtes connecté, et avec quelles applications',
  'scope.devices-end': 'Vous déconnecter, sur un appareil ou sur tous',

  'choose-account.title': 'Choisir un compte',
  'choose-account.password': 'demande votre mot de passe',
  'choose-account.another': 'Utiliser un autre compte',
  'choose-account.only':
    'L’application demande ce compte, et non celui que vous avez choisi. Continuez avec lui, ou retournez à l’application.',

  'sign-out.title': 'Voulez-vous vous déconnecter\u202f?',
  'sign-out.text': 'Vous serez déconnecté des applications que vous avez ouvertes avec {brand} dans ce navigateur.',
  'sign-out.text.app':
    'Vous serez déconnecté de {app} et des autres applications que vous avez ouvertes avec {brand} dans ce navigateur.',
  'sign-out.text.unmeant':
    '{app} a demandé de déconnecter un compte qui n’est pas connecté dans ce navigateur. Voici celui qui l’est\u202f:',
  'sign-out.by-themselves':
    'Applications qui restent connectées d’elles-mêmes, jusqu’à ce que vous les déconnectiez sous «\u202fVos appareils\u202f»\u202f: {apps}.',
  'sign-out.others':
    'Aussi connecté dans ce navigateur. Cela ne change pas, sauf si vous déconnectez tous les comptes.',
  'sign-out.submit': 'Se déconnecter',
  'sign-out.stay': 'Rester connecté',
  'sign-out.all': 'Déconnecter tous les comptes',

  'signed-out.title': 'Vous êtes déconnecté',
  'signed-out.title.in-place': 'Quelqu’un est encore connecté ici',
  'signed-out.text': 'Vous pouvez fermer cette page.',
  'signed-out.text.in-place': 'Dans ce navigateur, des applications peuvent être ouvertes sans mot de passe par\u202f:',
  'signed-out.text.others':
    'Quelqu’un est encore connecté dans ce navigateur et peut être choisi ici sans mot de passe\u202f:',

  'error.bad-request.title': 'Cela n’a pas fonctionné',
  'error.bad-request.text':
    'L’application a envoyé une demande à laquelle nous ne pouvons pas répondre. Revenez en arrière et réessayez.',
  'error.unknown-client.title': 'Nous ne connaissons pas cette application',
  'error.unknown-client.text':
    'L’application qui vous envoie ici n’est pas enregistrée, ou ne l’est plus. Veuillez le signaler à ses responsables.',
  'error.redirect-uri.title': 'Nous ne vous envoyons pas là-bas',
  'error.redirect-uri.text':
    'L’application veut vous diriger vers une adresse qui n’est pas enregistrée pour elle. Pour protéger votre compte, nous nous arrêtons ici. Veuillez le signaler aux responsables de l’application.',
  'error.not-found.title': 'Il n’y a rien ici',
  'error.not-found.text': 'Vérifiez l’adresse, ou revenez à l’application d’où vous venez.',
  'error.method.title': 'Cette page ne peut pas faire cela',
  'error.method.text': 'Revenez à l’application d’où vous venez et réessayez.',
  'error.too-large.title': 'C’était trop',
  'error.too-large.text':
    'Ce qui a été envoyé est plus long que tout ce que nous attendons. Raccourcissez-le et réessayez.',
  'error.foreign-form.title': 'Ce formulaire est trop ancien',
  'error.foreign-form.text':
    'Il est resté ouvert longtemps, ou vient d’un autre onglet ou navigateur. Rien n’a été modifié. Veuillez recommencer.',
  'error.no-cookies.title': 'Ce site a besoin de cookies',
  'error.no-cookies.text':
    'Votre navigateur n’en a envoyé aucun. Soit il n’en enregistre pas ici, soit cette connexion a commencé dans un autre navigateur. Autorisez les cookies pour ce site dans ses réglages, puis recommencez.',
  'error.forbidden.title': 'Vous ne pouvez pas ouvrir cette page',
  'error.forbidden.text': 'Votre compte n’a pas accès à cette page.',
  'error.banned.title': 'Votre réseau est bloqué',
  'error.banned.text':
    'Ce site ne répond pas aux demandes du réseau que vous utilisez. Si vous pensez que c’est une erreur, communiquez la référence ci-dessous aux responsables de ce site.',
  'error.network-paused.title': 'Votre réseau doit patienter',
  'error.network-paused.text':
    'Dans le réseau que vous utilisez, quelqu’un a essayé les mots de passe de nombreuses personnes. Pendant {wait} environ, cela n’est possible d’ici que dans un navigateur où vous vous êtes déjà connecté. Vous pouvez aussi vous connecter avec une clé d’accès, ou utiliser un autre réseau.',
  'error.too-many.title': 'Veuillez patienter un instant',
  'error.too-many.text': 'Trop de demandes sont venues de là où vous êtes. Attendez quelques minutes, puis réessayez.',
  'error.busy.title': 'Il y a beaucoup de monde en ce moment',
  'error.busy.text':
    'Votre mot de passe n’a pas encore été vérifié, et cela ne compte pas comme un essai. Veuillez réessayer dans un instant.',
  'error.unavailable.title': 'Nous revenons tout de suite',
  'error.unavailable.text':
    'Un service dont nous avons besoin ne répond pas en ce moment. Veuillez réessayer dans une minute.',
  'error.internal.title': 'Un problème est survenu',
  'error.internal.text': 'C’est notre faute, pas la vôtre. Veuillez réessayer.',
  'error.reference': 'Référence {reference}',
  'error.developer': 'Pour les développeurs',

  'expired.title': 'Cette connexion est interrompue',
  'expired.text':
    'Pour protéger votre compte, une connexion s’interrompt lorsque rien ne se passe pendant un moment. Elle s’interrompt aussi si vous avez été déconnecté entre-temps, peut-être depuis un autre appareil. Recommencez dans l’application.',
  'expired.finished.title': 'Vous êtes déjà passé par ici',
  'expired.finished.text':
    'Cette connexion est terminée, peut-être dans un autre onglet. Vous pouvez continuer dans l’application.',

  'message.email-confirmed.title': 'Votre adresse est confirmée',
  'message.email-confirmed.text': 'Revenez à l’onglet où vous avez commencé. Vous pourrez y continuer.',
  'message.sign-up-closed.title': 'Pas de nouveaux comptes ici',
  'message.sign-up-closed.text':
    'Les comptes sont créés par les responsables de {brand}. Veuillez leur en demander un.',
  'message.welcome.title': 'Vous êtes au bon endroit',
  'message.welcome.text':
    'C’est ici que l’on se connecte aux applications qui font confiance à {brand}. Ouvrez l’une d’elles pour commencer.',
  'message.still-signed-in.title': 'Vous êtes toujours connecté',
  'message.still-signed-in.text': 'Rien n’a été changé.',

  'continue.title': 'En route',
  'continue.text': 'Vous êtes en route vers {app}. Si rien ne se passe, appuyez sur le bouton.',

  'form-post.title': 'Un instant',
  'form-post.text': 'Vous êtes en route. Si rien ne se passe, appuyez sur le bouton.',

  ...account,
  ...admin,
  ...codes,
  ...deniedFactor,
  ...passkeys,
  ...resets,
  ...risk,
  ...notMe,
  ...signUp,

  'outbox.title': 'Boîte d’envoi',
  'outbox.text': 'Ce qui est ici n’a pas été envoyé\u00a0: pendant le développement, cela reste sur cet ordinateur.',
  'outbox.empty': 'Rien n’a encore été envoyé.',
  'outbox.to': 'À {email}',
  'outbox.back': 'Retour à la boîte d’envoi',
  'outbox.soon': 'Un e-mail arrive ici en quelques secondes.',
  'outbox.again': 'Regarder de nouveau',

  'letter.greeting': 'Bonjour,',
  'letter.confirm-email.subject': '{code} est votre code pour {brand}',
  'letter.confirm-email.text': 'Vous créez un compte auprès de {brand}. Voici votre code\u00a0:',
  'letter.confirm-email.link': 'Ou ouvrez cette page et confirmez-y votre adresse\u00a0:',
  'letter.confirm-email.button': 'Confirmer l’adresse',
  'letter.confirm-email.validity':
    'Le code et le lien sont valables {hours, plural, one {# heure} many {# d’heures} other {# heures}}. Ne communiquez le code à personne.',
  'letter.confirm-email.ignore':
    'Ce n’était pas vous\u202f? Alors vous n’avez rien à faire. Sans ce code, personne ne peut créer de compte avec votre adresse.',
  'letter.already-registered.subject': 'Vous avez un compte auprès de {brand}',
  'letter.already-registered.text':
    'Quelqu’un a voulu créer auprès de {brand} un compte pour votre adresse. Il en existe déjà un\u00a0: rien n’a donc été créé ni modifié.',
  'letter.already-registered.sign-in':
    'C’était vous\u202f? Alors connectez-vous avec le mot de passe que vous avez\u00a0:',
  'letter.already-registered.button': 'Se connecter',
  'letter.already-registered.forgotten':
    'Vous l’avez oublié\u202f? Choisissez «\u00a0{link}\u00a0» sur cette page pour en obtenir un nouveau.',
  'letter.already-registered.ignore':
    'Ce n’était pas vous\u202f? Alors vous n’avez rien à faire. Personne n’a appris que vous avez un compte.',

  'letter.notice.app': 'Application',
  'letter.notice.when': 'Quand',
  'letter.notice.with': 'Avec',
  'letter.notice.where': 'Où',
  'letter.notice.fact': '{label}\u00a0: {value}',
  'letter.notice.agent': '{name} sur {system}',
  'letter.notice.near': 'près de {place}',
  'letter.notice.unknown': 'inconnu',
  'letter.notice.app-gone': 'une application qui n’existe plus',
  'letter.notice.you': 'C’était vous\u202f? Alors vous n’avez rien à faire.',
  'letter.notice.not-you': 'Ce n’était pas vous\u202f? Alors dites-le par le lien «\u202fCe n’était pas moi\u202f».',
  'letter.notice.intruder':
    'Ce n’était pas vous\u202f? Alors quelqu’un d’autre est entré dans votre compte. Dites-le tout de suite par le lien «\u202fCe n’était pas moi\u202f», et prévenez les responsables de {brand}.',
  'letter.notice.last':
    'C’est le troisième message de ce genre en une heure. Jusqu’à la fin de cette heure, nous n’en enverrons pas d’autre.',
  'letter.notice.devices': 'Voir vos appareils',
  'letter.ended.subject': 'Une connexion à {app} a été fermée',
  'letter.ended.you':
    'Reconnectez-vous à {app} quand vous en avez besoin. Vos autres applications et appareils restent connectés.',
  'letter.token-reused.text':
    'Une clé qui garde {app} connectée à votre compte a été utilisée une seconde fois. Cela arrive quand quelqu’un l’a copiée. Pour protéger votre compte, nous avons fermé cette connexion. Voici d’où venait la seconde utilisation\u00a0:',
  'letter.code-replayed.text':
    'Le code avec lequel {app} vous a connecté a été utilisé une seconde fois. Cela arrive quand quelqu’un d’autre l’a obtenu. Pour protéger votre compte, nous avons fermé cette connexion. Voici d’où venait la seconde utilisation\u00a0:',
  'letter.app-ended.text': 'Pour protéger votre compte, nous avons fermé une connexion à {app}.',
  'letter.app-sign-in-again.subject': '{app} vous demande de vous reconnecter',
  'letter.app-sign-in-again.text': 'Pour protéger votre compte, {app} doit vous demander de vous reconnecter.',
  'letter.app-sign-in-again.you':
    'C’était vous\u202f? Alors reconnectez-vous à {app}. Vos autres applications et appareils restent connectés.',
  'letter.app-changed.subject': 'Une connexion à {app} a changé',
  'letter.app-changed.text': '{app} est connectée à votre compte, et quelque chose a changé. Elle reste connectée.',
  'letter.change.place': 'Elle a été utilisée depuis un autre lieu qu’auparavant.',
  'letter.change.agent': 'Elle a été utilisée avec un autre navigateur ou un autre système qu’auparavant.',
  'letter.change.speed':
    'Elle a été utilisée depuis un autre lieu qu’auparavant, plus tôt que quiconque aurait pu s’y rendre.',
  'letter.change.version': 'Elle a été utilisée avec une version plus ancienne de l’application qu’auparavant.',
  'letter.change.other': 'Elle a été utilisée autrement qu’auparavant.',
  'letter.new-device.subject': 'Un nouvel appareil est connecté à {brand}',
  'letter.new-device.text':
    'Quelqu’un s’est connecté à votre compte sur un appareil où il n’avait pas encore été utilisé.',
  'letter.password-changed.subject': 'Votre mot de passe pour {brand} a été changé',
  'letter.password-changed.text': 'Le mot de passe de votre compte a été changé.',
  'letter.factor-added.subject': 'Un second facteur a été ajouté à votre compte {brand}',
  'letter.factor-added.text':
    'Une application d’authentification a été ajoutée à votre compte. Désormais, ses codes sont demandés à la connexion.',
  'letter.factor-removed.subject': 'Un second facteur a été retiré de votre compte {brand}',
  'letter.factor-removed.text': 'Une application d’authentification a été retirée de votre compte.',
  'letter.codes-made.subject': 'De nouveaux codes de secours pour votre compte {brand}',
  'letter.codes-made.text':
    'De nouveaux codes de secours ont été créés pour votre compte. Les anciens ne fonctionnent plus.',
  'letter.recovery-code-used.subject': 'Un code de secours a été utilisé sur {brand}',
  'letter.recovery-code-used.text':
    'Quelqu’un s’est connecté à votre compte avec le mot de passe et un de vos codes de secours. Ce code ne fonctionne plus.',
  'letter.factor-guessed.subject': 'Quelqu’un connaît peut-être votre mot de passe pour {brand}',
  'letter.factor-guessed.text':
    'Quelqu’un a donné votre mot de passe, puis plusieurs codes erronés. Cette personne n’est pas entrée.',
  'letter.factor-guessed.not-you':
    'Ce n’était pas vous\u202f? Alors quelqu’un connaît votre mot de passe. Dites-le maintenant par le lien «\u202fCe n’était pas moi\u202f».',
  'letter.signed-out-everywhere.subject': 'Vous avez été déconnecté de {brand} partout',
  'letter.signed-out-everywhere.text': 'Tous les appareils ont été déconnectés de votre compte.',
  'letter.signed-out-elsewhere.subject': 'Vos autres appareils ont été déconnectés de {brand}',
  'letter.signed-out-elsewhere.text': 'Tous les autres appareils ont été déconnectés de votre compte.',
  'letter.signed-out.you': 'C’était vous\u202f? Alors il vous suffit de vous reconnecter là où vous voulez continuer.',
  'letter.signed-out-for-you.subject': 'Vous avez été déconnecté de {brand}',
  'letter.ended-by-app.text': '{app} vous a déconnecté, sur un de vos appareils ou sur tous. Vous l’y avez autorisée.',
  'letter.ended-by-admin.text': 'Les responsables de {brand} vous ont déconnecté, sur un de vos appareils ou sur tous.',
  'letter.signed-out-for-you.you':
    'Vous vous y attendiez\u202f? Alors il vous suffit de vous reconnecter là où vous voulez continuer.',
  'letter.ended-by-app.not-you':
    'Vous ne vous y attendiez pas\u202f? Alors dissociez l’application sur la page de vos applications.',
  'letter.app-ended-by-app.text': '{by} vous a déconnecté de {app} sur un de vos appareils. Vous l’y avez autorisée.',
  'letter.app-ended-by-app.not-you':
    'Vous ne vous y attendiez pas\u202f? Alors dissociez {by} sur la page de vos applications.',
  'letter.app-ended-by-api.text':
    '{by}, un service avec lequel {app} fonctionne, a fermé une connexion de {app} à votre compte. Un service le fait par exemple lorsqu’il pense qu’une clé de cette connexion est entre de mauvaises mains.',
  'letter.app-ended-by-api.not-you':
    'Vous voulez savoir pourquoi\u202f? Alors demandez aux responsables de {app}. Si vous ne connaissez pas {app}, dissociez-la sur la page de vos applications.',
  'letter.ended-by-admin.not-you': 'Vous ne vous y attendiez pas\u202f? Alors demandez aux responsables de {brand}.',
};
