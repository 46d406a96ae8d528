import type { passkeys as english } from './en.ts';

/** Texts of passkeys, in Spanish. */
export const passkeys: Readonly<Record<keyof typeof english, string>> = {
  'sign-in.passkey': 'Iniciar sesión con una llave de acceso',
  'sign-in.form.passkey-refused': 'Esta llave de acceso no funciona aquí. Use otra o su contraseña.',
  'sign-in.form.late': 'Ha tardado demasiado. Inténtelo de nuevo.',
  'sign-in.form.passkey-unverified':
    'Esta llave de acceso no comprueba que es usted. Escriba primero su contraseña; la llave de acceso es el paso siguiente.',
  'passkey.refused': 'Esta llave de acceso no funciona aquí. Inténtelo con otra.',
  'passkey.late': 'Ha tardado demasiado. Inténtelo de nuevo.',
  'passkey.stopped': 'No se ha enviado nada. Inténtelo de nuevo cuando quiera.',
  'sign-in.passkey.stopped':
    'No se ha enviado nada. Inténtelo de nuevo cuando quiera, o introduzca su contraseña: algunas llaves son solo el segundo paso.',
  'passkey.known': 'Ya hay allí una llave de acceso de su cuenta.',
  'passkey.unsupported': 'Este navegador no conoce las llaves de acceso.',
  'passkey.scripts': 'Las llaves de acceso necesitan JavaScript, y aquí está desactivado.',
  'factor.passkey.text': 'Use una llave de acceso o de seguridad de su cuenta.',
  'factor.passkey.submit': 'Usar la llave de acceso',
  'factor.passkey.instead': 'Usar una llave de acceso',
  'set-up-app.passkey': 'Usar en su lugar una llave de acceso',
  'set-up-passkey.title': 'Añadir una llave de acceso',
  'set-up-passkey.text':
    'Inicia sesión con el dedo, la cara o el bloqueo de su dispositivo. Una llave de acceso no se adivina, y ninguna página falsa puede sacársela.',
  'set-up-passkey.submit': 'Añadir la llave de acceso',
  'set-up-passkey.app': 'Usar en su lugar una aplicación de autenticación',
  'letter.passkey-added.subject': 'Se ha añadido una llave de acceso a su cuenta de {brand}',
  'letter.passkey-added.text':
    'Se ha añadido una llave de acceso a su cuenta. Quien la tenga puede identificarse con ella como usted.',
  'letter.passkey-removed.subject': 'Se ha quitado una llave de acceso de su cuenta de {brand}',
  'letter.passkey-removed.text': 'Se ha quitado una llave de acceso de su cuenta. Ya no abre su cuenta.',
  'letter.passkey-copied.subject': 'Puede que haya una copia de su llave de acceso de {brand}',
  'letter.passkey-copied.text':
    'Se ha rechazado una llave de acceso de su cuenta: cuenta cuántas veces se usa, y su cuenta ha retrocedido, como la de una copia.',
  'letter.passkey-copied.you':
    '¿Ha sido usted? Entonces quite esa llave de acceso y añada una nueva: a partir de ahora se rechaza.',
  'letter.passkey-copied.not-you': '¿No ha sido usted? Entonces quite ahora esa llave de acceso de su cuenta.',
  'security.passkeys': 'Llaves de acceso',
  'security.passkeys.off':
    'Con una llave de acceso inicia sesión sin contraseña: con el dedo, la cara o el bloqueo de su dispositivo.',
  'security.passkeys.on': 'Bastan para iniciar sesión. Después de su contraseña también se le pide una de ellas.',
  'security.passkeys.some':
    'Algunas de ellas bastan para iniciar sesión. Después de su contraseña también se le pide una de ellas.',
  'security.passkeys.second': 'Después de su contraseña se le pide una de ellas.',
  'security.passkeys.add': 'Añadir una llave de acceso',
  'passkey.synced': 'Puede estar en todos sus dispositivos',
  'passkey.bound': 'Solo donde se creó',
  'passkey.second': 'Solo después de su contraseña',
  'passkey.copied': 'Rechazada desde el {when}: puede que haya una copia. Quítela y añada una nueva.',
  'passkey.remove': 'Quitar esta llave de acceso',
  'devices.done.passkey-added': 'La llave de acceso se ha añadido.',
  'devices.done.passkey-removed': 'La llave de acceso se ha quitado.',
  'end.passkey.title': '¿Quitar esta llave de acceso?',
  'end.passkey.text': 'Ya no le deja entrar. Bórrela también en su dispositivo, o se le seguirá ofreciendo allí.',
  'history.passkey-added': 'Llave de acceso añadida',
  'history.passkey-removed': 'Llave de acceso quitada',
  'history.passkey-refused': 'Inicio de sesión sin terminar: la llave de acceso no se aceptó',
  'history.passkey-copied': 'Se ha rechazado una llave de acceso: puede que haya una copia',
  'device.method.passkey': 'llave de acceso',
};
