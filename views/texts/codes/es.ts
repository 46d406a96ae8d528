/** Texts of codes that are sent by text message and by email, in Spanish. */
export const codes = {
  'sms.code': '{code} es su código de {brand} en {host}. No se lo dé a nadie.',
  'letter.factor-code.subject': 'Su código de {brand}',
  'letter.factor-code.text': 'Escriba este código en {host}, donde lo pidió:',
  'letter.factor-code.validity': 'Sirve una vez, durante {minutes, plural, one {# minuto} other {# minutos}}.',
  'letter.factor-code.ignore':
    '¿No ha sido usted? Entonces alguien conoce su contraseña: cámbiela ahora. No dé este código a nadie.',
  'factor.sms.text': 'Le enviamos un código por SMS.',
  'factor.sms.sent':
    'Introduzca el código que hemos enviado a su número terminado en {ending}. Puede tardar un minuto en llegar.',
  'factor.sms.undelivered':
    'No se ha podido entregar el código al número terminado en {ending}. Inténtelo de nuevo o use otro medio.',
  'factor.sms.code': 'Código del SMS',
  'factor.sms.instead': 'Recibir un código por SMS',
  'factor.sms.send': 'Enviar un código al número terminado en {ending}',
  'factor.sms.again': 'Enviar un código nuevo al número terminado en {ending}',
  'factor.email.text': 'Enviamos un código a su dirección de correo.',
  'factor.email.sent':
    'Introduzca el código que hemos enviado a su dirección de correo. Puede tardar un minuto en llegar.',
  'factor.email.undelivered':
    'No se ha podido entregar el código a su dirección de correo. Inténtelo de nuevo o use otro medio.',
  'factor.email.code': 'Código del correo',
  'factor.email.instead': 'Recibir un código por correo',
  'factor.email.send': 'Enviar un código',
  'factor.email.again': 'Enviar un código nuevo',
  'factor.late': 'Este código ya no sirve. Pida uno nuevo.',
  'factor.pause': 'Se acaba de enviar un código. Espere {wait} antes de pedir otro.',
  'factor.refused': 'Ahora no se puede enviar ningún código. Inténtelo más tarde o use otro medio.',
  'set-up-phone.title': 'Recibir códigos por SMS',
  'set-up-phone.text':
    'Al iniciar sesión enviamos un código a su teléfono. Una llave de acceso o una aplicación de autenticación es más segura: un número puede caer en otras manos.',
  'set-up-phone.number': 'Número de teléfono',
  'set-up-phone.hint': 'Con el prefijo del país, como {code} …',
  'set-up-phone.countries':
    'Se pueden usar números de {count, plural, one {este país} other {estos países}}: {countries}.',
  'set-up-phone.missing': 'Introduzca un número de teléfono.',
  'set-up-phone.invalid': 'Esto no es un número de teléfono.',
  'set-up-phone.elsewhere': 'Aquí no se pueden usar números de este país. Use otro número u otro medio.',
  'set-up-phone.service':
    'No se envían códigos a números de este tipo, como los de tarificación especial y los de servicios. Use otro número u otro medio.',
  'set-up-phone.refused':
    'Ahora no se puede enviar ningún código a este número. Compruébelo, inténtelo más tarde o use otro medio.',
  'set-up-phone.other': 'Usar otro número',
  'set-up-email.title': 'Recibir códigos por correo',
  'set-up-email.text':
    'Al iniciar sesión enviamos un código a {email}. Una llave de acceso o una aplicación de autenticación es más segura: quien lee su correo recibe también el código.',
  'set-up-code.submit': 'Configurar',
  'set-up-code.sms': 'Recibir códigos por SMS',
  'set-up-code.email': 'Recibir códigos por correo',
  'letter.phone-added.subject': 'Se ha añadido un número de teléfono a su cuenta de {brand}',
  'letter.phone-added.text':
    'Se ha añadido un número de teléfono a su cuenta. Se le pueden enviar códigos para iniciar sesión.',
  'letter.phone-removed.subject': 'Se ha quitado un número de teléfono de su cuenta de {brand}',
  'letter.phone-removed.text': 'Se ha quitado un número de teléfono de su cuenta. Ya no se le envían códigos.',
  'letter.email-codes-added.subject': 'Se han activado los códigos por correo en su cuenta de {brand}',
  'letter.email-codes-added.text': 'A partir de ahora se puede enviar un código a esta dirección para iniciar sesión.',
  'letter.email-codes-removed.subject': 'Se han desactivado los códigos por correo en su cuenta de {brand}',
  'letter.email-codes-removed.text': 'Ya no se envían códigos de inicio de sesión a esta dirección.',
  'security.phone': 'SMS al número terminado en {ending}',
  'security.email-codes': 'Códigos por correo',
  'security.add-phone': 'Añadir un número de teléfono',
  'security.add-email': 'Recibir códigos por correo',
  'security.unsent.off': 'Ya no se envían códigos por este medio. Añada otra cosa.',
  'security.unsent.letter':
    'Su contraseña se estableció por correo, así que no cuentan junto a ella. Cámbiela aquí o añada otra cosa.',
  'security.unsent.reset':
    'Su dirección la cambiaron los responsables, así que los códigos que llegan a ella no cuentan. Cambie su contraseña aquí o añada otra cosa.',
  'devices.done.phone-added': 'El número de teléfono está añadido.',
  'devices.done.phone-removed': 'El número de teléfono está quitado.',
  'devices.done.email-codes-added': 'Puede recibir códigos por correo.',
  'devices.done.email-codes-removed': 'Ya no recibe códigos por correo.',
  'end.phone.title': '¿Quitar el número de teléfono?',
  'end.phone.text': 'Los códigos que se envíen a ese número ya no le dejarán entrar.',
  'end.email-codes.title': '¿Desactivar los códigos por correo?',
  'end.email-codes.text': 'Los códigos que se envíen a su dirección ya no le dejarán entrar.',
  'history.phone-added': 'Número de teléfono añadido',
  'history.phone-removed': 'Número de teléfono quitado',
  'history.email-codes-added': 'Códigos por correo activados',
  'history.email-codes-removed': 'Códigos por correo desactivados',
};
