import { plural } from "./plural";

/** Words about tags as a whole. */
export const tags = {
  title: "Tags",
  about: "Tags are made on a contact’s card. Here they are coloured, renamed, merged and deleted.",
  noneYet: "No tags yet",
  noneYetHint: "Type one on a contact’s card, and it appears here.",
  contacts: (count: number) => `${count} ${plural(count, "contact", "contacts")}`,
  colourOf: (name: string) => `Colour of ${name}`,
  colours: {
    "": "No colour",
    red: "Red",
    orange: "Orange",
    yellow: "Yellow",
    green: "Green",
    teal: "Teal",
    blue: "Blue",
    purple: "Purple",
    pink: "Pink",
  },
  name: "Name of the tag",
  rename: (name: string) => `Rename the tag ${name}`,
  renamed: (name: string) => `The tag is called ${name} now.`,
  taken: (name: string, old: string) =>
    `There is a tag ${name} already. Merging gives it to all contacts of ${old}, and ${old} goes away.`,
  mergeInto: (name: string) => `Merge into ${name}`,
  merged: (old: string, name: string) => `${old} was merged into ${name}.`,
  remove: (name: string) => `Delete the tag ${name}`,
  removeWhat: (contacts: string) => `The tag is taken off ${contacts}. This cannot be undone.`,
  removeButton: "Delete tag",
  removed: (name: string) => `The tag ${name} was deleted.`,
};
