import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { similarToQuery } from "../api/merges";
import type { Contact } from "../api/types";
import { t } from "../language";
import { Avatar } from "../ui/Avatar";
import { ContactPicker } from "../ui/ContactPicker";
import { Dialog } from "../ui/Dialog";
import { Failed, Skeleton } from "../ui/states";
import { Compare } from "./Compare";

type MergeDialogProps = {
  contact: Contact;
  /** Whom to merge with, where that is known already. */
  other?: Contact;
  open: boolean;
  onClose: () => void;
  onMerged: (survivor: Contact) => void;
};

/** Two contacts become one: first who, then what stays. */
export function MergeDialog({ contact, other, open, onClose, onMerged }: MergeDialogProps) {
  const [picked, setPicked] = useState<Contact | null>(null);
  const second = other ?? picked;
  const close = () => {
    setPicked(null);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      wide
      title={second ? t.merge.compareTitle(contact.name, second.name) : t.merge.title(contact.name)}
    >
      {second ? (
        <Compare
          first={contact}
          second={second}
          onOther={other ? undefined : () => setPicked(null)}
          onCancel={close}
          onMerged={(survivor) => {
            close();
            onMerged(survivor);
          }}
        />
      ) : (
        <PickOther contact={contact} onPick={setPicked} />
      )}
    </Dialog>
  );
}

type PickOtherProps = { contact: Contact; onPick: (other: Contact) => void };

function PickOther({ contact, onPick }: PickOtherProps) {
  const similar = useQuery(similarToQuery(contact));
  return (
    <div className="flex min-h-64 flex-col gap-4">
      <ContactPicker
        label={t.merge.pick}
        onPick={(other) => other.id !== contact.id && onPick(other)}
      />
      {similar.isPending ? (
        <Skeleton rows={3} />
      ) : similar.isError ? (
        <Failed error={similar.error} retry={() => void similar.refetch()} />
      ) : similar.data.length === 0 ? (
        <p className="text-sm text-muted">{t.merge.noSuggestions}</p>
      ) : (
        <section aria-label={t.merge.suggestions} className="flex flex-col gap-1.5">
          <h3 className="text-sm font-medium">{t.merge.suggestions}</h3>
          <ul className="flex flex-col divide-y divide-line rounded-xl border">
            {similar.data.map(({ contact: other, reason, sharedBy }) => (
              <li key={other.id}>
                <button
                  type="button"
                  onClick={() => onPick(other)}
                  className="flex w-full items-center gap-3 px-3 py-2 text-left hover:bg-sunken"
                >
                  <Avatar name={other.name} />
                  <span className="min-w-0">
                    <span className="block truncate text-sm font-medium">{other.name}</span>
                    <span className="block truncate text-xs text-muted">
                      {[other.customer?.name, other.email, t.match.why(reason, sharedBy ?? 0)]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
