import { merge } from "./merge";

export const problems = {
  ...merge.problems,
  refused: "This could not be done as asked.",
  field: "This does not fit here.",
  unexpected: "Something went wrong. Please try again.",
  network: "The service cannot be reached. Check your connection and try again.",
  unauthenticated: "Your session has ended. Please log in again.",
  forbidden: "You are not allowed to do this.",
  last_admin: "This is the last active admin. Make somebody else an admin first.",
  not_found: "This does not exist any more.",
  erased: "This person was erased; nothing can be changed or added.",
  stale: "Someone else changed this meanwhile.",
  email_taken: "Another contact already has this email.",
  invalid_phone: "This does not look like a phone number.",
  unknown_customer: "There is no customer of this name.",
  locked_to_customer: "This contact is locked to its customer.",
  unavailable: "The service is busy or restarting. Please try again in a moment.",
  rate_limited: "Too many attempts. Please wait a minute and try again.",
  http_429: "Too many attempts. Please wait a minute and try again.",
  http_502: "The service cannot be reached. Please try again in a moment.",
  http_503: "The service is busy or restarting. Please try again in a moment.",
};
