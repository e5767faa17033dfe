import type * as english from "../en/layout";

export const layout: typeof english.layout = {
  skip: "Zum Seiteninhalt",
  main: "Hauptmenü",
  contacts: "Kontakte",
  customers: "Kunden",
  tickets: "Tickets",
  calls: "Anrufe",
  help: "Hilfe",
  more: "Mehr",
  userMenu: (name) => `${name}: Darstellung, Ton, Abmelden`,
  roles: { agent: "Agent", supervisor: "Teamleitung", admin: "Administration" },
  themes: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
};

export const shortcuts: typeof english.shortcuts = {
  title: "Tastenkürzel",
  what: "Was sie tut",
  key: "Taste",
  off: "(aus)",
  list: [
    { keys: "Alt + A", does: "Klingelnden Anruf annehmen", single: false },
    { keys: "Alt + R", does: "Klingelnden Anruf ablehnen", single: false },
    { keys: "Alt + M", does: "Stummschalten oder Stummschaltung aufheben", single: false },
    { keys: "Alt + H", does: "Auflegen", single: false },
    { keys: "Strg + K", does: "Alles durchsuchen", single: false },
    { keys: "0–9 * #", does: "Ton senden, bei geöffnetem Tastenfeld", single: false },
    { keys: "N", does: "Neue Aktivität zum geöffneten Kontakt, Deal oder Ticket", single: true },
    {
      keys: "J K X D",
      does: "In „Mein Tag“: nach unten, nach oben, erledigt, anrufen",
      single: true,
    },
    { keys: "/", does: "In dieser Liste suchen", single: true },
    { keys: "?", does: "Diese Tastenkürzel anzeigen", single: true },
  ],
  singleKeys: "Kürzel aus einer einzelnen Taste",
  singleKeysHint:
    "Schalten Sie sie aus, wenn Sie diktieren oder öfter aus Versehen Tasten drücken.",
};

export const demo: typeof english.demo = {
  label: "Demo",
  title: "Demo.",
  how: "„Mich anrufen“ führt einen echten SIP-Anruf zu diesem Dienst. Er klingelt hier wie jeder andere; nehmen Sie ihn an, um den Anrufer zu hören.",
  callMe: "Mich anrufen",
};
