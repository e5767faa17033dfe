/** Words by a key that the service may send; a key we do not know has none. */
type Words = Readonly<Record<string, string | undefined>>;

const counted: Readonly<Record<string, readonly [one: string, many: string] | undefined>> = {
  tickets: ["ticket", "tickets"],
  deals: ["deal", "deals"],
  deal_contacts: ["deal", "deals"],
  activities: ["activity", "activities"],
  notes: ["note", "notes"],
  calls: ["call", "calls"],
  emails: ["email", "emails"],
  phones: ["number", "numbers"],
  tags: ["tag", "tags"],
  contact_tags: ["tag", "tags"],
};

/** Words about duplicates and merging them. */
export const enMerge = {
  actions: (name: string) => `Actions for ${name}`,
  actionsButton: "Actions",
  mergeWith: "Merge with…",
  title: (name: string) => `Merge ${name} with another contact`,
  compareTitle: (a: string, b: string) => `Merge ${a} and ${b}`,
  suggestions: "It may be one of these",
  noSuggestions: "No other contact looks like this one. Search for it.",
  pick: "Merge with",
  another: "Another contact",
  field: "Field",
  kept: "Stays",
  mergedAway: "Goes into it",
  swap: "Swap: keep the other contact",
  fields: {
    firstName: "First name",
    lastName: "Last name",
    jobTitle: "Job title",
    customerId: "Company",
    kind: "Kind",
    status: "Status",
    ownerId: "Owner",
    email: "Primary email",
    phone: "Primary number",
  } as Words,
  none: "–",
  chooseHint: "Where the two differ, choose what stays. All emails, numbers and tags are kept.",
  sameHint: "The two do not contradict each other. All emails, numbers and tags are kept.",
  moves: "What will move",
  movesNothing: "Nothing else: it has no calls, notes or tickets of its own.",
  moved: (key: string, count: number) => {
    const words = counted[key];
    return `${count} ${words ? words[count === 1 ? 0 : 1] : key.replaceAll("_", " ")}`;
  },
  lockedDiffer: (a: string, b: string) =>
    `The two are locked to different customers: ${a} and ${b}.`,
  lockedChoose: "Choose the company that stays.",
  lockedAsk: "Only a supervisor can decide which one stays. Ask one to merge these contacts.",
  merge: (name: string) => `Merge into ${name}`,
  merging: "Merging…",
  done: (duplicate: string, survivor: string) => `${duplicate} was merged into ${survivor}.`,
  section: "Merged",
  into: (duplicate: string, survivor: string) => `${duplicate} into ${survivor}`,
  undoOf: (name: string) => `Undo the merge of ${name}`,
  undone: (moment: string) => `Undone ${moment}`,
  undoing: "Undoing…",
  back: (name: string) => `${name} is a contact of its own again.`,
  notUndone: "This could not be undone:",
  duplicates: "Duplicates",
  duplicatesHint: "Contacts that may be the same person",
  pairs: (total: string, count: number) => `${total} ${count === 1 ? "pair" : "pairs"}`,
  noPairs: "No duplicates found",
  noPairsHint: "Contacts with the same number, name or company appear here.",
  reasons: {
    same_phone: "Same number",
    same_email: "Same email",
    same_name: "Same name",
    same_company: "Same company",
  } as Words,
  mergePair: "Merge",
  mergePairOf: (a: string, b: string) => `Merge ${a} and ${b}`,
  notSame: "Not the same",
  notSameOf: (a: string, b: string) => `Not the same: ${a} and ${b}`,
  dismissed: (a: string, b: string) => `${a} and ${b} are not listed as duplicates any more.`,
  problems: {
    merge_self: "A contact cannot be merged with itself.",
    locked_customers_differ:
      "The two are locked to different customers. A supervisor must choose which one stays.",
  },
};
