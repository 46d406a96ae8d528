import type { notMe as english } from './en.ts';

/** Texts of "this was not me", in Spanish. */
export const notMe: Readonly<Record<keyof typeof english, string>> = {
  'letter.notice.not-me': 'No he sido yo',
  'letter.notice.deny':
    'El enlace sirve una vez, hasta el {until}, y primero le muestra lo que hace: entre otras cosas, su contraseña deja de servir y le enviamos un enlace para elegir otra.',
  'letter.notice.deny-suspended':
    'El enlace sirve una vez, hasta el {until}, y primero le muestra lo que hace: entre otras cosas, su contraseña deja de servir. Su cuenta está suspendida: elegirá otra contraseña cuando los responsables de {brand} la abran de nuevo.',
  'letter.notice.deny-waits':
    'Su cuenta está suspendida, así que de momento no entra nadie, tampoco usted. Cuando los responsables de {brand} la abran de nuevo, el enlace sirve una vez, durante lo que quede de sus tres días, y primero le muestra lo que hace: entre otras cosas, su contraseña deja de servir y le enviamos un enlace para elegir otra.',
  'letter.notice.former':
    'Su cuenta tiene ahora otra dirección. Este mensaje va también a la anterior: su enlace deshace también ese cambio.',
  'letter.suspended':
    'Su cuenta está suspendida: hasta que los responsables de {brand} la abran de nuevo no entra nadie, y no se envía ningún enlace para elegir una contraseña nueva.',
  'letter.recover.not-me':
    'Nos ha dicho que algo en su cuenta no lo ha hecho usted. Por eso su contraseña y los segundos factores que llegaron desde entonces ya no sirven. Elija una contraseña nueva:',
  'letter.recover.later':
    '¿Es tarde para este enlace? «¿Ha olvidado su contraseña?» en la página de inicio de sesión envía otro. ¿No nos lo ha dicho usted? Entonces otra persona lee su correo: arréglelo primero.',
  'not-me.title': '¿No ha sido usted?',
  'not-me.what': 'Qué ha pasado',
  'not-me.then': 'Qué hace el botón',
  'not-me.then.restored': 'Su cuenta recupera la dirección {email}.',
  'not-me.then.living': 'Se cierra esta sesión, con todo lo que las aplicaciones obtuvieron allí.',
  'not-me.then.ended': 'Esta sesión ya está cerrada.',
  'not-me.then.everywhere': 'Se cierra la sesión de su cuenta en todas partes.',
  'not-me.then.password':
    'Su contraseña deja de servir, y le enviamos enseguida un mensaje con un enlace para elegir una nueva.',
  'not-me.then.password-suspended':
    'Su contraseña deja de servir. Su cuenta está suspendida, así que no le enviamos ningún enlace para elegir una nueva: lo hará cuando los responsables de {brand} la abran de nuevo.',
  'not-me.then.factors':
    'Los segundos factores, llaves de acceso y códigos de recuperación que llegaron con esto o desde entonces dejan de servir; los anteriores siguen. Si no queda ninguno, puede tardar unos días en entrar con un navegador nuevo.',
  'not-me.then.factors-of-three-days':
    'Los segundos factores, llaves de acceso y códigos de recuperación de los últimos tres días dejan de servir; los anteriores siguen. Si no queda ninguno, puede tardar unos días en entrar con un navegador nuevo.',
  'not-me.everywhere': 'Cerrar la sesión también en todas las demás partes',
  'not-me.submit': 'No he sido yo',
  'not-me.was-me': '¿Ha sido usted? Entonces cierre esta página. No se ha cambiado nada.',
  'message.secured.title': 'Su cuenta ya no está en otras manos',
  'message.secured.text':
    'Su contraseña ya no sirve. Un mensaje con un enlace para elegir una nueva está en camino; «¿Ha olvidado su contraseña?» en la página de inicio de sesión envía otro.',
  'message.email-restored-suspended.title': 'Su cuenta tiene otra vez su dirección anterior',
  'message.email-restored-suspended.text':
    'La contraseña ya no sirve. Su cuenta está suspendida, así que de momento no entra nadie, tampoco usted. Cuando los responsables de {brand} la abran de nuevo, elija una contraseña nueva con «¿Ha olvidado su contraseña?» en la página de inicio de sesión.',
  'message.not-me-waits.title': 'Su cuenta está suspendida',
  'message.not-me-waits.text':
    'De momento no entra nadie, tampoco usted, así que este enlace todavía no hace nada. Guarde el mensaje: cuando los responsables de {brand} abran su cuenta de nuevo, el enlace sirve durante lo que quede de sus tres días.',
  'message.not-me-done.title': 'Esto ya se ha dicho y hecho',
  'message.not-me-done.text':
    'Con este enlace ya se dijo que no fue usted, y lo que hace ya está hecho: la contraseña de entonces ya no sirve. Si desde entonces no ha elegido una nueva, «¿Ha olvidado su contraseña?» en la página de inicio de sesión le envía un enlace para ello.',
  'message.address-gone.title': 'La dirección anterior no puede volver',
  'message.address-gone.text':
    'Otra cuenta la tiene ya. En la suya se ha cerrado la sesión en todas partes, y la contraseña ya no sirve. Pero quien lea el correo de la dirección nueva puede elegir otra: si no es usted, dígaselo pronto a los responsables de {brand}.',
  'letter.email-left.subject': 'Su cuenta de {brand} ya no tiene esta dirección',
  'letter.email-left.text':
    'El cambio a esta dirección se deshizo el {when}, con un enlace que fue a la anterior. Su cuenta tiene otra vez la dirección anterior. Se ha cerrado la sesión de todos, la contraseña ya no sirve, y los mensajes sobre la cuenta ya no llegan aquí.',
  'letter.email-left.you': '¿Ha sido usted? Entonces no tiene que hacer nada.',
  'letter.email-left.not-you':
    '¿No ha sido usted? Entonces otra persona lee su correo en la dirección anterior. Arregle primero ese buzón. Después, «¿Ha olvidado su contraseña?» en la página de inicio de sesión envía un enlace allí, y puede cambiar la dirección otra vez. Si ha perdido ese buzón, dígaselo pronto a los responsables de {brand}.',
  'letter.email-left.button': 'Iniciar sesión',
  'history.secured': 'Se dijo con el enlace de un mensaje que algo no lo hizo usted; la contraseña ya no sirve',
};
