export const presence = {
  statuses: {
    available: "Available",
    busy: "Busy",
    away: "Away",
    wrapup: "Wrap-up",
    offline: "Offline",
  },
  // By what the service keeps, so that everybody reads it in their own language.
  reasons: { Break: "Break", Lunch: "Lunch", Meeting: "Meeting", Training: "Training" },
  label: (text: string) => `Your status: ${text}`,
  since: (moment: string) => `Since ${moment}`,
  chosen: "chosen",
  connecting: "Connecting…",
  reconnecting: "Reconnecting…",
  failed: "Your status was not changed.",
};
