import { Link } from "@tanstack/react-router";
import { Users, X } from "lucide-react";
import type { Deal } from "../api/types";
import { t } from "../language";
import { Avatar } from "../ui/Avatar";
import { IconButton } from "../ui/Button";
import { ContactPicker } from "../ui/ContactPicker";
import { Editable } from "../ui/Editable";
import { problemText } from "../ui/problem";
import { Empty } from "../ui/states";
import { warn } from "../ui/toasts";
import type { DealSave } from "./useDealSave";

/** Who takes part in a deal, and as what. */
export function DealContacts({ deal, save }: { deal: Deal; save: DealSave }) {
  const roles = deal.contacts.map(({ id, role }) => ({ id, role }));
  const change = (contacts: typeof roles) =>
    void save({ contacts }, deal.version).catch((error) => warn(problemText(error)));
  return (
    <section aria-label={t.deals.contacts} className="rounded-2xl border bg-surface">
      <h2 className="border-b px-5 py-3 font-semibold max-sm:px-4">{t.deals.contacts}</h2>
      {deal.contacts.length === 0 ? (
        <Empty icon={Users} title={t.deals.noContacts} />
      ) : (
        <ul className="divide-y divide-line">
          {deal.contacts.map(({ id, name, role }) => (
            <li key={id} className="flex items-center gap-3 px-5 py-2.5 max-sm:px-4">
              <Avatar name={name} />
              <div className="min-w-0 flex-1">
                <Link
                  to="/contacts/$contactId"
                  params={{ contactId: id }}
                  className="block truncate font-medium hover:underline"
                >
                  {name}
                </Link>
                <Editable
                  label={t.deals.roleOf(name)}
                  value={role}
                  version={deal.version}
                  maxLength={100}
                  display={<span className="text-xs text-muted">{role || t.deals.roleEmpty}</span>}
                  onSave={(next, base) =>
                    save(
                      {
                        contacts: roles.map((one) => (one.id === id ? { id, role: next } : one)),
                      },
                      base,
                    )
                  }
                />
              </div>
              <IconButton
                label={t.deals.removeContact(name)}
                icon={X}
                small
                onClick={() => change(roles.filter((one) => one.id !== id))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="border-t px-5 py-4 max-sm:px-4">
        <ContactPicker
          label={t.deals.addContact}
          onPick={({ id }) => change([...roles, { id, role: "" }])}
        />
      </div>
    </section>
  );
}
