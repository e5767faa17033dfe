import { translator } from "../translator";

// What the service's checks of shape say is for programmers.
const better = translator({
  "expected length >= 1": "This is required.",
  "expected length >= %d": "At least %d characters.",
  "expected length <= %d": "At most %d characters.",
  "expected required property %s to be present": "This is required.",
  "expected number >= %d": "At least %d.",
  "expected number <= %d": "At most %d.",
  "expected array length <= %d": "At most %d.",
});

/** The service's own sentences, as a user reads them. */
export const service = (message: string): string | undefined => better(message) ?? message;
