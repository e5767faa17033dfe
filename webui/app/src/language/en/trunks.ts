import type { Words } from "../words";

const secondsOf = (ms: number) => (ms / 1000).toFixed(1);

/** What the settings of trunks say. */
export const trunks = {
  title: "Trunks",
  about:
    "A trunk is the way to your telephone provider. Calls out try them in order; when one fails, the next takes the call.",
  help: "How to set up a trunk",
  add: "New trunk",
  edit: "Change",
  editTitle: "Change trunk",
  editOf: (name: string) => `Change ${name}`,
  saved: "Trunk saved",
  remove: "Remove",
  removeOf: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name}?`,
  removeHint:
    "No new calls come or go over it. Calls on it now go on, and the call log keeps its calls.",
  removed: "Trunk removed",
  noneYet: "No trunks yet",
  noneYetHint: "Without a trunk nobody outside can call you, and you can call nobody outside.",
  inboundOnly: "For calls in only",
  order: (priority: number) => `Order ${priority}`,
  callsNow: (now: number, most: number) =>
    most > 0 ? `${now} of ${most} lines in use` : `${now} lines in use`,
  answered: (when: string, ms: number) => `answered ${when} in ${ms} ms`,
  registeredUntil: (when: string) => `registered until ${when}`,
  states: {
    off: "Off",
    on: "On",
    failed: "Not registered",
    trying: "Registering",
    silent: "Does not answer",
    registered: "Registered",
    answers: "Answers",
  },
  problem: (message: string) => message,
  groups: { where: "The provider", numbers: "Numbers", use: "Use" },
  fields: {
    name: "Name",
    proxy: "Server",
    transport: "Transport",
    domain: "Domain",
    addresses: "Addresses that calls come from",
    register: "Register with the provider",
    username: "User name",
    password: "Password",
    optionsSeconds: "Ask whether it lives every (seconds)",
    callerId: "Number shown",
    country: "Country of local numbers",
    callerIds: "Number shown by country called",
    withhold: "Withhold the number",
    bareE164: "The provider sends numbers without +",
    priority: "Order",
    maxCalls: "Calls at once",
    enabled: "On",
  },
  hints: {
    proxy: "sip.example.com or 192.0.2.1:5060. Without a port, SRV records are asked.",
    domain: "Only where it differs from the server.",
    addresses: "One a line, such as 192.0.2.0/24. The server itself always may.",
    optionsSeconds: "0 asks never.",
    country: "GB or DE. Your organisation’s where empty.",
    callerIds: "One country a line, such as: DE +49 30 123456",
    withhold: "The provider still learns it; the called do not see it.",
    bareE164: "442079460000 is then read as +44 20 7946 0000.",
    priority: "Calls out try the least first.",
    maxCalls: "0 sets no limit. Calls past it are refused, or leave over the next trunk.",
    enabled: "Calls come and go while this is on.",
  } as Words,
  keepPassword: "Leave it empty to keep the one that is set.",
  close: "Close",
  test: "Test call",
  testOf: (name: string) => `Test call over ${name}`,
  testTitle: (name: string) => `Test call over ${name}`,
  testHint:
    "Calls a number, plays a tune for four seconds when it is answered, and tells what happened.",
  testTo: "Number to call",
  testStart: "Call",
  testing: "Calling. This takes up to 20 seconds.",
  rang: (ms: number) => `It rang after ${secondsOf(ms)} s.`,
  tookCall: (ms: number, codec: string) =>
    codec
      ? `Answered after ${secondsOf(ms)} s, with ${codec}.`
      : `Answered after ${secondsOf(ms)} s.`,
  heard: "Sound came from there.",
  notHeard: "No sound came from there.",
  notAnswered: "Nobody answered.",
  why: (sip: number, text: string) =>
    sip ? `The reason: ${text} (${sip}).` : `The reason: ${text}.`,
};
