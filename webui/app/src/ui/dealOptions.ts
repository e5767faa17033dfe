import type { DealStatus } from "../api/types";
import { locale, t } from "../language";
import type { Option } from "./fields";

export const dealStatuses: DealStatus[] = ["open", "won", "lost"];

const names = new Intl.DisplayNames(locale, { type: "currency" });
const common = ["EUR", "GBP", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD", "JPY"];

/** The currencies in which most deals are made, and the one already in use. */
export const currencyOptions = (current = ""): Option[] =>
  [...new Set([current, ...common])]
    .filter(Boolean)
    .map((code) => ({ value: code, label: `${code} – ${names.of(code) ?? code}` }));

type Person = { id: string; name: string; active: boolean };

/** Who may own a deal: nobody, or who is still here. Whoever owns it stays a choice. */
export const ownerOptions = (users: Person[], current?: string | null): Option[] => [
  { value: "", label: t.deals.nobody },
  ...users
    .filter((user) => user.active || user.id === current)
    .map((user) => ({ value: user.id, label: user.name })),
];
