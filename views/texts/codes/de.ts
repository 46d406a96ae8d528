/** Texts of codes that are sent by text message and by email, in German. */
export const codes = {
  'sms.code': '{code} ist Ihr Code für {brand} auf {host}. Geben Sie ihn niemandem.',
  'letter.factor-code.subject': 'Ihr Code für {brand}',
  'letter.factor-code.text': 'geben Sie diesen Code auf {host} ein, wo Sie darum gebeten haben:',
  'letter.factor-code.validity': 'Er gilt einmal, {minutes, plural, one {# Minute} other {# Minuten}} lang.',
  'letter.factor-code.ignore':
    'Waren Sie das nicht? Dann kennt jemand Ihr Passwort: Ändern Sie es jetzt. Geben Sie diesen Code niemandem.',
  'factor.sms.text': 'Wir senden Ihnen einen Code per SMS.',
  'factor.sms.sent':
    'Geben Sie den Code ein, den wir an Ihre Nummer mit der Endung {ending} gesendet haben. Es kann eine Minute dauern, bis er da ist.',
  'factor.sms.undelivered':
    'Der Code konnte an die Nummer mit der Endung {ending} nicht zugestellt werden. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.',
  'factor.sms.code': 'Code aus der SMS',
  'factor.sms.instead': 'Code per SMS erhalten',
  'factor.sms.send': 'Code an die Nummer mit der Endung {ending} senden',
  'factor.sms.again': 'Neuen Code an die Nummer mit der Endung {ending} senden',
  'factor.email.text': 'Wir senden einen Code an Ihre E-Mail-Adresse.',
  'factor.email.sent':
    'Geben Sie den Code ein, den wir an Ihre E-Mail-Adresse gesendet haben. Es kann eine Minute dauern, bis er da ist.',
  'factor.email.undelivered':
    'Der Code konnte an Ihre E-Mail-Adresse nicht zugestellt werden. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.',
  'factor.email.code': 'Code aus der E-Mail',
  'factor.email.instead': 'Code per E-Mail erhalten',
  'factor.email.send': 'Code senden',
  'factor.email.again': 'Neuen Code senden',
  'factor.late': 'Dieser Code gilt nicht mehr. Lassen Sie sich einen neuen senden.',
  'factor.pause': 'Eben wurde ein Code gesendet. Warten Sie {wait}, dann können Sie einen neuen anfordern.',
  'factor.refused':
    'Im Moment kann kein Code gesendet werden. Versuchen Sie es später noch einmal, oder nehmen Sie einen anderen Weg.',
  'set-up-phone.title': 'Codes per SMS erhalten',
  'set-up-phone.text':
    'Bei einer Anmeldung senden wir einen Code an Ihr Telefon. Ein Passkey oder eine Authenticator-App ist sicherer: Nummern können übernommen werden.',
  'set-up-phone.number': 'Telefonnummer',
  'set-up-phone.hint': 'Mit der Vorwahl des Landes, wie {code} …',
  'set-up-phone.countries':
    'Verwendet werden können Nummern {count, plural, one {dieses Landes} other {dieser Länder}}: {countries}.',
  'set-up-phone.missing': 'Geben Sie eine Telefonnummer ein.',
  'set-up-phone.invalid': 'Das ist keine Telefonnummer.',
  'set-up-phone.elsewhere':
    'Nummern dieses Landes können hier nicht verwendet werden. Nehmen Sie eine andere Nummer oder einen anderen Weg.',
  'set-up-phone.service':
    'An Nummern dieser Art, etwa Mehrwert- und Servicenummern, wird kein Code gesendet. Nehmen Sie eine andere Nummer oder einen anderen Weg.',
  'set-up-phone.refused':
    'An diese Nummer kann im Moment kein Code gesendet werden. Prüfen Sie sie, versuchen Sie es später noch einmal, oder nehmen Sie einen anderen Weg.',
  'set-up-phone.other': 'Andere Nummer verwenden',
  'set-up-email.title': 'Codes per E-Mail erhalten',
  'set-up-email.text':
    'Bei einer Anmeldung senden wir einen Code an {email}. Ein Passkey oder eine Authenticator-App ist sicherer: Wer Ihre E-Mails liest, bekommt auch den Code.',
  'set-up-code.submit': 'Einrichten',
  'set-up-code.sms': 'Stattdessen Codes per SMS erhalten',
  'set-up-code.email': 'Stattdessen Codes per E-Mail erhalten',
  'letter.phone-added.subject': 'Eine Telefonnummer wurde zu Ihrem Konto bei {brand} hinzugefügt',
  'letter.phone-added.text':
    'zu Ihrem Konto wurde eine Telefonnummer hinzugefügt. An sie können Codes für Ihre Anmeldungen gesendet werden.',
  'letter.phone-removed.subject': 'Eine Telefonnummer wurde aus Ihrem Konto bei {brand} entfernt',
  'letter.phone-removed.text':
    'aus Ihrem Konto wurde eine Telefonnummer entfernt. An sie werden keine Codes mehr gesendet.',
  'letter.email-codes-added.subject': 'Codes per E-Mail wurden für Ihr Konto bei {brand} eingeschaltet',
  'letter.email-codes-added.text': 'von nun an kann für eine Anmeldung ein Code an diese Adresse gesendet werden.',
  'letter.email-codes-removed.subject': 'Codes per E-Mail wurden für Ihr Konto bei {brand} ausgeschaltet',
  'letter.email-codes-removed.text': 'für Anmeldungen werden keine Codes mehr an diese Adresse gesendet.',
  'security.phone': 'SMS an die Nummer mit der Endung {ending}',
  'security.email-codes': 'Codes per E-Mail',
  'security.add-phone': 'Telefonnummer hinzufügen',
  'security.add-email': 'Codes per E-Mail erhalten',
  'security.unsent.off': 'Auf diesem Weg werden keine Codes mehr gesendet. Fügen Sie etwas anderes hinzu.',
  'security.unsent.letter':
    'Ihr Passwort wurde per E-Mail gesetzt, daneben zählen sie nicht. Ändern Sie es hier, oder fügen Sie etwas anderes hinzu.',
  'security.unsent.reset':
    'Ihre Adresse haben die Betreiber geändert, deshalb zählen Codes an sie nicht. Ändern Sie hier Ihr Passwort, oder fügen Sie etwas anderes hinzu.',
  'devices.done.phone-added': 'Die Telefonnummer ist hinzugefügt.',
  'devices.done.phone-removed': 'Die Telefonnummer ist entfernt.',
  'devices.done.email-codes-added': 'Sie können Codes per E-Mail erhalten.',
  'devices.done.email-codes-removed': 'Sie erhalten keine Codes per E-Mail mehr.',
  'end.phone.title': 'Telefonnummer entfernen?',
  'end.phone.text': 'Mit Codes an diese Nummer kommen Sie nicht mehr hinein.',
  'end.email-codes.title': 'Codes per E-Mail ausschalten?',
  'end.email-codes.text': 'Mit Codes an Ihre Adresse kommen Sie nicht mehr hinein.',
  'history.phone-added': 'Telefonnummer hinzugefügt',
  'history.phone-removed': 'Telefonnummer entfernt',
  'history.email-codes-added': 'Codes per E-Mail eingeschaltet',
  'history.email-codes-removed': 'Codes per E-Mail ausgeschaltet',
};
