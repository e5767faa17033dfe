import { decimal } from "../decimal";
import type * as english from "../en/phone";
import { plural } from "./plural";

export const phone: typeof english.phone = {
  after: {
    task: "Folgeaufgabe",
    callback: "Später zurückrufen",
    callbackTitle: (who) => `Zurückrufen: ${who}`,
    when: "Wann",
    note: "Notiz",
    save: "Rückruf speichern",
    callbackSaved: (when) => `Der Rückruf steht auf Ihrer Liste: ${when}`,
    unknown: (number, name) => `${number} ist keine der Nummern von ${name}.`,
    learn: "Nummer hinzufügen",
    learnt: (number, name) => `${number} wurde bei ${name} hinzugefügt.`,
  },
  bar: "Anrufleiste",
  call: "Anrufen",
  dialLabel: "Zu wählende Nummer",
  dialPlaceholder: "Nummer wählen",
  callWhom: (name, number) => `${name} anrufen, ${number}`,
  callNumber: (number) => `${number} anrufen`,
  extension: (extension) => `Nst. ${extension}`,
  ringingNow: (count) => plural(count, "Ein Anruf klingelt", `${count} Anrufe klingeln`),
  reconnecting:
    "Verbindung verloren. Sie wird wiederhergestellt… Ihr Anruf läuft inzwischen weiter.",
  states: {
    preparing: "Ihr Ton wird vorbereitet…",
    dialling: "Wählt",
    ringing: "Klingelt",
    connected: "Verbunden",
    held: "Gehalten",
    ended: "Anruf beendet",
  },
  announce: {
    wrapup: "Anruf beendet",
    reconnecting: "Verbindung verloren, sie wird wiederhergestellt",
    dialling: "Wählt",
  },
  incoming: "Eingehender Anruf",
  incomingFrom: (name) => `Eingehender Anruf: ${name}`,
  notificationHint: "Klicken Sie, um zu sehen, wer anruft.",
  answeredBy: (name, by) => `${by} hat den Anruf von ${name} angenommen.`,
  missedFrom: (name) => `Verpasster Anruf von ${name}`,
  via: (line, queue) => [line && `An ${line}`, queue].filter(Boolean).join(" · ") || "Direktanruf",
  secondsLeft: (seconds) => `noch ${seconds} s`,
  answer: "Annehmen",
  answering: "Wird angenommen…",
  holdAndAnswer: "Halten und annehmen",
  decline: "Ablehnen",
  silence: "Klingelton stummschalten",
  hangUp: "Auflegen",
  hangUpOther: (name) => `${name} auflegen`,
  switchTo: (name) => `Zu ${name} wechseln`,
  mute: "Stumm",
  unmute: "Stumm aus",
  sendingDigits: (digits) => `${digits} wird gesendet …`,
  skipDigits: "Nicht senden",
  mutedNow: "Stummgeschaltet",
  hold: "Halten",
  resume: "Fortsetzen",
  keypad: "Tastenfeld",
  keypadHint: "Ziffern anklicken oder tippen",
  transfer: {
    button: "Weiterleiten",
    title: (name) => `${name} weiterleiten`,
    hint: "Es klingelt sofort bei Ihrem Kollegen, und die andere Seite hört Musik. Nimmt niemand an, kommt der Anruf zu Ihnen zurück.",
    search: "Kollege",
    nobody: "Kein Kollege heißt so.",
    now: "Jetzt weiterleiten",
    onCall: "Im Gespräch",
    ringing: (name) => `Klingelt bei ${name}`,
    takeBack: "Zurückholen",
    sentBy: (name) => `${name} leitet Ihnen diesen Anruf weiter`,
    returned: {
      declined: (name) => `${name} hat abgelehnt. Der Anruf ist wieder bei Ihnen.`,
      no_answer: (name) => `${name} hat nicht angenommen. Der Anruf ist wieder bei Ihnen.`,
      unavailable: (name) => `${name} ist nicht mehr da. Der Anruf ist wieder bei Ihnen.`,
    },
  },
  details: "Details",
  hideDetails: "Details ausblenden",
  done: "Fertig",
  keys: {
    answer: "Annehmen (Alt+A)",
    decline: "Ablehnen (Alt+R)",
    transfer: "Weiterleiten (Alt+T)",
    mute: "Stumm ein oder aus (Alt+M)",
    hangUp: "Auflegen (Alt+H)",
  },
  hints: { answer: "Alt A", decline: "Alt R" },
  quality: (grade) => `Qualität ${grade}`,
  grades: { good: "gut", fair: "mäßig", poor: "schlecht" },
  qualityDetail: (mos, loss, jitter, rtt) =>
    `Wert ${decimal(mos, 1)} von ${decimal(4.4, 1)}: ${decimal(loss, 1)} % verloren, ${decimal(jitter, 0)} ms Jitter, ${decimal(rtt, 0)} ms Umlaufzeit`,
  openTickets: "Offene Tickets",
  noTickets: "Keine offenen Tickets",
  lastCalls: "Letzte Anrufe",
  noCalls: "Keine früheren Anrufe",
  openContact: "Kontakt öffnen",
  currentCall: "Laufender Anruf",
  endedCall: "Anruf beendet",
  notes: "Gesprächsnotizen",
  notesPlaceholder: "Was gesagt wurde, was zu tun ist",
  notesHint: "Wird beim Tippen gespeichert und steht in der Anrufliste.",
  attribute: "Mit einem Kontakt verknüpfen",
  otherContact: "Mit einem anderen Kontakt verknüpfen",
  audioProblems: {
    no_audio_from_browser:
      "Der Anrufer hört Sie nicht: Von Ihrem Mikrofon kommt nichts an. Prüfen Sie, ob es eingesteckt und nicht stummgeschaltet ist, und wählen Sie es dann unter „Ton und Geräte“.",
    no_audio_from_caller:
      "Vom Anrufer ist nichts zu hören. Sein Anschluss oder eine Firewall unterwegs hält den Ton zurück; bitten Sie ihn, noch einmal anzurufen.",
    no_audio_from_callee:
      "Von der anderen Seite ist nichts zu hören. Ihr Anschluss oder eine Firewall unterwegs hält den Ton zurück; rufen Sie noch einmal an.",
    other:
      "Der Ton dieses Anrufs ist gestört. Legen Sie auf und rufen Sie erneut an, wenn es so bleibt.",
  },
  problems: {
    insecure:
      "Der Browser erlaubt auf dieser Seite kein Mikrofon: Öffnen Sie sie über https oder auf localhost.",
    denied:
      "Das Mikrofon ist für diese Seite blockiert. Klicken Sie auf das Symbol links neben der Adresse, erlauben Sie das Mikrofon und drücken Sie dann „Ton einschalten“.",
    no_microphone:
      "Es wurde kein Mikrofon gefunden. Schließen Sie eines an und versuchen Sie es erneut.",
    microphone_busy:
      "Das Mikrofon lässt sich nicht öffnen: Vielleicht nutzt es gerade ein anderes Programm. Schließen Sie dieses und versuchen Sie es erneut.",
    other_tab:
      "Der Tab mit dem Ton hat nicht geantwortet. Drücken Sie „Ton hier nutzen“ und versuchen Sie es erneut.",
    no_connection:
      "Es kam keine Tonverbindung zum Dienst zustande. Vielleicht blockiert sie eine Firewall; bitte informieren Sie Ihre Administration.",
    offline: "Zurzeit nicht mit dem Dienst verbunden. Bitte versuchen Sie es erneut.",
    timeout: "Der Dienst hat nicht geantwortet. Bitte versuchen Sie es erneut.",
    already_answered: "",
    call_ended: "Dieser Anruf ist bereits beendet.",
    no_trunk:
      "Es gibt keine Leitung für ausgehende Anrufe. Bitte informieren Sie Ihre Administration.",
    no_audio_device:
      "Der Ton Ihres Browsers war nicht bereit. Drücken Sie „Ton einschalten“ und versuchen Sie es erneut.",
  },
};
