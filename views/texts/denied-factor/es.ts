import type { deniedFactor as english } from './en.ts';

/** Texts of a first second factor that "this was not me" has denied, in Spanish. */
export const deniedFactor: Readonly<Record<keyof typeof english, string>> = {
  'denied-factor.wait.title': 'Podrá iniciar sesión aquí más tarde',
  'denied-factor.wait.text':
    'Con el enlace de un mensaje se dijo que el segundo factor de esta cuenta no es de su titular. Por eso ya no sirve. Se quita el {when}: desde entonces aquí basta su contraseña. Esperamos para que no entre nadie que solo lea su correo.',
  'denied-factor.wait.known':
    'Ya puede entrar en un navegador en el que inició sesión al menos tres días antes de que se añadiera el segundo factor.',
  'denied-factor.wait.mine':
    '¿Es suyo el segundo factor? Entonces consérvelo con el enlace de nuestro mensaje sobre ello, y úselo aquí.',
  'denied-factor.known.title': '¿Es suyo el segundo factor?',
  'denied-factor.known.text':
    'Con el enlace de un mensaje se dijo que no lo es. Por eso ya no sirve, y se quita el {when}. Usted ya ha usado este navegador antes, así que puede decidirlo ahora.',
  'denied-factor.keep': 'Es mío: conservarlo',
  'denied-factor.take-away': 'No es mío: quitarlo',
  'letter.recover.denied':
    'El segundo factor de su cuenta ya no sirve, y se quita el {when}. Donde se pide un segundo factor, hasta entonces solo puede entrar en un navegador que ya haya usado antes: así no entra nadie que solo lea su correo.',
  'letter.factor-reset.denied':
    'Con el enlace «No he sido yo» de un mensaje se dijo que el segundo factor de su cuenta de {brand} no es suyo. Por eso ya no sirve, y se quita el {when}: desde entonces basta su contraseña nueva. En un navegador que ya haya usado antes puede entrar enseguida.',
  'letter.factor-reset.keep':
    '¿Es suyo, y no lo ha dicho usted? Entonces consérvelo, y volverá a servir. Otra persona lee su correo: arregle eso también.',
  'message.secured-waits.title': 'Su cuenta ya no está en otras manos',
  'message.secured-waits.text':
    'Su contraseña ya no sirve, y el segundo factor tampoco. Un mensaje con un enlace para elegir una contraseña nueva está en camino. Con ella puede entrar enseguida en un navegador que ya haya usado antes. En otros puede entrar a partir del {when}, si se pide un segundo factor: entonces se quita.',
  'message.email-restored-waits.title': 'Su cuenta tiene otra vez su dirección anterior',
  'message.email-restored-waits.text':
    'Su contraseña ya no sirve, y el segundo factor tampoco. Un mensaje con un enlace para elegir una contraseña nueva está en camino a esa dirección. Con ella puede entrar enseguida en un navegador que ya haya usado antes. En otros puede entrar a partir del {when}, si se pide un segundo factor: entonces se quita.',
  'stop-reset.denied.text':
    'Con el enlace «No he sido yo» de un mensaje se dijo que no son suyos. Por eso ya no sirven, y se quitan el {when}. Consérvelos solo si son suyos: entonces vuelven a servir.',
  'message.factors-kept.title': 'Sus segundos factores se quedan',
  'message.factors-kept.text':
    'Vuelven a servir. Si no ha dicho usted que no son suyos, otra persona lee su correo: arréglelo, y elija una contraseña nueva.',
  'reset.denied':
    'Sus segundos factores están a punto de quitarse, el {when}, porque con el enlace de un mensaje se dijo que no son suyos. Hasta entonces no sirven. ¿Son suyos? Entonces consérvelos.',
  'history.factors-denied': 'Segundos factores que, según se dijo, no son suyos esperan a ser quitados',
  'letter.factor-kept.subject': 'Un segundo factor de su cuenta de {brand} vuelve a servir',
  'letter.factor-kept.text':
    'El segundo factor del que usted dijo que no es suyo vuelve a servir. Alguien lo ha conservado con el enlace de nuestro mensaje sobre ello o con su contraseña.',
  'letter.factor-kept.not-you':
    '¿No ha sido usted? Entonces otra persona lee su correo, y quizá el factor sea suyo. Arregle primero su buzón. Después díganoslo con el enlace «No he sido yo»: el factor dejará de servir otra vez.',
  'letter.factor-kept-for-good.text':
    'El segundo factor del que se dijo que no es suyo vuelve a servir. Se ha conservado en un navegador que su cuenta conoce, o lo han conservado los responsables de {brand}.',
  'letter.denied-factor-gone.text':
    'Con el enlace «No he sido yo» de un mensaje se dijo que el segundo factor de su cuenta no es suyo. Nadie lo ha conservado, así que ahora se ha quitado. Desde ahora basta su contraseña para iniciar sesión; donde se exige un segundo factor, quien inicia sesión configura uno nuevo.',
  'letter.denied-factor-taken-away.text':
    'Con el enlace «No he sido yo» de un mensaje se dijo que el segundo factor de su cuenta no es suyo. Ahora se ha quitado, en un navegador que su cuenta conoce. Desde ahora basta su contraseña para iniciar sesión; donde se exige un segundo factor, quien inicia sesión configura uno nuevo.',
  'letter.denied-factor-gone.you':
    '¿Era el segundo factor que usted no quería? Entonces añada pronto uno suyo: hasta entonces entra quien sepa su contraseña.',
  'letter.denied-factor-gone.not-you':
    '¿Era suyo? Entonces otra persona lee su correo, o usa un navegador suyo. Arregle eso primero. Después díganoslo con el enlace «No he sido yo», elija una contraseña nueva y vuelva a añadir un segundo factor.',
  'not-me.then.factor-kept':
    'El segundo factor que se conservó deja de servir, y también las llaves de acceso y los códigos de recuperación que llegaron con él o después. Tras unos días en los que se puede conservar otra vez, se quita.',
  'not-me.then.recovery-codes':
    'Ninguno de sus códigos de recuperación sirve ya, tampoco los anteriores: los tiene otra persona. Cree otros cuando haya entrado. Si no le queda ningún otro segundo factor, le ayudan los responsables de {brand}.',
  'history.factors-kept': 'Se conservaron segundos factores de los que se dijo que no son suyos; vuelven a servir',
};
