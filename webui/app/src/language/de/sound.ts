import type * as english from "../en/sound";

export const sound: typeof english.sound = {
  banner: "Ton",
  enable: "Ton einschalten",
  notNow: "Nicht jetzt",
  useHere: "Ton hier nutzen",
  welcome:
    "Schalten Sie jetzt den Ton ein, damit Anrufe klingeln und man Sie vom ersten Wort an hört.",
  locked: "Der Klingelton bleibt stumm, bis Sie irgendwo auf dieser Seite klicken.",
  blocked: "Der Browser hält den Ton des Anrufers zurück, bis Sie ihn erlauben.",
  otherTab: "Der Ton ist in einem anderen Tab.",
  otherDevice: "Der Ton dieses Anrufs ist auf einem anderen Gerät.",
  insecure: (host) =>
    `Anrufe haben hier keinen Ton: Browser erlauben das Mikrofon nur über https oder auf localhost, und diese Seite wurde über einfaches http auf „${host}“ geöffnet. Sie sehen trotzdem, wer anruft.`,
  devices: "Ton und Geräte",
  devicesHint: "Gilt für diesen Browser auf diesem Computer.",
  systemDevice: "Wie das System",
  microphone: "Mikrofon",
  speaker: "Lautsprecher für Anrufe",
  speakerFixed: "Dieser Browser gibt Anrufe nur über den Lautsprecher des Systems aus.",
  ringer: "Lautsprecher für den Klingelton",
  ringerHint: "Ein Lautsprecher klingelt auch, wenn das Headset auf dem Tisch liegt.",
  ringVolume: "Lautstärke des Klingeltons",
  testMicrophone: "Mikrofon testen",
  stopTest: "Test beenden",
  speakNow: "Sagen Sie etwas: Der Balken bewegt sich, wenn man Sie hört.",
  level: "Mikrofonpegel",
  testSpeaker: "Lautsprecher testen",
  testRinger: "Klingelton testen",
  cleanUp: "Meine Stimme aufbereiten",
  cleanUpHint:
    "Entfernt Echo und Rauschen und gleicht die Lautstärke aus. Mit einem guten Headset besser ausschalten.",
  notifications: "Desktop-Benachrichtigungen",
  allowNotifications: "Benachrichtigungen erlauben",
  notificationStates: {
    default: "Anrufe melden, während dieser Tab im Hintergrund ist.",
    granted: "Ein: Anrufe werden gemeldet, während dieser Tab im Hintergrund ist.",
    denied:
      "Blockiert. Erlauben Sie Benachrichtigungen für diese Website in den Einstellungen des Browsers.",
  },
  notificationsMissing: "Dieser Browser kann hier keine Benachrichtigungen anzeigen.",
};
