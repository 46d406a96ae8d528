import type { resets as english } from './en.ts';

/** Texts of what an admin starts for who has lost something, and how it is stopped, in Spanish. */
export const resets: Readonly<Record<keyof typeof english, string>> = {
  'stop-reset.factors.title': '¿Conservar sus segundos factores?',
  'stop-reset.factors.text':
    'Los responsables están a punto de quitarlos, el {when}, porque alguien dijo que se han perdido.',
  'stop-reset.factors.submit': 'Conservarlos',
  'message.reset-stopped.title': 'Sus segundos factores se quedan',
  'message.reset-stopped.text':
    'No se ha quitado nada. Si no lo pidió usted, puede que alguien sepa su contraseña: cámbiela.',
  'letter.factor-reset.subject': 'Los segundos factores de su cuenta de {brand} están a punto de quitarse',
  'letter.factor-reset.text':
    'Alguien ha pedido a los responsables de {brand} que quiten todos los segundos factores de su cuenta, porque se han perdido. Ocurrirá el {when}. Hasta entonces no cambia nada.',
  'letter.factor-reset.not-you': '¿No ha sido usted? Entonces deténgalo.',
  'letter.factor-reset.button': 'Conservar mis segundos factores',
  'letter.factors-reset.subject': 'Se han quitado los segundos factores de su cuenta de {brand}',
  'letter.factors-reset.text':
    'Los responsables de {brand} han quitado todos los segundos factores de su cuenta, también las llaves de acceso y los códigos de recuperación. Se les dijo que se habían perdido, le escribimos sobre ello y el plazo para detenerlo ha pasado. Desde ahora basta su contraseña para iniciar sesión; donde se exige un segundo factor, quien inicia sesión configura uno nuevo.',
  'letter.factors-reset.you':
    '¿Lo quería usted? Entonces añada pronto otro segundo factor: hasta entonces entra quien sepa su contraseña.',
  'letter.factors-reset.not-you':
    '¿No lo quería usted? Entonces puede que alguien vaya detrás de su cuenta. Díganoslo enseguida con el enlace «No he sido yo» y avise a los responsables de {brand}. Elija una contraseña nueva y vuelva a añadir un segundo factor.',
  'not-me.then.factors-reset':
    'Los segundos factores, llaves de acceso y códigos de recuperación que se añadieron desde entonces dejan de servir, y los que se quitaron no vuelven. Puede tardar unos días en entrar con un navegador nuevo.',
  'devices.done.reset-stopped': 'Sus segundos factores se quedan.',
  'history.reset-started': 'Los responsables de {brand} han empezado a quitar sus segundos factores',
  'history.reset-stopped': 'Se detuvo la retirada de sus segundos factores',
  'history.factors-reset': 'Se quitaron todos los segundos factores',
  'reset.factors':
    'Todos sus segundos factores están a punto de quitarse, el {when}, porque alguien dijo a los responsables que se han perdido. ¿No ha sido usted? Entonces consérvelos.',
  'reset.email':
    'Su cuenta está a punto de recibir la dirección {email}, el {when}, porque alguien dijo a los responsables que su buzón se ha perdido. ¿No ha sido usted? Entonces conserve la que tiene.',
  'stop-reset.email.title': '¿Conservar la dirección de su cuenta?',
  'stop-reset.email.text':
    'Los responsables están a punto de cambiarla, el {when}, porque alguien dijo que su buzón se ha perdido.',
  'stop-reset.email.submit': 'Conservar la dirección',
  'message.email-reset-stopped.title': 'La dirección de su cuenta sigue igual',
  'message.email-reset-stopped.text':
    'No se ha cambiado nada. Si no lo pidió usted, alguien va detrás de su cuenta: dígaselo a los responsables.',
  'confirm-address.title': '¿Usar esta dirección para su cuenta?',
  'confirm-address.text':
    'Se pidió a los responsables de {brand} que den a una cuenta la dirección {email}, porque su buzón se ha perdido. ¿Ha sido usted? Entonces confírmela. Será la dirección de su cuenta a partir del {when}.',
  'confirm-address.submit': 'Es para mi cuenta',
  'confirm-address.not-you':
    '¿No ha sido usted? Entonces no la confirme: la cuenta de otra persona tendría su dirección.',
  'message.address-confirmed.title': 'Su dirección está confirmada',
  'message.address-confirmed.text':
    'Cuando pase el plazo, si nadie lo ha detenido, su cuenta tiene esta dirección, y le escribimos a ella. Hasta entonces no cambia nada.',
  'letter.email-reset.subject': 'La dirección de su cuenta de {brand} está a punto de cambiar',
  'letter.email-reset.text':
    'Alguien ha pedido a los responsables de {brand} que den a su cuenta otra dirección de correo, porque su buzón se ha perdido. Ocurrirá el {when}. Hasta entonces no cambia nada.',
  'letter.email-reset.not-you': '¿No ha sido usted? Entonces deténgalo.',
  'letter.email-reset.button': 'Conservar la dirección',
  'letter.email-reset-new.subject': 'Confirme esta dirección para su cuenta de {brand}',
  'letter.email-reset-new.text':
    'Se pidió a los responsables de {brand} que den a una cuenta esta dirección, porque su buzón se ha perdido. ¿Ha sido usted? Entonces confírmela, hasta el {when}. Desde ese momento es la dirección de su cuenta.',
  'letter.email-reset-new.button': 'Confirmar la dirección',
  'letter.email-reset-new.not-you': '¿No ha sido usted? Entonces no la confirme. Este enlace detiene el cambio:',
  'letter.email-reset-done.subject': 'Su cuenta de {brand} tiene ahora esta dirección',
  'letter.email-reset-done.text':
    'Se ha cerrado su sesión en todas partes. Inicie sesión con esta dirección y su contraseña. ¿También la ha perdido? «¿Ha olvidado su contraseña?» en la página de inicio de sesión envía un enlace aquí. Si su cuenta todavía tiene segundos factores, se piden como antes; los códigos por correo ya no cuentan como uno en esta dirección.',
  'letter.email-reset-done.button': 'Iniciar sesión',
  'letter.email-given.text':
    'Los responsables de {brand} han dado a su cuenta otra dirección en lugar de esta, porque alguien les dijo que este buzón se había perdido. Le escribimos sobre ello y el plazo para detenerlo ha pasado.',
  'sms.reset.factors':
    '{brand}: alguien nos ha pedido quitar los segundos factores de su cuenta. ¿No ha sido usted? Deténgalo: {link}',
  'sms.reset.email':
    '{brand}: alguien nos ha pedido cambiar la dirección de correo de su cuenta. ¿No ha sido usted? Deténgalo: {link}',
  'devices.done.email-reset-stopped': 'La dirección de su cuenta sigue igual.',
  'history.email-reset-started': 'Los responsables de {brand} han empezado a cambiar su dirección de correo',
  'history.email-reset-confirmed': 'Se confirmó la dirección de correo que va a recibir su cuenta',
  'history.email-reset-stopped':
    'El cambio de su dirección de correo por los responsables de {brand} se detuvo, o no pudo hacerse',
  'letter.reset-stopped.subject': 'Los segundos factores de su cuenta de {brand} se quedan',
  'letter.reset-stopped.text':
    'Los responsables de {brand} estaban a punto de quitar todos los segundos factores de su cuenta. Alguien lo ha detenido.',
  'letter.reset-stopped.not-you':
    '¿No ha sido usted, y todavía lo espera? Entonces dígaselo a los responsables de {brand}: puede que otra persona lea su correo o sus SMS o haya iniciado sesión en su cuenta. El enlace «No he sido yo» cierra la sesión de todos.',
  'letter.email-reset-stopped.subject': 'La dirección de su cuenta de {brand} sigue igual',
  'letter.email-reset-stopped.text':
    'Los responsables de {brand} estaban a punto de dar a su cuenta otra dirección de correo. Alguien lo ha detenido.',
  'letter.email-reset-over.subject': 'Su cuenta de {brand} no recibe esta dirección',
  'letter.email-reset-over.text':
    'Usted confirmó esta dirección para su cuenta de {brand}. El cambio se detuvo, o no pudo hacerse: la cuenta sigue como está.',
  'letter.email-reset-over.not-you':
    '¿Todavía lo espera, y no lo ha detenido usted? Entonces dígaselo a los responsables de {brand}: puede que otra persona lea el correo o los SMS de su cuenta o haya iniciado sesión en ella.',
};
