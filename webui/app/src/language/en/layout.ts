export const layout = {
  skip: "Skip to the page",
  main: "Main",
  contacts: "Contacts",
  customers: "Customers",
  tickets: "Tickets",
  calls: "Calls",
  help: "Help",
  more: "More",
  userMenu: (name: string) => `${name}: theme, sound, log out`,
  roles: { agent: "Agent", supervisor: "Supervisor", admin: "Admin" },
  themes: { system: "As the system", light: "Light", dark: "Dark" },
};

export const shortcuts = {
  title: "Keyboard shortcuts",
  what: "What it does",
  key: "Key",
  off: "(off)",
  list: [
    { keys: "Alt + A", does: "Answer the ringing call", single: false },
    { keys: "Alt + R", does: "Decline the ringing call", single: false },
    { keys: "Alt + M", does: "Mute or unmute", single: false },
    { keys: "Alt + H", does: "Hang up", single: false },
    { keys: "Ctrl + K", does: "Search everything", single: false },
    { keys: "0–9 * #", does: "Send a tone, in the open keypad", single: false },
    {
      keys: "N",
      does: "New activity, about the contact, deal or ticket that is open",
      single: true,
    },
    { keys: "J K X D", does: "In My day: down, up, done, call", single: true },
    { keys: "/", does: "Search in this list", single: true },
    { keys: "?", does: "Show these shortcuts", single: true },
  ],
  singleKeys: "Single-key shortcuts",
  singleKeysHint: "Switch them off if you dictate or often hit keys by accident.",
};

export const demo = {
  label: "Demo",
  title: "Demo.",
  how: "“Call me” places a real SIP call to this service. It rings here like any other; answer it to hear the caller.",
  callMe: "Call me",
};
