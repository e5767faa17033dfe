import { useMutation } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import type { Contact, ContactPatch } from "../api/types";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";

type PhonesDialogProps = {
  contact: Contact;
  save: (patch: ContactPatch, version: number | undefined) => Promise<unknown>;
  open: boolean;
  onClose: () => void;
};

/** All numbers of a contact at once: text, label, and which is the primary one. */
export function PhonesDialog({ open, onClose, contact, save }: PhonesDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={t.contacts.phonesOf(contact.name)}>
      <PhonesForm contact={contact} save={save} onClose={onClose} />
    </Dialog>
  );
}

function PhonesForm({ contact, save, onClose }: Omit<PhonesDialogProps, "open">) {
  const version = useRef(contact.version);
  const nextKey = useRef(contact.phones.length + 1);
  const [rows, setRows] = useState(() =>
    contact.phones.length > 0
      ? contact.phones.map((phone, key) => ({ key, ...phone }))
      : [{ key: 0, raw: "", label: "", primary: true }],
  );
  const saving = useMutation({
    mutationFn: () =>
      save(
        {
          phones: rows
            .filter((row) => row.raw.trim())
            .map(({ raw, label, primary }) => ({ raw: raw.trim(), label: label.trim(), primary })),
        },
        version.current,
      ),
    onSuccess: onClose,
  });
  const errors = fieldProblems(saving.error);
  const change = (key: number, part: { raw?: string; label?: string }) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      {rows.map((row, index) => (
        <fieldset key={row.key} className="flex flex-col gap-2 rounded-lg border p-3">
          <legend className="px-1 text-xs text-muted">{t.contacts.phoneNumber(index + 1)}</legend>
          <div className="flex items-start gap-2">
            <TextField
              label={t.contacts.number}
              type="tel"
              maxLength={64}
              frameClass="flex-[2]"
              value={row.raw}
              error={errors[`phones[${index}]`]}
              onChange={(event) => change(row.key, { raw: event.target.value })}
            />
            <TextField
              label={t.contacts.phoneLabel}
              maxLength={40}
              placeholder={t.contacts.phoneLabelPlaceholder}
              frameClass="flex-1"
              value={row.label}
              onChange={(event) => change(row.key, { label: event.target.value })}
            />
            <IconButton
              icon={Trash2}
              label={t.contacts.removePhone(index + 1)}
              className="mt-6.5"
              onClick={() => setRows(rows.filter((other) => other.key !== row.key))}
            />
          </div>
          <label className="flex min-h-6 items-center gap-2 text-sm">
            <input
              type="radio"
              name="primary"
              checked={row.primary}
              className="size-5 accent-accent"
              onChange={() =>
                setRows(rows.map((other) => ({ ...other, primary: other.key === row.key })))
              }
            />
            {t.contacts.primaryNumber}
          </label>
        </fieldset>
      ))}
      <div>
        <Button
          size="small"
          tone="quiet"
          icon={Plus}
          disabled={rows.length >= 20}
          onClick={() =>
            setRows([
              ...rows,
              { key: nextKey.current++, raw: "", label: "", primary: rows.length === 0 },
            ])
          }
        >
          {t.contacts.addPhone}
        </Button>
      </div>
      {saving.isError && !Object.keys(errors).some((name) => name.startsWith("phones[")) && (
        <p role="alert" className="text-sm text-bad">
          {problemText(saving.error)}
        </p>
      )}
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onClose}>{t.ui.cancel}</Button>
        <Button type="submit" tone="primary" disabled={saving.isPending}>
          {saving.isPending ? t.ui.saving : t.ui.save}
        </Button>
      </div>
    </form>
  );
}
