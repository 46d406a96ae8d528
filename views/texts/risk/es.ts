import type { risk as english } from './en.ts';

/** Spanish. */
export const risk: Readonly<Record<keyof typeof english, string>> = {
  'signal.newDevice': 'un dispositivo nuevo',
  'signal.newCountry': 'un país nuevo',
  'signal.impossibleTravel': 'un lugar demasiado lejano para haber llegado desde la última vez',
  'signal.badNetwork': 'una red con mala fama',
  'signal.unusualHour': 'una hora poco habitual',
  'signal.between': '{signal} ({from} → {to})',

  'history.signed-in.unlike': 'Inicio de sesión distinto de los anteriores: {signals}',
  'history.signed-in.spared': 'Inicio de sesión sin el segundo factor, que este dispositivo recuerda: {device}',
  'history.sign-in-refused.unlike': 'Inicio de sesión detenido por ser distinto de los anteriores: {signals}',
  'history.factor-asked': 'Se pidió el segundo factor en un inicio de sesión distinto de los anteriores: {signals}',
  'history.factor-first-used': 'Usado por primera vez en {device}: {factor}',
  'history.factor-remembered': 'Durante un tiempo ya no se pide el segundo factor: {device}',
  'history.factor-forgotten': 'Se vuelve a pedir el segundo factor: {device}',

  'second-factor.app': 'aplicación de autenticación',
  'second-factor.passkey': 'llave de acceso',
  'second-factor.sms': 'código por SMS',
  'second-factor.email': 'código por correo',
  'second-factor.recovery-code': 'código de recuperación',
  'second-factor.other': 'otro segundo factor',

  'factor.remember': 'No pedirlo en este navegador durante {time}. Solo en un dispositivo que sea únicamente suyo.',
  'device.remembers': 'No se pide el segundo factor hasta el {when}',
  'device.forget': 'Volver a pedir el segundo factor',
  'security.remembering': 'Dónde no se pide',
  'security.remembering.text': 'En estos navegadores basta su contraseña hasta que termine el plazo.',
  'security.remembering.until': 'Hasta el {when}',
  'security.forget': 'Volver a pedirlo',
  'security.forget.label': 'Volver a pedirlo: {device}',
  'devices.done.forgotten': 'Desde ahora se pide allí el segundo factor.',

  'error.sign-in-blocked.title': 'Hemos detenido este inicio de sesión',
  'error.sign-in-blocked.text':
    'Es demasiado distinto de los anteriores. Inténtelo desde un dispositivo, un lugar o una red que ya haya usado. Si no puede, pregunte a los responsables de este servicio.',

  'letter.unlike': 'Distinto de lo habitual: {signals}.',
  'letter.new-device.factor': 'Para ello se usó: {factor}.',
  'letter.device-again.subject': 'Un dispositivo ha vuelto a iniciar sesión en {brand}',
  'letter.device-again.text':
    'Alguien ha iniciado sesión en su cuenta en un dispositivo en el que se usó antes y que la cuenta ya no conocía. Así ocurre, por ejemplo, después de poner una contraseña nueva o de cerrar la sesión desde otro lugar.',
  'letter.ended-device-again.text':
    'Alguien ha iniciado sesión en su cuenta en un dispositivo en el que se usó antes y en el que se había cerrado la sesión desde otro lugar.',
  'letter.unusual-sign-in.subject': 'Un inicio de sesión en {brand} fue distinto de los anteriores',
  'letter.unusual-sign-in.text': 'Alguien ha iniciado sesión en su cuenta, y no como suele hacerlo usted.',
  'letter.sign-in-blocked.subject': 'Hemos detenido un inicio de sesión en {brand}',
  'letter.sign-in-blocked.text':
    'Alguien ha querido iniciar sesión en su cuenta con su contraseña u otra prueba correcta. Era demasiado distinto de lo habitual, así que no lo hemos dejado entrar.',
  'letter.sign-in-blocked.you':
    '¿Ha sido usted? Entonces inténtelo desde un dispositivo, un lugar o una red que ya haya usado.',
  'letter.factor-first-used.subject': 'Se ha usado un método de inicio de sesión en otro dispositivo en {brand}',
  'letter.factor-first-used.text':
    'Alguien ha iniciado sesión en su cuenta y ha probado por primera vez en este dispositivo: {factor}.',
};
