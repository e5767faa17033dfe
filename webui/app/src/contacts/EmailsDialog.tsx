import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { ApiProblem } from "../api/client";
import type { Contact, ContactPatch } from "../api/types";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";

type EmailsDialogProps = {
  contact: Contact;
  save: (patch: ContactPatch, version: number | undefined) => Promise<unknown>;
  open: boolean;
  onClose: () => void;
};

/** All addresses of a contact at once, and which is the primary one. */
export function EmailsDialog({ open, onClose, contact, save }: EmailsDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={t.card.emailsOf(contact.name)}>
      <EmailsForm contact={contact} save={save} onClose={onClose} />
    </Dialog>
  );
}

type Row = { key: number; address: string; label: string };

function EmailsForm({ contact, save, onClose }: Omit<EmailsDialogProps, "open">) {
  const version = useRef(contact.version);
  const nextKey = useRef(contact.emailAddresses.length + 1);
  const [rows, setRows] = useState<Row[]>(() =>
    contact.emailAddresses.length > 0
      ? contact.emailAddresses.map(({ email, label }, key) => ({ key, address: email, label }))
      : [{ key: 0, address: "", label: "" }],
  );
  const [primary, setPrimary] = useState(0);
  const sent = rows.filter((row) => row.address.trim());
  const saving = useMutation({
    mutationFn: () =>
      save(
        {
          emailAddresses: sent.map((row) => ({
            email: row.address.trim(),
            label: row.label.trim(),
            primary: row.key === primary,
          })),
        },
        version.current,
      ),
    onSuccess: onClose,
  });
  const errors = fieldProblems(saving.error);
  const placed = sent.some((_, index) => errors[`emails[${index}]`]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const change = (key: number, part: Partial<Row>) => {
    saving.reset();
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  };
  const remove = (key: number) => {
    saving.reset();
    const left = rows.filter((row) => row.key !== key);
    setRows(left);
    if (key === primary && left[0]) setPrimary(left[0].key);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      {rows.map((row, index) => (
        <fieldset key={row.key} className="flex flex-col gap-2 rounded-lg border p-3">
          <legend className="px-1 text-xs text-muted">{t.card.emailNumber(index + 1)}</legend>
          <div className="flex items-start gap-2">
            <TextField
              label={t.contacts.email}
              type="email"
              maxLength={254}
              frameClass="flex-[2]"
              value={row.address}
              error={errors[`emails[${sent.indexOf(row)}]`]}
              onChange={(event) => change(row.key, { address: event.target.value })}
            />
            <TextField
              label={t.card.emailLabel}
              maxLength={40}
              placeholder={t.card.emailLabelPlaceholder}
              frameClass="flex-1"
              value={row.label}
              onChange={(event) => change(row.key, { label: event.target.value })}
            />
            <IconButton
              icon={Trash2}
              label={t.card.removeEmail(index + 1)}
              className="mt-6.5"
              onClick={() => remove(row.key)}
            />
          </div>
          <label className="flex min-h-6 items-center gap-2 text-sm">
            <input
              type="radio"
              name="primary"
              checked={row.key === primary}
              className="size-5 accent-accent"
              onChange={() => setPrimary(row.key)}
            />
            {t.card.primaryEmail}
          </label>
        </fieldset>
      ))}
      <div>
        <Button
          size="small"
          tone="quiet"
          icon={Plus}
          disabled={rows.length >= 20}
          onClick={() => {
            const key = nextKey.current++;
            if (rows.length === 0) setPrimary(key);
            setRows([...rows, { key, address: "", label: "" }]);
          }}
        >
          {t.card.addEmail}
        </Button>
      </div>
      {saving.isError && !placed && <Refused error={saving.error} />}
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onClose}>{t.ui.cancel}</Button>
        <Button type="submit" tone="primary" disabled={saving.isPending}>
          {saving.isPending ? t.ui.saving : t.ui.save}
        </Button>
      </div>
    </form>
  );
}

function Refused({ error }: { error: unknown }) {
  const holder = error instanceof ApiProblem && error.code === "email_taken" && error.contactId;
  return (
    <p role="alert" className="text-sm text-bad">
      {problemText(error)}{" "}
      {holder && (
        <Link to="/contacts/$contactId" params={{ contactId: holder }} className="underline">
          {t.contacts.openHolder}
        </Link>
      )}
    </p>
  );
}
