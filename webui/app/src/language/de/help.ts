import type * as english from "../en/help";
import { code, type HelpTopic, points, steps, text } from "../help";
import { webhookCode } from "../webhookCode";

const topics: HelpTopic[] = [
  {
    id: "answer",
    title: "Einen Anruf annehmen",
    about: "Sehen, wer anruft, dann den Anruf annehmen, ablehnen oder einem Kollegen überlassen.",
    parts: [
      text(
        "Wenn ein Anruf klingelt, öffnet sich ein Fenster mit dem Anrufer: Name, Firma, Nummer, woran Ringbook ihn erkannt hat, seine offenen Tickets und seine letzten Anrufe. Nichts wird angenommen, bevor Sie „Annehmen“ drücken.",
      ),
      steps(
        "Lesen Sie, wer anruft. Teilen sich mehrere Kontakte die Nummer, wählen Sie den richtigen; geraten wird nicht.",
        "Drücken Sie „Annehmen“ oder Alt+A. Beim ersten Mal fragt der Browser vielleicht nach dem Mikrofon: Erlauben Sie es.",
        "Sprechen Sie. Die Leiste am Fuß jeder Seite zeigt Zustand und Zeit, mit „Stumm“, „Halten“, „Tastenfeld“ und „Auflegen“.",
        "Drücken Sie „Auflegen“ oder Alt+H. Ergänzen Sie Notizen, wenn Sie mögen, und drücken Sie dann „Fertig“. Der Anruf steht schon in der Anrufliste.",
      ),
      points(
        "„Ablehnen“ beendet das Klingeln bei Ihnen. Bei Ihren Kollegen klingelt es weiter.",
        "Nimmt ein Kollege zuerst an, schließt sich das Fenster und Sie erfahren, wer es war.",
        "Der Knopf mit der Glocke stellt den Klingelton ab und lässt den Anruf weiter klingeln.",
        "Ein zweiter Anruf während eines Gesprächs meldet sich mit einem leisen Ton. „Halten und annehmen“ stellt den ersten Anrufer in die Warteschleife.",
      ),
    ],
  },
  {
    id: "dial",
    title: "Jemanden anrufen",
    about: "Klicken Sie auf eine Nummer, oder tippen Sie eine in die Anrufleiste.",
    parts: [
      steps(
        "Klicken Sie auf eine Telefonnummer bei einem Kontakt, in einer Liste oder in der Anrufliste. Oder tippen Sie eine Nummer in die Anrufleiste und drücken Sie „Anrufen“.",
        "Zuerst wird Ihr Browser verbunden, dann klingelt es auf der anderen Seite, und Sie hören es klingeln.",
        "Um abzubrechen, bevor jemand abnimmt, drücken Sie „Auflegen“.",
      ),
      text(
        "Nummern können Sie so tippen, wie Sie sie kennen, mit Leerzeichen oder ohne Landesvorwahl; solche ohne Vorwahl gelten als Nummern aus dem Land Ihrer Organisation.",
      ),
    ],
  },
  {
    id: "during",
    title: "Während eines Anrufs",
    about:
      "Stummschalten, halten, Töne senden und den Anruf behalten, während Sie die Seite wechseln.",
    parts: [
      points(
        "Stumm (Alt+M): Die andere Seite hört Sie nicht. Sie hören sie weiter.",
        "Halten: Keine Seite hört die andere, bis Sie „Fortsetzen“ drücken.",
        "Tastenfeld: sendet Töne, für Menüs, die nach einer Ziffer fragen. Klicken Sie die Tasten an oder tippen Sie sie, solange es geöffnet ist.",
        "Weiterleiten (Alt+T): Wählen Sie einen Kollegen, der verfügbar ist. Es klingelt dort sofort, mit Ihrem Namen, und die andere Seite hört Musik. Lehnt er ab oder nimmt er nicht an, kommt der Anruf zu Ihnen zurück; „Zurückholen“ beendet das Klingeln vorher.",
        "Details: die Daten des Anrufers, Gesprächsnotizen, die beim Tippen gespeichert werden, und der Weg, den Anruf mit einem anderen Kontakt zu verknüpfen.",
        "Sie können auf jede Seite gehen; der Anruf bleibt. Sie können die Seite sogar neu laden: Der Ton kommt von selbst zurück.",
        "Qualität gut, mäßig oder schlecht sagt, wie die andere Seite hier ankommt. Halten Sie den Mauszeiger darauf, um die Werte zu sehen.",
      ),
    ],
  },
  {
    id: "status",
    title: "Ihr Status",
    about: "Entscheiden Sie, ob Anrufe bei Ihnen klingeln.",
    parts: [
      text(
        "Der Knopf links in der Anrufleiste zeigt Ihren Status. Anrufe Ihrer Gruppe klingeln, solange Sie verfügbar sind. Wählen Sie „Abwesend“ mit einem Grund, wenn Sie Ihren Platz verlassen, und „Verfügbar“, wenn Sie zurück sind.",
      ),
    ],
  },
  {
    id: "contacts",
    title: "Kontakte und Kunden",
    about: "Personen und Firmen finden, hinzufügen und ändern.",
    parts: [
      points(
        "Die Suche findet Namen, E-Mail-Adressen, Firmen und Nummern in jeder Schreibweise, während Sie tippen. Mit / gelangen Sie in die Suche.",
        "Filter und Reihenfolge stehen in der Adresse der Seite: Ein Lesezeichen oder ein Link behält sie.",
        "„Exportieren“ lädt die Liste herunter, wie sie gefiltert und sortiert ist, für eine Tabelle, für Excel oder für ein anderes Programm. Der Pfeil auf einer Karte lädt einen Kontakt für ein Adressbuch herunter.",
        "„Neuer Kontakt“ braucht nur Vor- und Nachname. Eine Firma, die es noch nicht gibt, wird mit angelegt.",
        "Gibt es schon jemanden, der ähnlich ist, wird er Ihnen vor dem Speichern gezeigt.",
        "Klicken Sie auf einer Karte auf einen Wert, um ihn zu ändern. Enter oder ein Klick daneben speichert, Escape stellt wieder her.",
        "Eine E-Mail-Adresse kann eine Bezeichnung haben, etwa Büro oder privat, und eine von mehreren ist die Haupt-E-Mail: drücken Sie „E-Mail-Adressen bearbeiten“.",
        "Hat inzwischen jemand anderes denselben Kontakt geändert, wählen Sie, welcher Wert bleibt.",
        "„Archivieren“ nimmt einen Kontakt aus den Listen. „Rückgängig“ in der Meldung oder „Wiederherstellen“ auf der Karte bringt ihn zurück.",
        "Ein Kontakt, der auf der Seite eines Kunden angelegt wurde, ist fest mit ihm verbunden. Die Teamleitung kann ihn lösen.",
      ),
    ],
  },
  {
    id: "fields",
    title: "Kontaktfelder und Schlagwörter",
    about: "Festhalten, was Ihre Organisation von jedem Kontakt wissen möchte, und danach suchen.",
    parts: [
      points(
        "Die Administration legt Felder unter „Einstellungen“, „Kontaktfelder“ an: Freitext, eine Zahl, ein Datum oder eine Auswahl. Die Reihenfolge dort gilt auch auf der Karte.",
        "Ein Feld steht auf jeder Karte, wo ein Klick es ändert, und im Formular für neue Kontakte unter „Weitere Felder“.",
        "In der Kontaktliste lässt sich nach einem Feld filtern: nach dem Wert einer Auswahl oder eines Textes, bei Zahlen und Daten von und bis.",
        "Beim Exportieren gibt es „Mit Ihren Kontaktfeldern“. Ohne das sind die Spalten immer dieselben.",
        "Eine umbenannte Möglichkeit heißt bei allen Kontakten neu. Eine Möglichkeit, die Kontakte haben, lässt sich nicht entfernen; benennen Sie sie zuerst in eine andere um.",
        "Ein archiviertes Feld verschwindet von den Seiten. Seine Werte bleiben, und „Wiederherstellen“ bringt beide zurück.",
        "Schlagwörter tippen Sie auf einer Karte ein. Die Teamleitung färbt, benennt, vereint und löscht sie unter „Einstellungen“, „Schlagwörter“.",
      ),
    ],
  },
  {
    id: "day",
    title: "Mein Tag",
    about: "Was heute zu tun ist, von oben nach unten.",
    parts: [
      points(
        "„Neue Aktivität“ plant einen Anruf, eine E-Mail, einen Termin oder eine Aufgabe: unter „Mein Tag“, auf der Seite eines Kontakts, Kunden, Deals oder Tickets, oder mit N von überall. Strg+Enter speichert.",
        "„Mein Tag“ zeigt, was überfällig ist, heute, morgen und in den nächsten Tagen fällig wird, nach Ihrer eigenen Uhr, und die Tickets, die Sie heute lösen müssen.",
        "Arbeiten Sie die Liste mit der Tastatur ab: J und K gehen nach unten und oben, D ruft den Kontakt an, X markiert als erledigt, Enter öffnet. „Rückgängig“ in der Meldung nimmt es zurück.",
        "Das Kalenderzeichen verschiebt eine Aktivität auf morgen, zur selben Uhrzeit.",
        "Eine Erinnerung erscheint zu ihrer Zeit auf dem Bildschirm. Sie wandert mit, wenn sich die Fälligkeit ändert.",
        "Teamleiter wählen, wessen Tag sie sehen.",
        "Anrufe aus der Anrufliste stehen von selbst bei den Aktivitäten eines Kontakts.",
        "Einstellungen, Kalender gibt Ihnen einen geheimen Link, mit dem Google, Outlook oder Apple Kalender Ihre offenen Aktivitäten zeigt. Notizen sind nie darin.",
      ),
    ],
  },
  {
    id: "tickets",
    title: "Tickets",
    about: "Zu lösende Probleme: wer sie hat, bis wann, und was gesagt wurde.",
    parts: [
      points(
        "„Neues Ticket“ finden Sie in der Ticketliste und auf der Karte jedes Kontakts. Ein Kontakt bringt seinen Kunden mit.",
        "Die Suche findet jeden Teil eines Betreffs oder ein Ticket nach seiner Nummer. Die Filter stehen in der Adresse der Seite.",
        "Eine Antwort ist für den Kontakt; eine interne Notiz, auf Gelb, ist für Kollegen. Strg+Enter sendet. Antworten bleiben in Ringbook; eine E-Mail wird nicht verschickt.",
        "Die erste Antwort öffnet ein neues Ticket. „Als gelöst markieren“ beendet es, „Wieder öffnen“ holt es zurück.",
        "Ein Ticket, dessen Frist abgelaufen ist, ist als „Überfällig“ markiert; der gleichnamige Filter zeigt die ältesten zuerst.",
        "Ein offenes Ticket erscheint, wenn sein Kontakt anruft. Klicken Sie es dort an, um es zu öffnen.",
      ),
    ],
  },
  {
    id: "merge",
    title: "Dubletten zusammenführen",
    about: "Aus zwei Einträgen einer Person wird einer, und nichts geht verloren.",
    parts: [
      steps(
        "Öffnen Sie den Kontakt, dann „Aktionen“, „Zusammenführen mit…“, und wählen Sie den anderen. Oder öffnen Sie „Dubletten“ aus der Kontaktliste.",
        "Wählen Sie, welcher der beiden bleibt und, wo sie sich unterscheiden, welcher Wert. Sie sehen, was übernommen wird.",
        "Bestätigen Sie. Tickets, Deals, Aktivitäten, Notizen, Anrufe, Schlagwörter, Nummern und Adressen der Dublette gehen auf den über, der bleibt.",
      ),
      points(
        "Adresse, Links und Nummern der Dublette führen für immer zu dem, der bleibt.",
        "„Rückgängig“ wird sofort und auf der Karte des Kontakts angeboten. Es holt zurück, was die Zusammenführung verschoben hat, behält spätere Arbeit und sagt, was sich nicht rückgängig machen ließ.",
        "Sind beide fest mit verschiedenen Kunden verbunden, muss die Teamleitung den Kunden wählen.",
      ),
    ],
  },
  {
    id: "deals",
    title: "Deals",
    about: "Verkäufe in einer Pipeline, als Board oder als Liste.",
    parts: [
      points(
        "Ziehen Sie einen Deal in eine andere Phase, oder nutzen Sie „verschieben nach…“ auf seiner Karte. Beides geht mit der Tastatur.",
        "Ein Deal hat einen Betrag, einen Kunden und mehrere Kontakte, jeden mit einer Rolle.",
        "Schließen Sie ihn als gewonnen oder verloren ab; ein verlorener Deal braucht einen Grund. Er lässt sich wieder öffnen.",
      ),
    ],
  },
  {
    id: "callbacks",
    title: "Zurückrufen, wer niemanden erreicht hat",
    about:
      "Jeder Anrufer, den niemand angenommen hat, steht einmal auf einer Liste, bis jemand mit ihm gesprochen hat.",
    parts: [
      steps(
        "Öffnen Sie Rückrufe. Wer am längsten wartet, steht oben, mit der Zahl seiner Anrufe; die Zahl im Menü sagt, wie viele fällig sind.",
        "Drücken Sie „Zurückrufen“: Der Rückruf gehört von da an Ihnen, und das Telefon wählt.",
        "Sprechen Sie. Wurde das Gespräch angenommen, schließt sich der Rückruf von selbst, auch wenn der Anrufer schneller war und noch einmal anrief.",
      ),
      points(
        "„Später zurückrufen“ in den Einzelheiten eines Anrufs legt einen Rückruf für eine vereinbarte Zeit an; „Folgeaufgabe“ daneben plant eine Aufgabe zum Kontakt.",
        "Ist die Nummer für den verknüpften Kontakt neu? „Nummer hinzufügen“ behält sie, damit der nächste Anruf den Namen zeigt.",
        "So oft jemand auch anruft, offen ist ein Rückruf. Wer seine Nummer unterdrückt, kann nicht zurückgerufen werden.",
        "Wählen Sie, wer zuständig ist, um einen Rückruf weiterzugeben, oder „Niemand“, um ihn zurückzugeben. Ihre eigenen stehen auch unter Mein Tag.",
        "Das Kreuz schließt einen Rückruf, den niemand machen soll, und fragt nach dem Grund. Der Haken schließt einen, der anders erledigt wurde.",
      ),
    ],
  },
  {
    id: "calls",
    title: "Die Anrufliste",
    about: "Jeder Anruf wird von selbst aufgezeichnet, mit Ergebnis und Zeiten.",
    parts: [
      points(
        "Agenten sehen ihre eigenen Anrufe. Teamleitung und Administration sehen alle.",
        "Klicken Sie auf einen Anruf, um seine Zeiten zu sehen, warum er endete, wie er klang und jeden seiner Schritte.",
        "Ist er mit dem falschen Kontakt verknüpft oder mit keinem, wählen Sie dort den richtigen.",
      ),
    ],
  },
  {
    id: "board",
    title: "Leitstand ansehen und Berichte lesen",
    about:
      "Für Supervisoren: wie die Anrufe jetzt stehen, wie der Tag läuft und wie vergangene Wochen waren.",
    parts: [
      text(
        "Der Leitstand zeigt jeden Anruf mit seiner Zeit, die Gruppen mit Wartenden und Wartezeit und die Agenten mit ihrem Status und seit wann. Er bewegt sich von selbst; stellen Sie ihn auf einen zweiten Bildschirm.",
      ),
      points(
        "Servicelevel ist der Anteil eingehender Anrufe, die rechtzeitig angenommen wurden. Das Ziel steht unter Einstellungen, Organisation.",
        "Aufgegeben sind Anrufe, bei denen der Anrufer auflegte, bevor jemand abnahm. Verpasste klingelten, bis feststand, dass niemand abnimmt.",
        "Annahmezeit ist, wie lange angenommene Anrufer im Mittel gewartet haben.",
        "Die Zahlen gelten für heute nach Ihrer Uhr.",
      ),
      steps(
        "Öffnen Sie einen Anruf, um zu sehen, warum er scheiterte: die Ursache in Worten, den Ton jedes Abschnitts und die SIP-Nachrichten als Leiter. Sie werden 30 Tage lang aufbewahrt.",
        "Suchen Sie unter Anrufe nach einem Namen oder dem Anfang einer Nummer, und fügen Sie Filter für Agent, Gruppe, Gesprächszeit und Gesprächsergebnis hinzu.",
        "Die Zeile über der Liste zählt die Anrufe zusammen. „CSV exportieren“ lädt sie gefiltert herunter; wer was exportiert hat, steht im Protokoll.",
      ),
      text(
        "Berichte zählen Anrufe nach Tag, Stunde, Agent, Gruppe oder Gesprächsergebnis, bis zu 400 Tage auf einmal, als Diagramm und als Tabelle derselben Zahlen.",
      ),
    ],
  },
  {
    id: "webhooks",
    title: "Webhooks",
    about: "Ein anderes Programm erfährt sofort, wenn sich etwas ändert. Für die Administration.",
    parts: [
      steps(
        "Öffnen Sie Einstellungen, Webhooks, und klicken Sie auf „Neuer Webhook“. Geben Sie Namen und Adresse ein und wählen Sie die Ereignisse.",
        "Kopieren Sie das Geheimnis: Es wird nur einmal angezeigt. Ihr Programm prüft damit, dass Nachrichten von uns stammen.",
        "Klicken Sie auf „Testnachricht senden“ und sehen Sie in das Protokoll darunter: Es zeigt jede Nachricht, die Antwort und das Problem.",
      ),
      points(
        "Eine Nachricht ist JSON: id, event, at, organisationId und data. data hat die Felder der API. Notizen zu Kontakten und Anrufen und interne Notizen in Tickets werden nie gesendet.",
        "Antworten Sie innerhalb von zehn Sekunden mit einem Status von 200 bis 299. Längere Arbeit erledigen Sie nach der Antwort.",
        "Alles andere wird nach 5 Sekunden, 1 Minute, 5 Minuten, 30 Minuten und dann nach 2, 5, 10, 14, 20 und 24 Stunden erneut versucht. Danach gilt die Nachricht als fehlgeschlagen; „Wiederholen“ sendet sie noch einmal.",
        "Eine Nachricht kann zweimal ankommen, mit derselben webhook-id: Verwerfen Sie, was Sie schon kennen. Die Reihenfolge ist nicht zugesichert; vergleichen Sie at oder version in data.",
        "Weiterleitungen wird nicht gefolgt. Die Antwort 410 schaltet den Webhook aus. Fünf Tage mit nichts als Fehlern tun das auch. Die Admins erfahren davon.",
        "Adressen müssen im öffentlichen Internet liegen und mit https:// beginnen. Wer Ringbook betreibt, kann mit --webhook-allow eigene Netze zulassen.",
        "„Neues Geheimnis“ wechselt das Geheimnis; das alte unterschreibt noch 24 Stunden mit, eine Nachricht trägt dann zwei Signaturen.",
      ),
      text(
        "Nachrichten sind so signiert, wie Standard Webhooks es beschreibt. Jede hat drei Kopfzeilen:",
      ),
      code("Kopfzeilen", webhookCode.headers),
      text(
        "Die Signatur ist das Base64 von HMAC-SHA256 über „webhook-id.webhook-timestamp.body“. Der Schlüssel ist der Base64-Teil des Geheimnisses nach whsec_. Weisen Sie Zeitstempel ab, die mehr als fünf Minuten abweichen.",
      ),
      code("Prüfung in Go", webhookCode.go),
      code("Prüfung in Node", webhookCode.node),
      code("Prüfung in Python", webhookCode.python),
    ],
  },
  {
    id: "notifications",
    title: "Mitteilungen, Erwähnungen und Erinnerungen",
    about: "Einem Kollegen etwas sagen, und erfahren, was Sie betrifft.",
    parts: [
      points(
        "Tippen Sie @ in einer Notiz oder in einer internen Notiz eines Tickets und wählen Sie mit den Pfeiltasten und der Eingabetaste einen Kollegen. Er erfährt es einmal.",
        "Sie erfahren, wenn jemand Sie erwähnt oder Ihnen ein Ticket, einen Deal oder eine Aktivität überträgt: sofort, wo Ringbook offen ist, und unter der Glocke, bis Sie es gelesen haben.",
        "Klicken Sie auf eine Mitteilung, um zu öffnen, worum es geht; damit ist sie gelesen. „Alle als gelesen markieren“ finden Sie unter der Glocke und auf ihrer Seite.",
        "Eine Erinnerung bleibt stehen, bis Sie „Öffnen“, „Erledigt“ oder „In 10 Min. erinnern“ drücken. F6 bringt die Tastatur dorthin. Einen Anruf unterbricht sie nie.",
        "Wenn Sie unter „Ton und Geräte“ Benachrichtigungen erlauben, erscheinen sie auf Ihrem Bildschirm, während Ringbook im Hintergrund ist.",
        "Erwähnungen sind für Kollegen: Exporte und Antworten zeigen den Namen und sonst nichts.",
      ),
    ],
  },
  {
    id: "settings",
    title: "Benutzer, Organisation und Protokoll",
    about: "Wer hier arbeitet, was für alle gilt und wer was geändert hat.",
    parts: [
      points(
        "Die Einstellungen haben Bereiche: „Sie“ und „API-Token“ haben alle; wer verwaltet, hat auch Organisation, Benutzer, Pipelines und das Protokoll. Unter Benutzer sagt eine Tabelle, was jede Rolle darf.",
        "Wer deaktiviert wird oder ein neues Passwort bekommt, ist sofort überall abgemeldet. Was die Person getan hat, bleibt unter ihrem Namen. Der letzte aktive Administrator bleibt.",
        "Das Land der Organisation sagt, wie Nummern ohne Ländervorwahl gelesen werden. Gespeicherte Nummern bleiben, wie sie sind, wenn es sich ändert.",
        "Unter Pipelines lassen sich Pipelines und ihre Phasen hinzufügen, umbenennen und ordnen: durch Ziehen, mit den Pfeilknöpfen oder mit der Tastatur. Eine, in der Deals sind, lässt sich nicht löschen.",
        "„Verlauf“ bei Kontakten, Kunden, Tickets und Deals sagt, wer etwas geändert hat, mit altem und neuem Wert. Das Protokoll hat alle; seine Filter stehen in der Adresse der Seite. Von Notizen und internen Nachrichten hält es fest, dass sie geschrieben wurden und wie lang sie sind, nie die Worte.",
        "Mit einem Token arbeitet ein Programm bis zu dessen Ende in Ihrem Namen. Es wird einmal gezeigt; widerrufen Sie es, wenn es niemand mehr benutzt.",
      ),
    ],
  },
  {
    id: "shortcuts",
    title: "Tastenkürzel",
    about: "Alles geht mit der Tastatur; mit diesen Tasten geht es schneller.",
    parts: [
      points(
        "Alt+A nimmt an, Alt+R lehnt ab, Alt+M schaltet stumm, Alt+T leitet weiter, Alt+H legt auf, wo immer Sie sind.",
        "Strg+K sucht von überall in Kontakten, Kunden, Tickets und Deals; tippen Sie eine Nummer, um sie anzurufen. Bevor Sie tippen, stehen dort die zuletzt angesehenen Kontakte.",
        "/ führt in die Suche der Liste, und ? zeigt alle Tastenkürzel. Beide lassen sich dort ausschalten.",
      ),
    ],
  },
  {
    id: "sound",
    title: "Wenn Sie nichts hören oder man Sie nicht hört",
    about: "Die üblichen Gründe und was zu tun ist.",
    parts: [
      points(
        "„Das Mikrofon ist blockiert“: Klicken Sie auf das Symbol links neben der Adresse, erlauben Sie das Mikrofon für diese Seite und drücken Sie dann „Ton einschalten“.",
        "„Der Ton ist in einem anderen Tab“: Nur ein Tab hat den Ton. Gehen Sie dorthin, oder drücken Sie „Ton hier nutzen“.",
        "Falsches Headset: Öffnen Sie „Ton und Geräte“, wählen Sie Mikrofon und Lautsprecher und nutzen Sie die Tests dort.",
        "Kein Klingelton: Browser halten eine Seite stumm, bis Sie einmal auf ihr geklickt haben. Prüfen Sie auch Gerät und Lautstärke des Klingeltons.",
        "Die Seite wurde über einfaches http unter einem anderen Namen als localhost geöffnet: Solchen Seiten geben Browser kein Mikrofon. Nutzen Sie die https-Adresse.",
        "Die Anrufleiste sagt, dass vom Anrufer nichts ankommt: Der Fehler liegt auf seiner Seite oder unterwegs. Bitten Sie ihn, noch einmal anzurufen.",
        "„Keine Tonverbindung zum Dienst“: Vielleicht blockiert sie eine Firewall. Informieren Sie Ihre Administration.",
      ),
    ],
  },
  {
    id: "import",
    title: "Kontakte importieren",
    about:
      "Übernehmen Sie Kontakte aus einer CSV-Datei, einer Excel-Arbeitsmappe oder aus vCards, und nehmen Sie bei Bedarf alles zurück.",
    parts: [
      text(
        "Teamleiter und Administratoren importieren. Dateien aus Google, Outlook, Salesforce und dem Export von Ringbook werden verstanden, wie sie sind.",
      ),
      steps(
        "Öffnen Sie Kontakte, wählen Sie Importieren und dann die Datei. Sie wird gelesen; geändert wird noch nichts.",
        "Prüfen Sie, wohin jede Spalte gehört, und wählen Sie, was mit vorhandenen Kontakten geschieht: Sie werden an der E-Mail-Adresse erkannt, sonst an Nummer und Name.",
        "Sehen Sie nach, was neu, geändert, unverändert oder abgelehnt würde, und warum.",
        "Wählen Sie Importieren. Sie können die Seite währenddessen verlassen. „Abbrechen und zurücknehmen“ macht rückgängig, was bisher geschehen ist.",
      ),
      points(
        "Leere Zellen leeren kein Feld, und ein Werbewiderspruch wird nie zurückgenommen.",
        "Ein Kontakt, der fest mit seiner Firma verbunden ist, behält sie.",
        "„Import rückgängig machen“ nimmt den ganzen Import zurück, jederzeit. Woran seither gearbeitet wurde, bleibt erhalten und wird aufgeführt.",
      ),
    ],
  },
  {
    id: "privacy",
    title: "Daten einer Person herausgeben oder löschen",
    about: "Was zu tun ist, wenn jemand Auskunft oder Löschung verlangt.",
    parts: [
      steps(
        "Öffnen Sie den Kontakt und klicken Sie auf „Aktionen“.",
        "„Personenbezogene Daten exportieren“ lädt alles, was es zu der Person gibt, als eine JSON-Datei herunter: Felder, Notizen, Tickets, Deals, Aktivitäten, Anrufe, Importe und wer was geändert oder gesehen hat. Das können Supervisoren und Administratoren.",
        "„Person löschen…“ sagt, was gelöscht wird und was bleibt. Geben Sie den Namen ein und klicken Sie auf „Endgültig löschen“. Das können nur Administratoren, und niemand kann es rückgängig machen.",
      ),
      points(
        "Anrufe bleiben als Zeiten, Dauer und Ergebnis, damit Ihre Statistik stimmt; Nummern, Namen und Notizen werden gelöscht.",
        "Kontakte, die mit diesem zusammengeführt wurden, sind dieselbe Person und werden mitgelöscht.",
        "Die Adresse des Kontakts antwortet weiterhin und sagt, dass die Person gelöscht wurde.",
        "Ein Webhook für „Person gelöscht“ sagt es Ihren anderen Programmen.",
        "Sicherungen behalten, was sie enthielten, als sie gemacht wurden.",
      ),
    ],
  },
  {
    id: "trunks",
    title: "Ihren Telefonanbieter anbinden",
    about:
      "Richten Sie einen Trunk ein, sehen Sie, ob er geht, und haben Sie einen zweiten für den Fall, dass nicht.",
    parts: [
      steps(
        "Öffnen Sie Einstellungen, Leitungen (Trunks) und drücken Sie Neuer Trunk. Tragen Sie den Server aus dem Brief Ihres Anbieters ein.",
        "Nennt der Brief Benutzername und Passwort, haken Sie Registrieren an und tragen Sie beides ein. Nennt er Adressen, tragen Sie die ein, von denen Anrufe kommen.",
        "Tragen Sie die Nummer ein, die Angerufene sehen, und speichern Sie. Nach einigen Sekunden zeigt der Trunk Registriert oder Antwortet, oder er sagt, was nicht stimmt.",
        "Drücken Sie Testanruf und geben Sie Ihre Mobilnummer ein. Sie hören eine Melodie, und die Seite sagt, was geschah.",
      ),
      points(
        "Ausgehende Anrufe nehmen den Trunk mit der kleinsten Reihenfolge. Antwortet er nicht, lehnt er mangels Leitungen ab oder sind alle seine Leitungen belegt, übernimmt der nächste, solange es noch nicht geklingelt hat.",
        "Gleichzeitige Anrufe begrenzt die Leitungen eines Trunks auf jedem Server. Ein Anruf darüber erfährt, dass alle Leitungen belegt sind (503).",
        "Mit der Nummer nach angerufenem Land sehen Menschen im Ausland eine Nummer ihres Landes. Ihr Anbieter muss das erlauben.",
        "Fragen, ob er lebt, sendet dem Anbieter OPTIONS, so oft Sie sagen.",
        "Haben Anrufer keine Namen, weil ihre Nummern ohne + kommen, haken Sie „Der Anbieter sendet Nummern ohne +“ an.",
        "Eine Änderung beendet nie die Anrufe auf einem Trunk.",
      ),
    ],
  },
  {
    id: "routing",
    title: "Rufnummern und Wege",
    about:
      "Sagen Sie, wohin die Anrufe jeder Rufnummer führen: nach Zeit, nach Taste, in eine Warteschlange, zur Sprachnachricht.",
    parts: [
      text(
        "Einstellungen, Rufnummern & Wege zeigt jede Rufnummer mit ihrem Weg als Pfad. Das sehen nur Administratoren.",
      ),
      steps(
        "Sagen Sie unter Öffnungszeiten, an welchen Tagen und zu welchen Zeiten jemand da ist, und fügen Sie Feiertage hinzu. Es gilt die Uhr an der Wand, im Sommer wie im Winter.",
        "Wählen Sie unter Warteschlangen, wer gemeinsam Anrufe annimmt, bei wem es zuerst klingelt und wie lange Anrufer warten dürfen.",
        "Sagen Sie unter Menüs, welche Taste wohin führt. Laden Sie die Ansage unter Klänge als WAV-Datei hoch; ohne sie hören Anrufer Töne.",
        "Sagen Sie unter Rufnummern, wohin die Anrufe einer Rufnummer gehen, wann geöffnet ist und wohin Anrufe gehen, während geschlossen ist oder wenn niemand annimmt.",
        "Drücken Sie „Diesen Weg prüfen“, wenn Sie möchten mit Zeit und Anrufer, und lesen Sie, was geschähe. Es klingelt nirgends.",
      ),
      points(
        "Eine Warteschlange, in der niemand wartet und es bei allen zugleich klingelt, klingelt auch bei Agenten, die schon sprechen. In allen anderen klingelt es nur bei Agenten ohne Anruf.",
        "Wer wartet, hört Musik; den nächsten freien Agenten bekommt, wer am längsten gewartet hat.",
        "Ein Anruf wird angenommen und kostet den Anrufer vielleicht etwas, sobald Ringbook spricht: bei Menü, Musik oder Sprachnachricht. Besetzt kostet nichts.",
        "In einem Menü folgen auf eine falsche Taste zwei tiefe Töne und noch einmal die Ansage.",
      ),
    ],
  },
  {
    id: "voicemail",
    title: "Sprachnachrichten",
    about: "Hören Sie, was Anrufer hinterlassen haben, und rufen Sie zurück.",
    parts: [
      steps(
        "Öffnen Sie Sprachnachrichten. Die Zahl daneben sagt, wie viele Nachrichten auf Sie und Ihre Warteschlangen warten; Sie bekommen auch eine Mitteilung.",
        "Drücken Sie auf Abspielen. Die Nachricht gilt dann als angehört, für alle der Warteschlange.",
        "Klicken Sie auf die Rufnummer, um zurückzurufen, oder auf den Namen, um den Kontakt zu öffnen.",
      ),
      points(
        "Eine Nachricht dauert bis zu drei Minuten; sie endet, wenn der Anrufer auflegt, # drückt oder acht Sekunden lang schweigt.",
        "Sie hören Ihre eigenen Nachrichten und die Ihrer Warteschlangen. Die Teamleitung hört alle.",
        "Wer angehört und wer gelöscht hat, steht im Protokoll. Mit einer Person werden auch ihre Nachrichten gelöscht.",
      ),
    ],
  },
];

export const help: typeof english.help = {
  title: "Hilfe",
  topicsLabel: "Hilfethemen",
  topics,
};
