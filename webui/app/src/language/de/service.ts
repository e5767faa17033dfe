import type * as english from "../en/service";
import { translator } from "../translator";

/** The service's own sentences in German; the test beside it finds those that are missing. */
export const service: typeof english.service = translator({
  "expected length >= 1": "Das ist erforderlich.",
  "expected length >= %d": "Mindestens %d Zeichen.",
  "expected length <= %d": "Höchstens %d Zeichen.",
  "expected required property %s to be present": "Das ist erforderlich.",
  "expected number >= %d": "Mindestens %d.",
  "expected number <= %d": "Höchstens %d.",
  "expected array length >= %d": "Mindestens %d.",
  "expected array length <= %d": "Höchstens %d.",

  "Up to %d small letters, digits and underscores, a letter first.":
    "Bis zu %d Kleinbuchstaben, Ziffern und Unterstriche, am Anfang ein Buchstabe.",
  "The number cannot be dialled.": "Die Nummer kann nicht gewählt werden.",
  "From 0 to 1000.": "Von 0 bis 1000.",
  "From 0 to 10000.": "Von 0 bis 10000.",
  "From 5 seconds to an hour, or 0 for never.":
    "Von 5 Sekunden bis zu einer Stunde, oder 0 für nie.",
  "These rules cannot be kept.": "Diese Regeln lassen sich nicht speichern.",
  "There are too many rules.": "Es sind zu viele Regeln.",
  "A rule is for a number, a queue or a trunk, not for several.":
    "Eine Regel gilt für eine Nummer, eine Warteschlange oder eine Leitung, nicht für mehrere.",
  "Two rules are for the same.": "Zwei Regeln gelten für dasselbe.",
  "day, hour, agent, queue or disposition.": "day, hour, agent, queue oder disposition.",
  "Say when the report begins.": "Geben Sie an, wann der Bericht beginnt.",
  "Say when the report ends.": "Geben Sie an, wann der Bericht endet.",
  "The report must end after it begins.": "Der Bericht muss nach seinem Beginn enden.",
  "A report covers 400 days at most.": "Ein Bericht umfasst höchstens 400 Tage.",
  "Only a choice has choices.": "Nur eine Auswahl hat Auswahlmöglichkeiten.",
  "From 1 to %d choices.": "Von 1 bis %d Möglichkeiten.",
  "From 1.": "Ab 1.",
  "Each choice once.": "Jede Möglichkeit nur einmal.",
  "The new name is not among the choices.": "Der neue Name ist nicht unter den Möglichkeiten.",
  "A number such as 1200.5, with up to %d digits before the point and %d behind it.":
    "Eine Zahl wie 1200,5 mit bis zu %d Stellen vor und %d hinter dem Komma.",
  "A date such as 2026-12-01.": "Ein Datum wie 01.12.2026.",
  "One of: %s.": "Eines von: %s.",
  "There is no such field.": "Dieses Feld gibt es nicht.",
  "Only numbers and dates have a from and a to, in place of a value.":
    "Nur Zahlen und Daten haben ein Von und ein Bis, anstelle eines Wertes.",
  "A field has this name.": "Ein Feld hat diesen Namen.",
  "A field has this key, or had it before it was archived.":
    "Ein Feld hat diesen Schlüssel oder hatte ihn, bevor es archiviert wurde.",
  "A tag has this name.": "Ein Schlagwort hat diesen Namen.",
  "There is no such colour.": "Diese Farbe gibt es nicht.",
  "There are %d custom fields, which is the most. Archive one that nobody needs.":
    "Es gibt %d eigene Felder, mehr sind nicht möglich. Archivieren Sie eines, das niemand braucht.",
  "Contacts have a choice that is to go. Rename it into another one first.":
    "Kontakte haben eine Möglichkeit, die entfallen soll. Benennen Sie sie zuerst in eine andere um.",
  "%s: %d contacts.": "%s: %d Kontakte.",
  "The field %s was changed after the merge and stays as it is.":
    "Das Feld %s wurde nach dem Zusammenführen geändert und bleibt, wie es ist.",
  "a text, a number or null": "Ein Text oder eine Zahl.",
  "emailAddresses stands in place of email and emails":
    "E-Mail-Adressen lassen sich nur auf eine Weise angeben.",
  "This is required.": "Das ist erforderlich.",
  "At most %d characters.": "Höchstens %d Zeichen.",
  "This is no valid text.": "Das ist kein gültiger Text.",
  "Control characters are not allowed.": "Steuerzeichen sind nicht erlaubt.",
  "Some fields need another look.": "Einige Felder stimmen noch nicht.",
  "A phone number cannot be read.": "Eine Telefonnummer ist nicht lesbar.",
  "One of %s.": "Eines von: %s.",
  "At least one of %s.": "Mindestens eines von: %s.",
  "A time zone such as %s.": "Eine Zeitzone wie %s.",
  "At most %d addresses.": "Höchstens %d Adressen.",
  "At most %d numbers.": "Höchstens %d Nummern.",
  "At most %d members.": "Höchstens %d Mitglieder.",
  "At most %d contacts.": "Höchstens %d Kontakte.",
  "At most %d tags.": "Höchstens %d Schlagwörter.",
  "At most %d at once.": "Höchstens %d auf einmal.",
  "Give either ids or all.": "Entweder eine Auswahl oder alle.",
  "This is no email address.": "Das ist keine E-Mail-Adresse.",
  "Nothing in this can be dialled.": "Darin ist nichts, das sich wählen lässt.",
  "This is no number that can be dialled.": "Das ist keine Nummer, die sich wählen lässt.",
  "is no number that can be dialled": "Das ist keine Nummer, die sich wählen lässt.",
  "has no number that can be dialled": "Dieser Kontakt hat keine Nummer, die sich wählen lässt.",
  "give to or contactId": "Geben Sie eine Nummer oder einen Kontakt an.",
  "There is no number to dial.": "Es gibt keine Nummer, die sich wählen lässt.",
  "Only its author may edit a note.": "Nur wer eine Notiz geschrieben hat, darf sie bearbeiten.",
  "Only its author or a supervisor may delete a note.":
    "Nur wer eine Notiz geschrieben hat oder die Teamleitung darf sie löschen.",
  "From 0 to %d minutes.": "Von 0 bis %d Minuten.",
  "From %d to %d.": "Von %d bis %d.",
  "From 1 to %d stages.": "Von 1 bis %d Phasen.",
  "From 3 seconds to 10 minutes.": "Von 3 Sekunden bis 10 Minuten.",
  "This time has passed.": "Dieser Zeitpunkt ist vorbei.",
  "Only admins may give a token the scope admin.":
    "Nur die Administration darf einem Token Verwaltungsrechte geben.",
  "A token cannot make tokens.": "Ein Token kann keine Token erstellen.",
  "A token cannot make calendar links.": "Ein Token kann keine Kalenderlinks erstellen.",
  "This token is unknown, has expired or was revoked.":
    "Dieses Token ist unbekannt, abgelaufen oder widerrufen.",
  "This token lacks the scope %s.": "Diesem Token fehlt die Berechtigung %s.",
  "A token cannot do this; log in instead.":
    "Mit einem Token geht das nicht; melden Sie sich stattdessen an.",
  "That password cannot be used.": "Dieses Passwort lässt sich nicht verwenden.",
  "must have at least %d characters": "Mindestens %d Zeichen.",
  "must have at most %d bytes": "Höchstens %d Byte.",
  "A time between the years %d and %d.": "Ein Zeitpunkt zwischen den Jahren %d und %d.",
  "This needs the role %s.": "Dafür ist die Rolle %s nötig.",
  "Up to six digits.": "Bis zu sechs Ziffern.",
  "An ISO 3166-1 country code, such as GB.": "Ein Ländercode nach ISO 3166-1, etwa DE.",
  "An ISO 4217 currency code, such as GBP.": "Ein Währungscode nach ISO 4217, etwa EUR.",
  "An address or network, such as 192.0.2.0/24.": "Eine Adresse oder ein Netz, etwa 192.0.2.0/24.",
  "must be an IP address or a prefix such as 192.0.2.0/24":
    "Eine IP-Adresse oder ein Netz, etwa 192.0.2.0/24.",
  "A trunk's address cannot be read.": "Eine Adresse der Leitung ist nicht lesbar.",
  "Registering needs a proxy and a username.":
    "Zum Registrieren sind Proxy und Benutzername nötig.",
  "A number leads to either a queue or a user.":
    "Eine Nummer führt entweder zu einer Gruppe oder zu einem Benutzer.",
  "A number goes to exactly one queue or user.":
    "Eine Nummer führt zu genau einer Gruppe oder einem Benutzer.",
  "give exactly one of queueId and userId": "Wählen Sie genau eine Gruppe oder einen Benutzer.",
  "There is no such choice in a merge.": "Diese Auswahl gibt es beim Zusammenführen nicht.",
  "There is no such choice.": "Diese Auswahl gibt es nicht.",
  "The two are locked to different customers, %s and %s%s":
    "Die beiden sind fest mit verschiedenen Kunden verbunden: %s und %s.",
  "Each stage once.": "Jede Phase nur einmal.",
  "Each pipeline once.": "Jede Pipeline nur einmal.",
  "This is too far away.": "Das ist zu weit weg.",
  "Say why the deal was lost.": "Sagen Sie, warum der Deal verloren ging.",
  "This deal is %s; reopen it first.":
    "Dieser Deal ist schon abgeschlossen; öffnen Sie ihn zuerst wieder.",
  "A day, such as %s.": "Ein Tag, etwa 01.12.2026.",
  "This is no known source.": "Diese Herkunft ist unbekannt.",
  "A contact can only be locked to a customer.":
    "Ein Kontakt lässt sich nur mit einem Kunden fest verbinden.",
  "There is no customer.": "Es gibt keinen Kunden.",
  "An amount with a point, such as %s.": "Ein Betrag, etwa 1.200,00.",
  "%s has %d digits behind the point.": "%s hat %d Stellen hinter dem Komma.",
  "This is too much.": "Das ist zu viel.",
  "Only supervisors and admins lock a contact to its customer or open the lock.":
    "Nur Teamleitung und Administration verbinden einen Kontakt fest mit seinem Kunden oder lösen ihn.",
  "This contact is locked to %s; a supervisor can change that.":
    "Dieser Kontakt ist fest mit %s verbunden; die Teamleitung kann das ändern.",
  "There is no customer %s.": "Den Kunden %s gibt es nicht.",
  "There is no such %s.": "Das gibt es nicht oder nicht mehr.",
  "This is the last admin; make another one first.":
    "Das ist die letzte Person in der Administration; ernennen Sie zuerst eine weitere.",
  "Log in first.": "Bitte melden Sie sich an.",
  "Please log in.": "Bitte melden Sie sich an.",
  "The email or the password is wrong.": "E-Mail oder Passwort ist falsch.",
  "The last pipeline stays; deals need one.": "Die letzte Pipeline bleibt; Deals brauchen eine.",
  "This is one contact already; choose another one to merge with.":
    "Das ist bereits derselbe Kontakt; wählen Sie einen anderen.",
  "An archived contact cannot be merged; bring it back first.":
    "Ein archivierter Kontakt lässt sich nicht zusammenführen; stellen Sie ihn zuerst wieder her.",
  "This merge was undone already.": "Diese Zusammenführung wurde bereits rückgängig gemacht.",
  "Somebody else changed this %s meanwhile; look at it again.":
    "Jemand anderes hat dies inzwischen geändert; sehen Sie es sich noch einmal an.",
  "The database does not answer; try again in a moment.":
    "Die Datenbank antwortet nicht; versuchen Sie es gleich noch einmal.",
  "This is still in use.": "Das wird noch benutzt.",
  "This took too long; narrow it down.": "Das dauerte zu lange; grenzen Sie es ein.",
  "Another contact has this email address.": "Ein anderer Kontakt hat diese E-Mail-Adresse.",
  "This exists already.": "Das gibt es schon.",
  "Somebody already logs in with this address.": "Mit dieser Adresse meldet sich schon jemand an.",
  "A colleague has this extension.": "Diese Nebenstelle hat schon ein Kollege.",
  "An organisation has this name.": "Eine Organisation heißt schon so.",
  "A customer has this name.": "Ein Kunde heißt schon so.",
  "A queue has this name.": "Eine Gruppe heißt schon so.",
  "A pipeline has this name.": "Eine Pipeline heißt schon so.",
  "This number is set up already.": "Diese Nummer ist schon eingerichtet.",
  "Something that is referred to does not exist.": "Etwas, worauf verwiesen wird, gibt es nicht.",
  "This contact is being merged by others; look at it again.":
    "Andere führen diesen Kontakt gerade zusammen; sehen Sie ihn sich noch einmal an.",
  "Other exports are running; try again in a moment.":
    "Andere Exporte laufen gerade; versuchen Sie es gleich noch einmal.",
  "An Excel sheet holds 1,048,575 contacts. Narrow the list down or export it as CSV.":
    "Ein Excel-Blatt fasst 1.048.575 Kontakte. Grenzen Sie die Liste ein oder exportieren Sie sie als CSV.",
  "There is spreadsheet and data.": "Es gibt „spreadsheet“ und „data“.",
  "must be ringing, connected, held or ended": "Diesen Status gibt es nicht.",
  "If-Match is not a version.": "Die Version ist nicht lesbar.",
  "must be a version number": "Das muss eine Versionsnummer sein.",
  "The current password is wrong.": "Das aktuelle Passwort ist falsch.",
  "This is not your password.": "Das ist nicht Ihr Passwort.",
  "The contact is made for the customer of this page.":
    "Der Kontakt gehört zum Kunden dieser Seite.",
  "must be left out": "Das muss weggelassen werden.",
  "A field that needs a value was null.": "Ein Feld, das einen Wert braucht, war leer.",
  "may not be null": "Das darf nicht leer sein.",
  "There were too many attempts. Please wait a little.":
    "Das waren zu viele Versuche. Bitte warten Sie etwas.",
  "The service took too long to answer. Please try again.":
    "Der Dienst hat zu lange gebraucht. Bitte versuchen Sie es erneut.",
  "Nothing was erased.": "Es wurde nichts gelöscht.",
  "Type the contact's name to confirm.": "Geben Sie zur Bestätigung den Namen des Kontakts ein.",
  "This person was erased; nothing can be changed or added.":
    "Diese Person wurde gelöscht; es lässt sich nichts mehr ändern oder hinzufügen.",
  "A call with this person is going on; erase when it has ended.":
    "Es läuft ein Anruf mit dieser Person; löschen Sie sie, wenn er beendet ist.",
  "Something went wrong on our side.": "Bei uns ist etwas schiefgegangen.",

  "A number such as %s, with up to %d digits before the point and %d behind it.":
    "Eine Zahl, etwa 1.200,5, mit bis zu %d2 Stellen vor und %d3 hinter dem Komma.",
  "A date such as %s.": "Ein Tag, etwa 01.12.2026.",
  "A comma, a semicolon, a tab or a bar.":
    "Ein Komma, ein Semikolon, ein Tabulator oder ein senkrechter Strich.",
  "There is no field %s.": "Das Feld %s gibt es nicht.",
  "Each column once, counted from 0.": "Jede Spalte nur einmal, von 0 an gezählt.",
  "Two columns go to %s.": "Zwei Spalten führen zu %s.",
  "This import cannot be %s: it is %s.": "Das geht bei diesem Import jetzt nicht.",
  "There is nothing in this file to import.": "In dieser Datei ist nichts zu importieren.",
  "An address such as https://example.com/hook.": "Eine Adresse wie https://example.com/hook.",
  "No user name or password in the address; check the signature instead.":
    "Kein Benutzername oder Passwort in der Adresse; prüfen Sie stattdessen die Signatur.",
  "No # in the address; it would not be sent.": "Kein # in der Adresse; es würde nicht gesendet.",
  "A port from 1 to 65535.": "Ein Port von 1 bis 65535.",
  "At least one event.": "Mindestens ein Ereignis.",
  "There is no event of that name.": "Ein Ereignis dieses Namens gibt es nicht.",
  "This webhook is switched off; switch it on first.":
    "Dieser Webhook ist ausgeschaltet; schalten Sie ihn zuerst ein.",
  "There are as many webhooks as there may be; remove one first.":
    "Mehr Webhooks sind nicht möglich; entfernen Sie zuerst einen.",
  "This is the last active admin; make somebody else an admin first.":
    "Das ist die letzte aktive Person in der Administration; ernennen Sie zuerst eine weitere.",

  "The tag %s is to be added as well.": "Das Schlagwort %s soll zugleich hinzugefügt werden.",
  "There is nothing to change.": "Es gibt nichts zu ändern.",
  "Either ids or a filter.": "Entweder eine Auswahl oder ein Filter.",
  "Give the contacts or a filter, and not both.":
    "Geben Sie die Kontakte oder einen Filter an, nicht beides.",
  "At most %d bytes.": "Höchstens %d Byte.",
  "At most %d columns.": "Höchstens %d Spalten.",
  "Only its owner and supervisors change a shared view; save a copy of your own.":
    "Eine geteilte Ansicht ändern nur ihr Besitzer und die Teamleitung; speichern Sie eine eigene Kopie.",
  "Only who made this change and supervisors take it back.":
    "Diese Änderung nimmt nur zurück, wer sie gemacht hat, oder die Teamleitung.",
  "This took a change back itself; make the change anew.":
    "Das war selbst eine Rücknahme; nehmen Sie die Änderung neu vor.",
  "This change was taken back already.": "Diese Änderung wurde bereits zurückgenommen.",
  "At most %s contacts can be changed at once; narrow the list down and go on in steps.":
    "Höchstens %s Kontakte lassen sich auf einmal ändern; grenzen Sie die Liste ein und gehen Sie schrittweise vor.",
  "More than %s contacts.": "Mehr als %s Kontakte.",
  "Agents change at most %s contacts at once; a supervisor can change more.":
    "Agenten ändern höchstens %s Kontakte auf einmal; die Teamleitung kann mehr ändern.",
  "This is no user.": "Das ist kein Benutzer.",
  "A user's id, me or none.": "Ein Benutzer, „me“ oder „none“.",
  "An opt-out is never taken back for many contacts at once.":
    "Ein Widerspruch wird nie für viele Kontakte auf einmal zurückgenommen.",
  "may only be true": "Das darf nur gesetzt werden.",

  "One of all, longest_idle, round_robin, last_agent, owner.":
    "Eines von all, longest_idle, round_robin, last_agent, owner.",
  "From 0 to 4 hours.": "Von 0 bis 4 Stunden.",
  "From 0 to %d callers.": "Von 0 bis %d Anrufer.",
  "A queue cannot overflow into itself.":
    "Eine Warteschlange kann nicht in sich selbst überlaufen.",
  "At most %d times.": "Höchstens %d Zeiten.",
  "Each time needs a day, and must end after it begins.":
    "Jede Zeit braucht einen Tag und muss nach ihrem Beginn enden.",
  "Two times of one day overlap.": "Zwei Zeiten eines Tages überschneiden sich.",
  "At most %d holidays.": "Höchstens %d Feiertage.",
  "A date such as 2026-12-25.": "Ein Datum wie 2026-12-25.",
  "From 1 to 60 seconds.": "Von 1 bis 60 Sekunden.",
  "From 1 to %d times.": "Von 1- bis %d-mal.",
  "From 1 to %d keys.": "Von 1 bis %d Tasten.",
  "Each key is one of 0-9, * and #, and stands once.":
    "Jede Taste ist eine von 0-9, * und # und steht einmal da.",
  "Every key needs a destination.": "Jede Taste braucht ein Ziel.",
  "One of queue, user, menu, voicemail, busy.": "Eines von queue, user, menu, voicemail, busy.",
  "Say which queue, user or menu, and nothing else.":
    "Geben Sie die Warteschlange, den Benutzer oder das Menü an und sonst nichts.",
  "Say why nobody calls back.": "Sagen Sie, warum niemand zurückruft.",
  "One of done, dismissed.": "Eines von done, dismissed.",
  "This callback is closed already.": "Dieser Rückruf ist bereits geschlossen.",
  "Only a voicemail has a greeting.": "Nur eine Sprachnachricht hat eine Ansage.",
  "A number leads to a queue, a user or a menu.":
    "Eine Rufnummer führt zu einer Warteschlange, einem Benutzer oder einem Menü.",
  "A number goes to exactly one queue, user or menu.":
    "Eine Rufnummer führt zu genau einer Warteschlange, einem Benutzer oder einem Menü.",
  "give exactly one of queueId, userId and menuId":
    "Geben Sie genau eines von queueId, userId und menuId an.",
  "A sound may have up to 20 MB.": "Ein Klang darf bis zu 20 MB haben.",
  "This is no WAV file of 16-bit PCM.": "Das ist keine WAV-Datei mit 16-Bit-PCM.",
  "A sound may last up to ten minutes.": "Ein Klang darf bis zu zehn Minuten dauern.",
  "Business hours have this name.": "Öffnungszeiten mit diesem Namen gibt es schon.",
  "A menu has this name.": "Ein Menü mit diesem Namen gibt es schon.",
  "A sound has this name.": "Ein Klang mit diesem Namen gibt es schon.",

  "the colleague does not take calls now": "Der Kollege nimmt gerade keine Anrufe an.",
  "there is no such colleague": "Diesen Kollegen gibt es nicht.",
  "the call is already with this colleague": "Der Anruf ist schon bei diesem Kollegen.",
  "the call is not connected": "Der Anruf ist nicht verbunden.",
  "the call is not being transferred": "Der Anruf wird gerade nicht weitergeleitet.",

  "Call to %s": "Anruf bei %s",
  "Call from %s": "Anruf von %s",

  "The %s was changed after the merge and stays as it is.":
    "Eine Angabe (%s) wurde nach der Zusammenführung geändert und bleibt, wie sie ist.",
  "Another contact has the address %s by now; it stays there.":
    "Ein anderer Kontakt hat inzwischen die Adresse %s; sie bleibt dort.",
});
