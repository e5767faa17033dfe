import type { User } from "../api/types";
import { t } from "../language";
import type { Option } from "./fields";

/** Who may own a record: nobody, or who is still here. Whoever owns it stays a choice. */
export function ownerOptions(users: User[] | undefined, current: string | null): Option[] {
  const nobody = { value: "", label: t.card.nobody };
  // Until the names have come, an identifier would be shown in place of one.
  if (!users) return current ? [nobody, { value: current, label: "…" }] : [nobody];
  return [
    nobody,
    ...users
      .filter((user) => user.active || user.id === current)
      .map((user) => ({ value: user.id, label: user.name })),
  ];
}
