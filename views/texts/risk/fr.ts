import type { risk as english } from './en.ts';

/** French. */
export const risk: Readonly<Record<keyof typeof english, string>> = {
  'signal.newDevice': 'un nouvel appareil',
  'signal.newCountry': 'un nouveau pays',
  'signal.impossibleTravel': 'un lieu trop éloigné pour s’y être rendu depuis la dernière fois',
  'signal.badNetwork': 'un réseau de mauvaise réputation',
  'signal.unusualHour': 'une heure inhabituelle',
  'signal.between': '{signal} ({from} → {to})',

  'history.signed-in.unlike': 'Connexion différente des précédentes\u00a0: {signals}',
  'history.signed-in.spared': 'Connexion sans le second facteur, que cet appareil a retenu\u00a0: {device}',
  'history.sign-in-refused.unlike': 'Connexion arrêtée, car différente des précédentes\u00a0: {signals}',
  'history.factor-asked': 'Second facteur demandé lors d’une connexion différente des précédentes\u00a0: {signals}',
  'history.factor-first-used': 'Première utilisation sur {device}\u00a0: {factor}',
  'history.factor-remembered': 'Le second facteur n’est plus demandé pendant un temps\u00a0: {device}',
  'history.factor-forgotten': 'Le second facteur est de nouveau demandé\u00a0: {device}',

  'second-factor.app': 'application d’authentification',
  'second-factor.passkey': 'clé d’accès',
  'second-factor.sms': 'code par SMS',
  'second-factor.email': 'code par e-mail',
  'second-factor.recovery-code': 'code de secours',
  'second-factor.other': 'un autre second facteur',

  'factor.remember':
    'Ne plus le demander dans ce navigateur pendant {time}. Seulement sur un appareil qui n’est qu’à vous.',
  'device.remembers': 'Second facteur non demandé jusqu’au {when}',
  'device.forget': 'Demander de nouveau le second facteur',
  'security.remembering': 'Où il n’est pas demandé',
  'security.remembering.text': 'Dans ces navigateurs, votre mot de passe suffit jusqu’à ce que le temps soit écoulé.',
  'security.remembering.until': 'Jusqu’au {when}',
  'security.forget': 'Redemander',
  'security.forget.label': 'Redemander\u00a0: {device}',
  'devices.done.forgotten': 'Le second facteur y sera désormais demandé.',

  'error.sign-in-blocked.title': 'Nous avons arrêté cette connexion',
  'error.sign-in-blocked.text':
    'Elle est trop différente des précédentes. Réessayez depuis un appareil, un lieu ou un réseau que vous avez déjà utilisé. Si ce n’est pas possible, adressez-vous aux responsables de ce service.',

  'letter.unlike': 'Ce qui différait\u00a0: {signals}.',
  'letter.new-device.factor': 'Moyen utilisé pour cela\u00a0: {factor}.',
  'letter.device-again.subject': 'Un appareil est de nouveau connecté à {brand}',
  'letter.device-again.text':
    'Quelqu’un s’est connecté à votre compte sur un appareil où il avait déjà été utilisé et qu’il ne connaissait plus. Il en est ainsi après un nouveau mot de passe ou une déconnexion depuis un autre endroit, par exemple.',
  'letter.ended-device-again.text':
    'Quelqu’un s’est connecté à votre compte sur un appareil où il avait déjà été utilisé et d’où il avait été déconnecté depuis un autre endroit.',
  'letter.unusual-sign-in.subject': 'Une connexion à {brand} différait des précédentes',
  'letter.unusual-sign-in.text': 'Quelqu’un s’est connecté à votre compte, et pas comme vous d’habitude.',
  'letter.sign-in-blocked.subject': 'Nous avons arrêté une connexion à {brand}',
  'letter.sign-in-blocked.text':
    'Quelqu’un a voulu se connecter à votre compte avec votre mot de passe ou une autre preuve juste. Cette connexion était trop différente des vôtres, nous ne l’avons donc pas acceptée.',
  'letter.sign-in-blocked.you':
    'C’était vous\u202f? Alors réessayez depuis un appareil, un lieu ou un réseau que vous avez déjà utilisé.',
  'letter.factor-first-used.subject': 'Une méthode de connexion a été utilisée sur un autre appareil auprès de {brand}',
  'letter.factor-first-used.text':
    'Quelqu’un s’est connecté à votre compte et a prouvé pour la première fois sur cet appareil\u00a0: {factor}.',
};
