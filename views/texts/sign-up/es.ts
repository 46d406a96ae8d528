import type { signUp as english } from './en.ts';

/** Texts of invitations, of a sign-up that goes on or is over, and of whose addresses are taken, in Spanish. */
export const signUp: Readonly<Record<keyof typeof english, string>> = {
  'sign-up.email.refused': 'Aquí no se pueden usar direcciones de este proveedor. Use otra.',
  'sign-up.email.not-allowed':
    'Aquí solo se pueden usar direcciones de ciertas organizaciones. Use una de ellas o pregunte a los responsables de este sitio.',
  'sign-up.email.disposable': 'Aquí no se pueden usar direcciones que duran poco. Use una duradera.',
  'sign-in.confirmed': 'Su dirección está confirmada. Inicie sesión para continuar.',
  'sign-up.form.over': 'Esta cuenta no se confirmó a tiempo. Rellene el formulario otra vez, por favor.',
  'message.sign-up-by-invitation.title': 'Necesita una invitación',
  'message.sign-up-by-invitation.text':
    'Las cuentas se crean con el enlace de una invitación. Pida una a los responsables de {brand}.',
  'invitation.title': 'Cree su cuenta',
  'invitation.text': 'Para {email}. El enlace que ha abierto confirma su dirección.',
  'message.invitation-accepted.title': 'Su cuenta está lista',
  'message.invitation-accepted.text': 'Inicie sesión con su dirección y la contraseña que acaba de elegir.',
  'message.invitation-used.title': 'Esta invitación ya se ha usado',
  'message.invitation-used.text': 'Su dirección tiene una cuenta. Inicie sesión con ella.',
  'message.invitation-withdrawn.title': 'Esta invitación se ha retirado',
  'message.invitation-withdrawn.text':
    'Ya no se puede crear una cuenta con ella. Pregunte a los responsables de {brand}.',
  'letter.invitation.subject': 'Le invitan a {brand}',
  'letter.invitation.text': 'Los responsables de {brand} le invitan a crear allí una cuenta para esta dirección.',
  'letter.invitation.button': 'Crear su cuenta',
  'letter.invitation.validity': 'El enlace sirve una vez, hasta el {until}.',
  'letter.invitation.ignore': '¿No lo esperaba? Entonces no tiene que hacer nada. Sin usted no habrá ninguna cuenta.',
};
