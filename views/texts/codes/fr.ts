/** Texts of codes that are sent by text message and by email, in French. */
export const codes = {
  'sms.code': '{code} est votre code pour {brand} sur {host}. Ne le donnez à personne.',
  'letter.factor-code.subject': 'Votre code pour {brand}',
  'letter.factor-code.text': 'Saisissez ce code sur {host}, là où vous l’avez demandé\u00a0:',
  'letter.factor-code.validity': 'Il fonctionne une fois, pendant {minutes, plural, one {# minute} other {# minutes}}.',
  'letter.factor-code.ignore':
    'Ce n’était pas vous\u202f? Alors quelqu’un connaît votre mot de passe\u00a0: changez-le maintenant. Ne donnez ce code à personne.',
  'factor.sms.text': 'Nous vous envoyons un code par SMS.',
  'factor.sms.sent':
    'Saisissez le code envoyé à votre numéro se terminant par {ending}. Il peut mettre une minute à arriver.',
  'factor.sms.undelivered':
    'Le code n’a pas pu être remis au numéro se terminant par {ending}. Réessayez ou choisissez un autre moyen.',
  'factor.sms.code': 'Code reçu par SMS',
  'factor.sms.instead': 'Recevoir un code par SMS',
  'factor.sms.send': 'Envoyer un code au numéro se terminant par {ending}',
  'factor.sms.again': 'Envoyer un nouveau code au numéro se terminant par {ending}',
  'factor.email.text': 'Nous envoyons un code à votre adresse e-mail.',
  'factor.email.sent': 'Saisissez le code envoyé à votre adresse e-mail. Il peut mettre une minute à arriver.',
  'factor.email.undelivered':
    'Le code n’a pas pu être remis à votre adresse e-mail. Réessayez ou choisissez un autre moyen.',
  'factor.email.code': 'Code reçu par e-mail',
  'factor.email.instead': 'Recevoir un code par e-mail',
  'factor.email.send': 'Envoyer un code',
  'factor.email.again': 'Envoyer un nouveau code',
  'factor.late': 'Ce code n’est plus valable. Demandez-en un nouveau.',
  'factor.pause': 'Un code vient d’être envoyé. Attendez {wait} avant d’en demander un autre.',
  'factor.refused': 'Aucun code ne peut être envoyé pour le moment. Réessayez plus tard ou choisissez un autre moyen.',
  'set-up-phone.title': 'Recevoir des codes par SMS',
  'set-up-phone.text':
    'Lors d’une connexion, nous envoyons un code à votre téléphone. Une clé d’accès ou une application d’authentification est plus sûre\u00a0: un numéro peut être détourné.',
  'set-up-phone.number': 'Numéro de téléphone',
  'set-up-phone.hint': 'Avec l’indicatif du pays, comme {code} …',
  'set-up-phone.countries':
    'Les numéros {count, plural, one {de ce pays} other {de ces pays}} peuvent être utilisés\u00a0: {countries}.',
  'set-up-phone.missing': 'Saisissez un numéro de téléphone.',
  'set-up-phone.invalid': 'Ce n’est pas un numéro de téléphone.',
  'set-up-phone.elsewhere':
    'Les numéros de ce pays ne peuvent pas être utilisés ici. Utilisez un autre numéro ou choisissez un autre moyen.',
  'set-up-phone.service':
    'Aucun code n’est envoyé aux numéros de ce type, comme les numéros surtaxés et les numéros de service. Utilisez un autre numéro ou choisissez un autre moyen.',
  'set-up-phone.refused':
    'Aucun code ne peut être envoyé à ce numéro pour le moment. Vérifiez-le, réessayez plus tard ou choisissez un autre moyen.',
  'set-up-phone.other': 'Utiliser un autre numéro',
  'set-up-email.title': 'Recevoir des codes par e-mail',
  'set-up-email.text':
    'Lors d’une connexion, nous envoyons un code à {email}. Une clé d’accès ou une application d’authentification est plus sûre\u00a0: qui lit vos e-mails reçoit aussi le code.',
  'set-up-code.submit': 'Configurer',
  'set-up-code.sms': 'Recevoir plutôt des codes par SMS',
  'set-up-code.email': 'Recevoir plutôt des codes par e-mail',
  'letter.phone-added.subject': 'Un numéro de téléphone a été ajouté à votre compte chez {brand}',
  'letter.phone-added.text':
    'Un numéro de téléphone a été ajouté à votre compte. Des codes pour vos connexions peuvent y être envoyés.',
  'letter.phone-removed.subject': 'Un numéro de téléphone a été retiré de votre compte chez {brand}',
  'letter.phone-removed.text': 'Un numéro de téléphone a été retiré de votre compte. Plus aucun code n’y est envoyé.',
  'letter.email-codes-added.subject': 'Les codes par e-mail ont été activés pour votre compte chez {brand}',
  'letter.email-codes-added.text': 'Désormais, un code peut être envoyé à cette adresse lors d’une connexion.',
  'letter.email-codes-removed.subject': 'Les codes par e-mail ont été désactivés pour votre compte chez {brand}',
  'letter.email-codes-removed.text': 'Plus aucun code de connexion n’est envoyé à cette adresse.',
  'security.phone': 'SMS au numéro se terminant par {ending}',
  'security.email-codes': 'Codes par e-mail',
  'security.add-phone': 'Ajouter un numéro de téléphone',
  'security.add-email': 'Recevoir des codes par e-mail',
  'security.unsent.off': 'Plus aucun code n’est envoyé de cette façon. Ajoutez autre chose.',
  'security.unsent.letter':
    'Votre mot de passe a été défini par e-mail\u00a0: ils ne comptent pas à côté de lui. Changez-le ici ou ajoutez autre chose.',
  'security.unsent.reset':
    'Votre adresse a été changée par les responsables\u00a0: les codes qui y sont envoyés ne comptent pas. Changez votre mot de passe ici ou ajoutez autre chose.',
  'devices.done.phone-added': 'Le numéro de téléphone est ajouté.',
  'devices.done.phone-removed': 'Le numéro de téléphone est retiré.',
  'devices.done.email-codes-added': 'Vous pouvez recevoir des codes par e-mail.',
  'devices.done.email-codes-removed': 'Vous ne recevez plus de codes par e-mail.',
  'end.phone.title': 'Retirer le numéro de téléphone\u202f?',
  'end.phone.text': 'Les codes envoyés à ce numéro ne vous laisseront plus entrer.',
  'end.email-codes.title': 'Désactiver les codes par e-mail\u202f?',
  'end.email-codes.text': 'Les codes envoyés à votre adresse ne vous laisseront plus entrer.',
  'history.phone-added': 'Numéro de téléphone ajouté',
  'history.phone-removed': 'Numéro de téléphone retiré',
  'history.email-codes-added': 'Codes par e-mail activés',
  'history.email-codes-removed': 'Codes par e-mail désactivés',
};
