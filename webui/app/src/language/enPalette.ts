/** What the search over everything says. */
export const enPalette = {
  title: "Search everything",
  open: "Search",
  keys: "Ctrl K",
  placeholder: "Name, company, email, number, ticket or page",
  results: "Results",
  none: "Nothing found.",
  hint: "Type to search contacts, customers and tickets, or a number to call.",
  found: (count: number) => (count === 1 ? "1 result" : `${count} results`),
  call: (number: string) => `Call ${number}`,
  groups: {
    number: "Number",
    contacts: "Contacts",
    customers: "Customers",
    tickets: "Tickets",
    pages: "Go to",
  },
};
