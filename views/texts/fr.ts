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

  'sign-in.title': 'Connexion',
  'sign-in.submit': 'Se connecter',
  'sign-in.again.title': 'Est-ce toujours vous\u202f?',
  'sign-in.again.text': 'Veuillez saisir encore une fois votre mot de passe.',
  'sign-in.new-here': 'Première visite\u202f?',
  'sign-in.sign-up': 'Créer un compte',
  'sign-in.another': 'Utiliser un autre compte',
  'sign-in.identifier.missing': 'Saisissez votre adresse e-mail.',
  'sign-in.password.missing': 'Saisissez votre mot de passe.',
  'sign-in.form.wrong': 'L’adresse e-mail ou le mot de passe ne convient pas. Vérifiez les deux, puis réessayez.',
  'sign-in.form.wrong-password': 'Le mot de passe ne convient pas. Vérifiez-le, puis réessayez.',
  'sign-in.form.too-many': 'Il y a eu trop de tentatives. Attendez quelques minutes, puis réessayez.',
  'sign-in.form.busy': 'Il y a beaucoup de monde en ce moment. Veuillez réessayer dans un instant.',

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
  'sign-up.form.too-many': 'Il y a eu trop de tentatives. Attendez quelques minutes, puis réessayez.',
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
  'consent.privacy': 'Politique de confidentialité',
  'consent.terms': 'Conditions d’utilisation',
  'consent.homepage': 'Site web',

  'scope.openid': 'Vous reconnaître quand vous revenez',
  'scope.profile': 'Voir votre nom et votre profil',
  'scope.email': 'Voir votre adresse e-mail',
  'scope.phone': 'Voir votre numéro de téléphone',
  'scope.address': 'Voir votre adresse postale',
  'scope.offline_access': 'Garder cet accès quand vous n’utilisez pas l’application, jusqu’à ce que vous y mettiez fin',

  'choose-account.title': 'Choisir un compte',
  'choose-account.password': 'demande votre mot de passe',
  'choose-account.another': 'Utiliser un autre compte',

  'sign-out.title': 'Voulez-vous vous déconnecter\u202f?',
  'sign-out.text': 'Vous serez déconnecté des applications que vous avez ouvertes avec {brand} dans ce navigateur.',
  'sign-out.text.app':
    'Vous serez déconnecté de {app} et des autres applications que vous avez ouvertes avec {brand} dans ce navigateur.',
  'sign-out.submit': 'Se déconnecter',
  'sign-out.stay': 'Rester connecté',

  'signed-out.title': 'Vous êtes déconnecté',
  'signed-out.text': 'Vous pouvez fermer cette page.',

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
  'error.forbidden.title': 'Vous ne pouvez pas ouvrir cette page',
  'error.forbidden.text': 'Votre compte n’a pas accès à cette page.',
  'error.too-many.title': 'Veuillez patienter un instant',
  'error.too-many.text': 'Trop de demandes sont venues de là où vous êtes. Attendez quelques minutes, puis réessayez.',
  'error.unavailable.title': 'Nous revenons tout de suite',
  'error.unavailable.text':
    'Un service dont nous avons besoin ne répond pas en ce moment. Veuillez réessayer dans une minute.',
  'error.internal.title': 'Un problème est survenu',
  'error.internal.text': 'C’est notre faute, pas la vôtre. Veuillez réessayer.',
  'error.reference': 'Référence {reference}',
  'error.developer': 'Pour les développeurs',

  'expired.title': 'Cela a pris trop de temps',
  'expired.text':
    'Pour protéger votre compte, une connexion s’interrompt lorsque rien ne se passe pendant un moment. Recommencez dans l’application.',
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

  'continue.title': 'En route',
  'continue.text': 'Vous êtes en route vers {app}. Si rien ne se passe, appuyez sur le bouton.',

  'form-post.title': 'Un instant',
  'form-post.text': 'Vous êtes en route. Si rien ne se passe, appuyez sur le bouton.',

  'outbox.title': 'Boîte d’envoi',
  'outbox.text': 'Pendant le développement, aucun e-mail ne quitte cet ordinateur. Ce qui aurait été envoyé est ici.',
  'outbox.empty': 'Rien n’a encore été envoyé.',
  'outbox.to': 'À {email}',
  'outbox.back': 'Tous les e-mails',

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
  'letter.already-registered.ignore':
    'Ce n’était pas vous\u202f? Alors vous n’avez rien à faire. Personne n’a appris que vous avez un compte.',
};
