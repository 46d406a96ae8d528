import type { signUp as english } from './en.ts';

/** Texts of invitations, of a sign-up that goes on or is over, and of whose addresses are taken, in French. */
export const signUp: Readonly<Record<keyof typeof english, string>> = {
  'sign-up.email.refused': 'Les adresses de ce fournisseur ne sont pas acceptées ici. Utilisez-en une autre.',
  'sign-up.email.not-allowed':
    'Seules les adresses de certaines organisations sont acceptées ici. Utilisez-en une, ou demandez aux responsables de ce site.',
  'sign-up.email.disposable':
    'Les adresses qui ne durent qu’un moment ne sont pas acceptées ici. Utilisez-en une durable.',
  'sign-in.confirmed': 'Votre adresse est confirmée. Connectez-vous pour continuer.',
  'sign-up.form.over': 'Ce compte n’a pas été confirmé à temps. Veuillez remplir le formulaire encore une fois.',
  'message.sign-up-by-invitation.title': 'Il vous faut une invitation',
  'message.sign-up-by-invitation.text':
    'Les comptes se créent par le lien d’une invitation. Demandez-en une aux responsables de {brand}.',
  'invitation.title': 'Créez votre compte',
  'invitation.text': 'Pour {email}. Le lien que vous avez ouvert confirme votre adresse.',
  'message.invitation-accepted.title': 'Votre compte est créé',
  'message.invitation-accepted.text': 'Connectez-vous avec votre adresse et le mot de passe que vous venez de choisir.',
  'message.invitation-used.title': 'Cette invitation a été utilisée',
  'message.invitation-used.text': 'Votre adresse a un compte. Connectez-vous avec lui.',
  'message.invitation-withdrawn.title': 'Cette invitation a été retirée',
  'message.invitation-withdrawn.text':
    'Elle ne permet plus de créer un compte. Adressez-vous aux responsables de {brand}.',
  'letter.invitation.subject': 'Vous êtes invité à rejoindre {brand}',
  'letter.invitation.text': 'Les responsables de {brand} vous invitent à y créer un compte pour cette adresse.',
  'letter.invitation.button': 'Créer votre compte',
  'letter.invitation.validity': 'Le lien fonctionne une fois, jusqu’au {until}.',
  'letter.invitation.ignore':
    'Vous ne vous y attendiez pas\u202f? Alors vous n’avez rien à faire. Sans vous, aucun compte ne sera créé.',
};
