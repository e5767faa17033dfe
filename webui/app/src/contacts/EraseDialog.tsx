import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { contactQuery } from "../api/contacts";
import { eraseContact, erasureQuery } from "../api/privacy";
import type { Contact } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/fields";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { say } from "../ui/toasts";

type EraseDialogProps = { contact: Contact; open: boolean; onClose: () => void };

/** Says what erasing takes and leaves, and asks for the name: there is no way back. */
export function EraseDialog({ contact, open, onClose }: EraseDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t.privacy.title(contact.name)}
      description={t.privacy.warning}
    >
      {open && <Confirmation contact={contact} onClose={onClose} />}
    </Dialog>
  );
}

const same = (a: string, b: string) =>
  a.trim().replace(/\s+/g, " ").localeCompare(b.trim(), undefined, { sensitivity: "accent" }) === 0;

function Confirmation({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const client = useQueryClient();
  const erasure = useQuery(erasureQuery(contact.id));
  const [name, setName] = useState("");
  const [refused, setRefused] = useState(false);
  const goes = useId();
  const stays = useId();
  const erase = useMutation({
    mutationFn: () => eraseContact(contact.id, name),
    onSuccess: (erased) => {
      onClose();
      say(t.privacy.done(contact.name));
      client.setQueryData(contactQuery(contact.id).queryKey, erased);
      void client.invalidateQueries();
    },
  });
  if (erasure.isError) {
    return <Failed error={erasure.error} retry={() => void erasure.refetch()} />;
  }
  if (erasure.isPending) return <Skeleton rows={4} />;
  const { deleted, blanked, merged } = erasure.data;
  return (
    <form
      noValidate
      className="flex flex-col gap-4 text-sm"
      onSubmit={(event) => {
        event.preventDefault();
        const right = same(name, contact.name);
        setRefused(!right);
        if (right) erase.mutate();
      }}
    >
      <section aria-labelledby={goes}>
        <h3 id={goes} className="font-semibold text-bad">
          {t.privacy.goes}
        </h3>
        <p className="mt-1">{t.privacy.goesAll}</p>
        <Counts of={deleted} />
        {merged > 0 && <p className="mt-1">{t.privacy.merged(merged)}</p>}
      </section>
      <section aria-labelledby={stays}>
        <h3 id={stays} className="font-semibold">
          {t.privacy.stays}
        </h3>
        <p className="mt-1">{t.privacy.staysAll}</p>
        <Counts of={blanked} />
      </section>
      <p className="text-muted">{t.privacy.backups}</p>
      <TextField
        label={t.privacy.confirm(contact.name)}
        value={name}
        autoComplete="off"
        error={refused && t.privacy.confirmError}
        onChange={(event) => {
          setName(event.target.value);
          setRefused(false);
        }}
      />
      {erase.isError && (
        <p role="alert" className="font-medium text-bad">
          {problemText(erase.error)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2 pt-2">
        <Button onClick={onClose}>{t.ui.cancel}</Button>
        <Button type="submit" tone="bad" disabled={erase.isPending}>
          {erase.isPending ? t.privacy.erasing : t.privacy.button}
        </Button>
      </div>
    </form>
  );
}

function Counts({ of }: { of: Readonly<Record<string, number>> }) {
  const rows = Object.entries(of).filter(([, count]) => count > 0);
  if (rows.length === 0) return null;
  return <p className="mt-1">{rows.map(([key, n]) => t.privacy.counted(key, n)).join(" · ")}</p>;
}
