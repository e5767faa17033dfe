/** What the search over everything says. */
export const palette = {
  title: "Search everything",
  open: "Search",
  keys: "Ctrl K",
  placeholder: "Name, company, email, number, ticket, deal or page",
  results: "Results",
  none: "Nothing found.",
  hint: "Type to search contacts, customers, tickets and deals, or a number to call.",
  found: (count: number) => (count === 1 ? "1 result" : `${count} results`),
  call: (number: string) => `Call ${number}`,
  groups: {
    number: "Number",
    recent: "Recently viewed",
    contacts: "Contacts",
    customers: "Customers",
    tickets: "Tickets",
    deals: "Deals",
    pages: "Go to",
  },
};
