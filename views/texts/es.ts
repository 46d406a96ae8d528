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

  'sign-in.title': 'Iniciar sesión',
  'sign-in.submit': 'Iniciar sesión',
  'sign-in.again.title': '¿Sigue siendo usted?',
  'sign-in.again.text': 'Introduzca su contraseña una vez más, por favor.',
  'sign-in.new-here': '¿Es la primera vez que viene?',
  'sign-in.sign-up': 'Crear una cuenta',
  'sign-in.another': 'Usar otra cuenta',
  'sign-in.identifier.missing': 'Introduzca su correo electrónico.',
  'sign-in.password.missing': 'Introduzca su contraseña.',
  'sign-in.form.wrong': 'El correo electrónico o la contraseña no son correctos. Compruebe ambos e inténtelo de nuevo.',
  'sign-in.form.wrong-password': 'La contraseña no es correcta. Compruébela e inténtelo de nuevo.',
  'sign-in.form.too-many': 'Ha habido demasiados intentos. Espere unos minutos e inténtelo de nuevo.',
  'sign-in.form.busy': 'Hay mucha actividad en este momento. Inténtelo de nuevo en un instante, por favor.',

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
  'sign-up.form.too-many': 'Ha habido demasiados intentos. Espere unos minutos e inténtelo de nuevo.',
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
  'consent.privacy': 'Política de privacidad',
  'consent.terms': 'Condiciones de uso',
  'consent.homepage': 'Sitio web',

  'scope.openid': 'Reconocerle cuando vuelva',
  'scope.profile': 'Ver su nombre y su perfil',
  'scope.email': 'Ver su correo electrónico',
  'scope.phone': 'Ver su número de teléfono',
  'scope.address': 'Ver su dirección postal',
  'scope.offline_access': 'Conservar este acceso cuando no use la aplicación, hasta que usted lo retire',

  'choose-account.title': 'Elegir una cuenta',
  'choose-account.password': 'pide su contraseña',
  'choose-account.another': 'Usar otra cuenta',

  'sign-out.title': '¿Quiere cerrar la sesión?',
  'sign-out.text': 'Se cerrará su sesión en las aplicaciones que ha abierto con {brand} en este navegador.',
  'sign-out.text.app':
    'Se cerrará su sesión en {app} y en las demás aplicaciones que ha abierto con {brand} en este navegador.',
  'sign-out.submit': 'Cerrar sesión',
  'sign-out.stay': 'Mantener la sesión',

  'signed-out.title': 'Ha cerrado la sesión',
  'signed-out.text': 'Puede cerrar esta página.',

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
  'error.forbidden.title': 'No puede abrir esta página',
  'error.forbidden.text': 'Su cuenta no tiene acceso a esta página.',
  'error.too-many.title': 'Espere un momento, por favor',
  'error.too-many.text':
    'Han llegado demasiadas solicitudes desde donde está. Espere unos minutos e inténtelo de nuevo.',
  'error.unavailable.title': 'Volvemos enseguida',
  'error.unavailable.text':
    'Algo que necesitamos no responde en este momento. Inténtelo de nuevo en un minuto, por favor.',
  'error.internal.title': 'Algo ha salido mal',
  'error.internal.text': 'La culpa es nuestra, no suya. Inténtelo de nuevo, por favor.',
  'error.reference': 'Referencia {reference}',
  'error.developer': 'Para desarrolladores',

  'expired.title': 'Ha tardado demasiado',
  'expired.text':
    'Para proteger su cuenta, el inicio de sesión termina cuando no ocurre nada durante un rato. Empiece de nuevo en la aplicación.',
  'expired.finished.title': 'Ya ha pasado por aquí',
  'expired.finished.text': 'Este inicio de sesión ya terminó, quizá en otra pestaña. Puede continuar en la aplicación.',

  'message.email-confirmed.title': 'Su dirección está confirmada',
  'message.email-confirmed.text': 'Vuelva a la pestaña en la que empezó. Allí puede continuar.',
  'message.sign-up-closed.title': 'Aquí no hay cuentas nuevas',
  'message.sign-up-closed.text': 'Las cuentas las crean los responsables de {brand}. Pídales una, por favor.',
  'message.welcome.title': 'Está en el lugar correcto',
  'message.welcome.text':
    'Aquí se inicia sesión en las aplicaciones que confían en {brand}. Abra una de ellas para empezar.',

  'continue.title': 'Adelante',
  'continue.text': 'Va de camino a {app}. Si no ocurre nada, pulse el botón.',

  'form-post.title': 'Un momento',
  'form-post.text': 'Va de camino. Si no ocurre nada, pulse el botón.',

  'outbox.title': 'Bandeja de salida',
  'outbox.text': 'Durante el desarrollo ningún correo sale de este equipo. Lo que se habría enviado está aquí.',
  'outbox.empty': 'Todavía no se ha enviado nada.',
  'outbox.to': 'Para {email}',
  'outbox.back': 'Todos los correos',

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
  'letter.already-registered.ignore':
    '¿No ha sido usted? Entonces no tiene que hacer nada. Nadie se ha enterado de que tiene una cuenta.',
};
