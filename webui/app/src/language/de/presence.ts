import type * as english from "../en/presence";

export const presence: typeof english.presence = {
  statuses: {
    available: "Verfügbar",
    busy: "Beschäftigt",
    away: "Abwesend",
    wrapup: "Nachbearbeitung",
    offline: "Offline",
  },
  reasons: {
    Break: "Pause",
    Lunch: "Mittagspause",
    Meeting: "Besprechung",
    Training: "Schulung",
  },
  label: (text) => `Ihr Status: ${text}`,
  since: (moment) => `Seit ${moment}`,
  chosen: "ausgewählt",
  connecting: "Verbindung wird hergestellt…",
  reconnecting: "Verbindung wird wiederhergestellt…",
  failed: "Ihr Status wurde nicht geändert.",
};
