import type { Words } from "../words";

export const match = {
  primary: (name: string) => `Primary number of ${name}`,
  secondary: (name: string) => `Another number of ${name}`,
  shared: (count: number) => `Shared by ${count} contacts`,
  variant: (name: string) => `A national form of ${name}’s number`,
  partial: (name: string) => `Similar to ${name}’s number, not the same`,
  choose: (count: number) => `Shared by ${count} contacts: choose who it is`,
  maybe: "It may be one of these: choose who it is",
  chosen: "Chosen",
  unknown: "Caller unknown: no contact has this number.",
  withheld: "The caller withholds their number.",
  asking: "Looking up who this is…",
  unavailable:
    "Caller lookup is unavailable right now, so nobody can be named. You can answer as usual.",
  why: (reason: string, sharedBy: number) =>
    (
      ({
        primary: "has this number",
        secondary: "has this number",
        shared: `has this number, like ${sharedBy - 1} others`,
        variant: "has a form of this number",
        partial: "has a similar number",
        email: "has this email",
        name: "has a similar name",
      }) as Words
    )[reason] ?? "",
};
