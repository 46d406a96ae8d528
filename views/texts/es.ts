import { account } from './account/es.ts';
import { admin } from './admin/es.ts';
import { codes } from './codes/es.ts';
import { deniedFactor } from './denied-factor/es.ts';
import { notMe } from './not-me/es.ts';
import { passkeys } from './passkeys/es.ts';
import { resets } from './resets/es.ts';
import { risk } from './risk/es.ts';
import { signUp } from './sign-up/es.ts';
import type { Language } from './en.ts';

export const es: Language = {
  'language.name': 'Español',

  'page.title': '{title} · {brand}',
  'page.title.error': 'Error: {title} · {brand}',
  'page.languages': 'Idioma',
  'page.for-app': 'para continuar a {app}',
  'page.signed-in-as': 'Ha iniciado sesión como',
  'page.back-to-app': 'Volver a {app}',
  'page.cancel': 'Cancelar',

  'field.email': 'Correo electrónico',
  'field.password': 'Contraseña',
  'field.name': 'Su nombre',
  'field.optional': 'opcional',
  'field.code': 'Código del correo',

  'next.app': 'Continuar a {app}',
  'next.continue': 'Continuar',
  'next.sign-in': 'Iniciar sesión',
  'next.sign-up': 'Crear una cuenta',
  'next.try-again': 'Intentar de nuevo',
  'next.start': 'Ir a la página de inicio',
  'next.account': 'Ir a su cuenta',
  'next.new-link': 'Recibir un enlace nuevo',

  'sign-in.title': 'Iniciar sesión',
  'sign-in.submit': 'Iniciar sesión',
  'sign-in.remember': 'Mantener la sesión abierta',
  'sign-in.again.title': '¿Sigue siendo usted?',
  'sign-in.again.text': 'Introduzca su contraseña una vez más, por favor.',
  'sign-in.new-here': '¿Es la primera vez que viene?',
  'sign-in.sign-up': 'Crear una cuenta',
  'sign-in.another': 'Usar otra cuenta',
  'sign-in.identifier.missing': 'Introduzca su correo electrónico.',
  'sign-in.password.missing': 'Introduzca su contraseña.',
  'sign-in.form.wrong': 'El correo electrónico o la contraseña no son correctos. Compruebe ambos e inténtelo de nuevo.',
  'sign-in.form.wrong-password': 'La contraseña no es correcta. Compruébela e inténtelo de nuevo.',
  'sign-in.form.busy': 'Hay mucha actividad en este momento. Inténtelo de nuevo en un instante, por favor.',
  'sign-in.form.other-account':
    'La aplicación pide otra cuenta que la que tiene la sesión abierta aquí. Inicie sesión con esa.',

  'wait.minutes':
    'Ha habido demasiados intentos. Espere {minutes, plural, one {un minuto} many {# de minutos} other {# minutos}} e inténtelo de nuevo.',
  'wait.hours':
    'Ha habido demasiados intentos. Espere {hours, plural, one {una hora} many {# de horas} other {# horas}} e inténtelo de nuevo. En un navegador en el que ya haya iniciado sesión puede que funcione enseguida.',

  'pass.title': 'Un momento, por favor',
  'pass.text':
    'Ha habido muchos intentos aquí, quizá de otras personas. Así nos aseguramos de que usted no es un programa.',
  'pass.working': 'Su navegador está haciendo un pequeño cálculo. Tarda unos segundos.',
  'pass.done': 'Listo. Puede continuar.',
  'pass.queue': 'Sin JavaScript puede esperar su turno. Tarda uno o dos minutos.',
  'pass.queue.submit': 'Esperar mi turno',
  'pass.ticket':
    'Será su turno dentro de {wait}. Deje esta página abierta hasta entonces y continúe en los cinco minutos siguientes.',
  'pass.not-passed': 'No ha funcionado: era demasiado tarde o ya se había usado. Hágalo otra vez, por favor.',
  'pass.queue-full': 'Ya hay muchas personas esperando. Inténtelo de nuevo dentro de un minuto.',
  'pass.back': 'Volver',

  'sign-up.title': 'Crear su cuenta',
  'sign-up.submit': 'Crear cuenta',
  'sign-up.password.hint':
    'Al menos {minimum, plural, one {# carácter} many {# de caracteres} other {# caracteres}}. Unas cuantas palabras que solo a usted se le ocurriría juntar funcionan bien.',
  'sign-up.have-account': '¿Ya tiene una cuenta?',
  'sign-up.sign-in': 'Iniciar sesión',
  'sign-up.name.too-long': 'Este nombre es demasiado largo. Acórtelo, por favor.',
  'sign-up.email.missing': 'Introduzca su correo electrónico.',
  'sign-up.email.invalid': 'Esta dirección no está completa. Debe ser como nombre@example.com.',
  'sign-up.password.missing': 'Elija una contraseña.',
  'sign-up.password.too-short':
    'Esta contraseña es demasiado corta. Use al menos {minimum, plural, one {# carácter} many {# de caracteres} other {# caracteres}}.',
  'sign-up.password.too-long': 'Esta contraseña es demasiado larga. Acórtela, por favor.',
  'sign-up.password.common': 'Muchas personas usan esta contraseña, así que es fácil de adivinar. Elija otra.',
  'sign-up.password.like-email': 'Esta contraseña se parece demasiado a su correo electrónico. Elija otra.',
  'sign-up.password.like-name':
    'Esta contraseña es poco más que el nombre de este sitio o de la aplicación. Elija otra.',
  'sign-up.password.guessable':
    'Esta contraseña se adivina enseguida. Hágala más larga: tres o cuatro palabras que no tengan nada que ver entre sí funcionan bien.',
  'sign-up.password.breached':
    'Esta contraseña ha aparecido en una filtración de datos, así que otras personas pueden conocerla. Elija otra y cámbiela en todos los sitios donde la use.',
  'sign-up.form.busy': 'Hay mucha actividad en este momento. Inténtelo de nuevo en un instante, por favor.',

  'confirm-email.title': 'Revise su correo',
  'confirm-email.text': 'Hemos escrito a {email}. Introduzca el código de ese correo o abra el enlace que contiene.',
  'confirm-email.submit': 'Confirmar dirección',
  'confirm-email.nothing-there': '¿No ha llegado nada? Mire también en la carpeta de correo no deseado.',
  'confirm-email.resend': 'Enviar de nuevo',
  'confirm-email.resent': 'Lo hemos enviado de nuevo. Puede tardar un minuto en llegar.',
  'confirm-email.change': 'Usar otra dirección',
  'confirm-email.outbox': 'Durante el desarrollo ningún correo sale de este equipo.',
  'confirm-email.outbox.open': 'Abrir la bandeja de salida',
  'confirm-email.code.missing': 'Introduzca el código del correo.',
  'confirm-email.code.wrong': 'Este no es el código. Compárelo con nuestro correo más reciente.',
  'confirm-email.code.expired': 'Este código es demasiado antiguo. Pida uno nuevo.',
  'confirm-email.code.too-many': 'Ha habido demasiados intentos con este código. Pida uno nuevo.',

  'confirm-link.title': 'Confirmar su dirección',
  'confirm-link.text': 'Un paso más y sabremos que {email} es suya.',
  'confirm-link.password.text':
    'Ha abierto el enlace en un navegador distinto de aquel en el que empezó a crear la cuenta. Introduzca la contraseña que eligió para {email}, y así sabremos que es usted.',
  'confirm-link.submit': 'Confirmar dirección',
  'confirm-link.password.missing': 'Introduzca la contraseña que eligió al crear la cuenta.',
  'confirm-link.password.wrong': 'Esta no es la contraseña que eligió al crear la cuenta. Inténtelo de nuevo.',
  'confirm-link.password.too-many': 'Ha habido demasiados intentos. Espere unos minutos e inténtelo de nuevo.',

  'link-expired.title': 'Este enlace ya no funciona',
  'link-expired.text': 'Es demasiado antiguo, ya se usó o un correo más reciente lo ha sustituido.',

  'factor.title': 'Un paso más',
  'factor.submit': 'Continuar',
  'factor.app.text': 'Escriba el código que su aplicación de autenticación muestra ahora.',
  'factor.app.code': 'Código de la aplicación',
  'factor.app.instead': 'Usar la aplicación de autenticación',
  'factor.recovery-code.text': 'Escriba uno de los códigos de recuperación que guardó. Cada uno sirve una vez.',
  'factor.recovery-code.code': 'Código de recuperación',
  'factor.recovery-code.instead': 'Usar un código de recuperación',
  'factor.missing': 'Escriba el código.',
  'factor.wrong': 'Este código no es correcto, o ya se usó. Escriba uno nuevo.',
  'factor.wait': 'Hubo demasiados códigos incorrectos. Espere {wait} e inténtelo de nuevo.',
  'set-up-app.title': 'Configurar una aplicación de autenticación',
  'set-up-app.text': 'Desde ahora demuestra con su teléfono que es usted. Una contraseña robada ya no sirve de nada.',
  'set-up-app.get': 'Abra una aplicación de autenticación en su teléfono, o instale una.',
  'set-up-app.scan': 'Escanee esta imagen con ella.',
  'set-up-app.qr': 'Código QR para la aplicación de autenticación',
  'set-up-app.here': 'Abrirla en este dispositivo',
  'set-up-app.type': 'O escriba esta clave en la aplicación:',
  'set-up-app.enter': 'Escriba el código que muestra la aplicación.',
  'set-up-app.submit': 'Configurar',
  'set-up-app.later': 'Ahora no',
  'set-up-app.until': 'Puede aplazarlo hasta el {when}.',
  'set-up.required.second-factor': '{who} exige un segundo factor.',
  'set-up.required.passkey': '{who} exige una llave de acceso.',
  'recovery-codes.title': 'Guarde estos códigos',
  'recovery-codes.text':
    'Si pierde aquello con lo que inicia sesión, cada uno le deja entrar una vez. Imprima esta página o anótelos, y guárdelos donde guarda lo importante.',
  'recovery-codes.once': 'Solo se muestran ahora.',
  'recovery-codes.kept': 'Los he guardado',
  'codes-shown.title': '¿Ha guardado sus códigos?',
  'codes-shown.text':
    'Se mostraron una vez y no se pueden volver a mostrar. Si no los ha guardado, cree otros nuevos: los anteriores dejarán de servir.',

  'sign-in.recover': '¿Ha olvidado su contraseña?',
  'recover.title': '¿Ha olvidado su contraseña?',
  'recover.text': 'Escriba su dirección de correo y le enviaremos un enlace para elegir una nueva.',
  'recover.form.too-many': 'Hubo demasiados mensajes. Espere una hora e inténtelo de nuevo.',
  'recover.submit': 'Enviar enlace',
  'recover.back': 'Volver al inicio de sesión',
  'recover-sent.title': 'Mire su correo',
  'recover-sent.text':
    'Si {email} tiene una cuenta aquí, hay un mensaje en camino. El enlace que lleva sirve durante {minutes, plural, one {# minuto} other {# minutos}}.',
  'recover-sent.nothing':
    '¿No hay nada? Mire también en el correo no deseado, y compruebe que es la dirección de su cuenta.',
  'new-password.title': 'Elija una contraseña nueva',
  'new-password.text': 'Para la cuenta de {email}.',
  'new-password.submit': 'Guardar contraseña',
  'new-password.ends': 'Después se cierra su sesión en todas partes, y la inicia con la nueva.',
  'message.password-reset.title': 'Su contraseña nueva está guardada',
  'message.password-reset.text': 'Úsela desde ahora para iniciar sesión.',
  'letter.recover.subject': 'Elija una contraseña nueva para {brand}',
  'letter.recover.text': 'Alguien ha pedido un enlace para elegir una contraseña nueva para su cuenta.',
  'letter.recover.button': 'Elegir una contraseña nueva',
  'letter.recover.validity': 'El enlace sirve una vez, durante {minutes, plural, one {# minuto} other {# minutos}}.',
  'letter.recover.ignore': '¿No ha sido usted? Entonces no tiene que hacer nada: su contraseña sigue como está.',

  'letter.new-email.subject': '{code} es su código de {brand}',
  'letter.new-email.text': 'Quiere usar esta dirección para su cuenta. Escriba este código donde lo pidió:',
  'letter.new-email.validity': 'Sirve durante {minutes, plural, one {# minuto} other {# minutos}}.',
  'letter.new-email.ignore':
    '¿No ha sido usted? Entonces no tiene que hacer nada: ninguna cuenta obtiene su dirección sin este código. No se lo dé a nadie.',
  'letter.email-changed.subject': 'Su cuenta de {brand} tiene ahora otra dirección de correo',
  'letter.email-changed.text': 'Esta dirección ya no pertenece a su cuenta: otra ha ocupado su lugar.',
  'letter.email-changed.not-you':
    '¿No ha sido usted? Entonces deshaga el cambio: su cuenta recupera esta dirección, y se cierra la sesión de todos.',
  'message.email-restored.title': 'Su cuenta tiene otra vez su dirección anterior',
  'message.email-restored.text':
    'Se ha cerrado la sesión de todos, y la contraseña ya no sirve. Un mensaje con un enlace para elegir una nueva está en camino a esta dirección; «¿Ha olvidado su contraseña?» en la página de inicio de sesión envía otro.',

  'consent.title': '{app} pide usar su cuenta',
  'consent.more.title': '{app} pide algo más',
  'consent.more.text': 'Usted ya permitió a {app} usar su cuenta. Esto sería nuevo:',
  'consent.about-you': 'Sobre usted',
  'consent.away': 'Mientras no está',
  'consent.others': 'Además',
  'consent.allow': 'Permitir',
  'consent.deny': 'No permitir',
  'consent.another': 'Usar otra cuenta',
  'consent.returns-to': 'Después continuará en {host}.',
  'consent.each-time':
    'Se le pregunta cada vez porque otra aplicación de su dispositivo podría hacerse pasar por {app}.',
  'consent.privacy': 'Política de privacidad',
  'consent.terms': 'Condiciones de uso',
  'consent.homepage': 'Sitio web',

  'scope.openid': 'Reconocerle cuando vuelva',
  'scope.profile': 'Ver su nombre y su perfil',
  'scope.email': 'Ver su correo electrónico',
  'scope.phone': 'Ver su número de teléfono',
  'scope.address': 'Ver su dirección postal',
  'scope.offline_access': 'Conservar este acceso cuando no use la aplicación, hasta que usted lo retire',
  'scope.devices-read': 'Ver dónde tiene la sesión abierta y con qué aplicaciones',
  'scope.devices-end': 'Cerrar su sesión, en un dispositivo o en todos',

  'choose-account.title': 'Elegir una cuenta',
  'choose-account.password': 'pide su contraseña',
  'choose-account.another': 'Usar otra cuenta',
  'choose-account.only':
    'La aplicación pide esta cuenta y no la que ha elegido. Continúe con ella o vuelva a la aplicación.',

  'sign-out.title': '¿Quiere cerrar la sesión?',
  'sign-out.text': 'Se cerrará su sesión en las aplicaciones que ha abierto con {brand} en este navegador.',
  'sign-out.text.app':
    'Se cerrará su sesión en {app} y en las demás aplicaciones que ha abierto con {brand} en este navegador.',
  'sign-out.text.unmeant':
    '{app} pidió cerrar la sesión de una cuenta que no está abierta en este navegador. La que está abierta es esta:',
  'sign-out.by-themselves':
    'Aplicaciones que mantienen la sesión por sí mismas, hasta que usted la cierre en «Sus dispositivos»: {apps}.',
  'sign-out.others':
    'También con la sesión abierta en este navegador. Eso no cambia, salvo que cierre la sesión de todas las cuentas.',
  'sign-out.submit': 'Cerrar sesión',
  'sign-out.stay': 'Mantener la sesión',
  'sign-out.all': 'Cerrar la sesión de todas las cuentas',

  'signed-out.title': 'Ha cerrado la sesión',
  'signed-out.title.in-place': 'Aquí sigue habiendo una sesión abierta',
  'signed-out.text': 'Puede cerrar esta página.',
  'signed-out.text.in-place': 'En este navegador pueden abrir aplicaciones sin contraseña:',
  'signed-out.text.others':
    'En este navegador alguien sigue con la sesión abierta y se puede elegir aquí sin contraseña:',

  'error.bad-request.title': 'No ha funcionado',
  'error.bad-request.text':
    'La aplicación envió una solicitud que no podemos atender. Vuelva a ella e inténtelo de nuevo.',
  'error.unknown-client.title': 'No conocemos esta aplicación',
  'error.unknown-client.text':
    'La aplicación que le ha enviado aquí no está registrada o ya no lo está. Avise a sus responsables, por favor.',
  'error.redirect-uri.title': 'No le enviamos allí',
  'error.redirect-uri.text':
    'La aplicación quiere que continúe en una dirección que no está registrada para ella. Para proteger su cuenta, nos detenemos aquí. Avise a los responsables de la aplicación, por favor.',
  'error.not-found.title': 'Aquí no hay nada',
  'error.not-found.text': 'Compruebe la dirección o vuelva a la aplicación de la que viene.',
  'error.method.title': 'Esta página no puede hacer eso',
  'error.method.text': 'Vuelva a la aplicación de la que viene e inténtelo de nuevo.',
  'error.too-large.title': 'Es demasiado',
  'error.too-large.text': 'Lo que se envió es más largo de lo que esperamos. Acórtelo e inténtelo de nuevo.',
  'error.foreign-form.title': 'Este formulario es demasiado antiguo',
  'error.foreign-form.text':
    'Estuvo abierto mucho tiempo o viene de otra pestaña o de otro navegador. No se ha cambiado nada. Empiece de nuevo, por favor.',
  'error.no-cookies.title': 'Este sitio necesita cookies',
  'error.no-cookies.text':
    'Su navegador no ha enviado ninguna: no las guarda aquí, o este inicio de sesión empezó en otro navegador. Permita las cookies para este sitio en sus ajustes y empiece de nuevo.',
  'error.forbidden.title': 'No puede abrir esta página',
  'error.forbidden.text': 'Su cuenta no tiene acceso a esta página.',
  'error.banned.title': 'Su red está bloqueada',
  'error.banned.text':
    'Aquí no se responde a las solicitudes de la red que usted usa. Si cree que es un error, indique la referencia de abajo a quien gestiona este sitio.',
  'error.network-paused.title': 'Su red tiene que esperar',
  'error.network-paused.text':
    'En la red que usted usa, alguien ha probado las contraseñas de muchas personas. Durante unos {wait}, esto solo es posible desde aquí en un navegador en el que ya haya iniciado sesión. También puede iniciar sesión con una llave de acceso o usar otra red.',
  'error.too-many.title': 'Espere un momento, por favor',
  'error.too-many.text':
    'Han llegado demasiadas solicitudes desde donde está. Espere unos minutos e inténtelo de nuevo.',
  'error.busy.title': 'Hay mucha actividad en este momento',
  'error.busy.text':
    'Su contraseña aún no se ha comprobado y no cuenta como intento. Inténtelo de nuevo en un instante, por favor.',
  'error.unavailable.title': 'Volvemos enseguida',
  'error.unavailable.text':
    'Algo que necesitamos no responde en este momento. Inténtelo de nuevo en un minuto, por favor.',
  'error.internal.title': 'Algo ha salido mal',
  'error.internal.text': 'La culpa es nuestra, no suya. Inténtelo de nuevo, por favor.',
  'error.reference': 'Referencia {reference}',
  'error.developer': 'Para desarrolladores',

  'expired.title': 'Este inicio de sesión ha terminado',
  'expired.text':
    'Para proteger su cuenta, el inicio de sesión termina cuando no ocurre nada durante un rato. También termina si entretanto se ha cerrado su sesión, quizá desde otro dispositivo. Empiece de nuevo en la aplicación.',
  'expired.finished.title': 'Ya ha pasado por aquí',
  'expired.finished.text': 'Este inicio de sesión ya terminó, quizá en otra pestaña. Puede continuar en la aplicación.',

  'message.email-confirmed.title': 'Su dirección está confirmada',
  'message.email-confirmed.text': 'Vuelva a la pestaña en la que empezó. Allí puede continuar.',
  'message.sign-up-closed.title': 'Aquí no hay cuentas nuevas',
  'message.sign-up-closed.text': 'Las cuentas las crean los responsables de {brand}. Pídales una, por favor.',
  'message.welcome.title': 'Está en el lugar correcto',
  'message.welcome.text':
    'Aquí se inicia sesión en las aplicaciones que confían en {brand}. Abra una de ellas para empezar.',
  'message.still-signed-in.title': 'Su sesión sigue abierta',
  'message.still-signed-in.text': 'No se ha cambiado nada.',

  'continue.title': 'Adelante',
  'continue.text': 'Va de camino a {app}. Si no ocurre nada, pulse el botón.',

  'form-post.title': 'Un momento',
  'form-post.text': 'Va de camino. Si no ocurre nada, pulse el botón.',

  ...account,
  ...admin,
  ...codes,
  ...deniedFactor,
  ...passkeys,
  ...resets,
  ...risk,
  ...notMe,
  ...signUp,

  'outbox.title': 'Bandeja de salida',
  'outbox.text': 'Lo que hay aquí no se ha enviado: durante el desarrollo se queda en este equipo.',
  'outbox.empty': 'Todavía no se ha enviado nada.',
  'outbox.to': 'Para {email}',
  'outbox.back': 'Volver a la bandeja de salida',
  'outbox.soon': 'Un correo llega aquí en unos segundos.',
  'outbox.again': 'Volver a mirar',

  'letter.greeting': 'Hola:',
  'letter.confirm-email.subject': '{code} es su código para {brand}',
  'letter.confirm-email.text': 'Está creando una cuenta en {brand}. Este es su código:',
  'letter.confirm-email.link': 'O abra esta página y confirme allí su dirección:',
  'letter.confirm-email.button': 'Confirmar dirección',
  'letter.confirm-email.validity':
    'El código y el enlace sirven durante {hours, plural, one {# hora} many {# de horas} other {# horas}}. No dé el código a nadie.',
  'letter.confirm-email.ignore':
    '¿No ha sido usted? Entonces no tiene que hacer nada. Sin este código nadie puede crear una cuenta con su dirección.',
  'letter.already-registered.subject': 'Usted tiene una cuenta en {brand}',
  'letter.already-registered.text':
    'Alguien ha querido crear en {brand} una cuenta para su dirección. Ya existe una, así que no se ha creado ni cambiado nada.',
  'letter.already-registered.sign-in': '¿Ha sido usted? Entonces inicie sesión con la contraseña que tiene:',
  'letter.already-registered.button': 'Iniciar sesión',
  'letter.already-registered.forgotten': '¿La ha olvidado? Elija «{link}» en esa página para obtener una nueva.',
  'letter.already-registered.ignore':
    '¿No ha sido usted? Entonces no tiene que hacer nada. Nadie se ha enterado de que tiene una cuenta.',

  'letter.notice.app': 'Aplicación',
  'letter.notice.when': 'Cuándo',
  'letter.notice.with': 'Con',
  'letter.notice.where': 'Dónde',
  'letter.notice.fact': '{label}: {value}',
  'letter.notice.agent': '{name} en {system}',
  'letter.notice.near': 'cerca de {place}',
  'letter.notice.unknown': 'no se sabe',
  'letter.notice.app-gone': 'una aplicación que ya no existe',
  'letter.notice.you': '¿Ha sido usted? Entonces no tiene que hacer nada.',
  'letter.notice.not-you': '¿No ha sido usted? Entonces díganoslo con el enlace «No he sido yo».',
  'letter.notice.intruder':
    '¿No ha sido usted? Entonces otra persona ha entrado en su cuenta. Díganoslo enseguida con el enlace «No he sido yo» y avise a los responsables de {brand}.',
  'letter.notice.last': 'Este es el tercer mensaje de este tipo en una hora. Hasta que pase la hora no enviaremos más.',
  'letter.notice.devices': 'Ver sus dispositivos',
  'letter.ended.subject': 'Se ha cerrado una sesión de {app}',
  'letter.ended.you':
    'Vuelva a iniciar sesión en {app} cuando la necesite. Sus demás aplicaciones y dispositivos siguen con la sesión iniciada.',
  'letter.token-reused.text':
    'Una clave que mantiene la sesión de {app} en su cuenta se ha usado por segunda vez. Eso ocurre cuando alguien la ha copiado. Para proteger su cuenta, hemos cerrado esta sesión. De aquí vino el segundo uso:',
  'letter.code-replayed.text':
    'El código con el que {app} inició su sesión se ha usado por segunda vez. Eso ocurre cuando otra persona lo ha conseguido. Para proteger su cuenta, hemos cerrado esta sesión. De aquí vino el segundo uso:',
  'letter.app-ended.text': 'Para proteger su cuenta, hemos cerrado una sesión de {app}.',
  'letter.app-sign-in-again.subject': '{app} le pide que vuelva a iniciar sesión',
  'letter.app-sign-in-again.text': 'Para proteger su cuenta, {app} tiene que pedirle que vuelva a iniciar sesión.',
  'letter.app-sign-in-again.you':
    '¿Ha sido usted? Entonces vuelva a iniciar sesión en {app}. Sus demás aplicaciones y dispositivos siguen con la sesión iniciada.',
  'letter.app-changed.subject': 'Ha cambiado una sesión de {app}',
  'letter.app-changed.text':
    '{app} tiene una sesión en su cuenta, y algo ha cambiado en ella. La sesión sigue abierta.',
  'letter.change.place': 'Se ha usado desde otro lugar que antes.',
  'letter.change.agent': 'Se ha usado con otro navegador o sistema que antes.',
  'letter.change.speed':
    'Se ha usado desde otro lugar que antes, más pronto de lo que nadie habría podido viajar hasta allí.',
  'letter.change.version': 'Se ha usado con una versión de la aplicación más antigua que antes.',
  'letter.change.other': 'Se ha usado de otra manera que antes.',
  'letter.new-device.subject': 'Un dispositivo nuevo ha iniciado sesión en {brand}',
  'letter.new-device.text':
    'Alguien ha iniciado sesión en su cuenta en un dispositivo en el que no se había usado antes.',
  'letter.password-changed.subject': 'Se ha cambiado su contraseña de {brand}',
  'letter.password-changed.text': 'Se ha cambiado la contraseña de su cuenta.',
  'letter.factor-added.subject': 'Se ha añadido un segundo factor a su cuenta de {brand}',
  'letter.factor-added.text':
    'Se ha añadido una aplicación de autenticación a su cuenta. Desde ahora se piden sus códigos al iniciar sesión.',
  'letter.factor-removed.subject': 'Se ha quitado un segundo factor de su cuenta de {brand}',
  'letter.factor-removed.text': 'Se ha quitado una aplicación de autenticación de su cuenta.',
  'letter.codes-made.subject': 'Códigos de recuperación nuevos para su cuenta de {brand}',
  'letter.codes-made.text': 'Se han creado códigos de recuperación nuevos para su cuenta. Los anteriores ya no sirven.',
  'letter.recovery-code-used.subject': 'Se ha usado un código de recuperación en {brand}',
  'letter.recovery-code-used.text':
    'Alguien ha iniciado sesión en su cuenta con la contraseña y uno de sus códigos de recuperación. Ese código no sirve otra vez.',
  'letter.factor-guessed.subject': 'Puede que alguien sepa su contraseña de {brand}',
  'letter.factor-guessed.text': 'Alguien ha escrito su contraseña y después varios códigos incorrectos. No ha entrado.',
  'letter.factor-guessed.not-you':
    '¿No ha sido usted? Entonces alguien sabe su contraseña. Díganoslo ahora con el enlace «No he sido yo».',
  'letter.signed-out-everywhere.subject': 'Se ha cerrado su sesión de {brand} en todas partes',
  'letter.signed-out-everywhere.text': 'Se ha cerrado la sesión de su cuenta en todos los dispositivos.',
  'letter.signed-out-elsewhere.subject': 'Se ha cerrado la sesión en sus demás dispositivos de {brand}',
  'letter.signed-out-elsewhere.text': 'Se ha cerrado la sesión de su cuenta en todos los demás dispositivos.',
  'letter.signed-out.you': '¿Ha sido usted? Entonces basta con que vuelva a iniciar sesión donde quiera continuar.',
  'letter.signed-out-for-you.subject': 'Se ha cerrado su sesión de {brand}',
  'letter.ended-by-app.text':
    '{app} ha cerrado su sesión, en uno de sus dispositivos o en todos. Usted se lo permitió.',
  'letter.ended-by-admin.text':
    'Los responsables de {brand} han cerrado su sesión, en uno de sus dispositivos o en todos.',
  'letter.signed-out-for-you.you':
    '¿Lo esperaba? Entonces solo tiene que iniciar sesión de nuevo donde quiera continuar.',
  'letter.ended-by-app.not-you': '¿No lo esperaba? Entonces desconecte la aplicación en la página de sus aplicaciones.',
  'letter.app-ended-by-app.text':
    '{by} ha cerrado su sesión de {app} en uno de sus dispositivos. Usted se lo permitió.',
  'letter.app-ended-by-app.not-you': '¿No lo esperaba? Entonces desconecte {by} en la página de sus aplicaciones.',
  'letter.app-ended-by-api.text':
    '{by}, un servicio con el que trabaja {app}, ha cerrado una sesión de {app} en su cuenta. Un servicio lo hace, por ejemplo, cuando cree que una clave de esa sesión está en malas manos.',
  'letter.app-ended-by-api.not-you':
    '¿Quiere saber por qué? Entonces pregunte a los responsables de {app}. Si no conoce {app}, desconéctela en la página de sus aplicaciones.',
  'letter.ended-by-admin.not-you': '¿No lo esperaba? Entonces pregunte a los responsables de {brand}.',
};
