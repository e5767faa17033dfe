import { Plus, Trash2 } from "lucide-react";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { TextField } from "../ui/fields";

/** A number as it is typed; the key tells the rows apart. */
export type PhoneRow = { key: number; raw: string; label: string };

type PhoneRowsProps = {
  phones: PhoneRow[];
  errors: Record<string, string>;
  fallback: string;
  onChange: (phones: PhoneRow[]) => void;
};

/** The numbers of a new contact, as many as one wants. */
export function PhoneRows({ phones, errors, fallback, onChange }: PhoneRowsProps) {
  const change = (key: number, part: Partial<PhoneRow>) =>
    onChange(phones.map((phone) => (phone.key === key ? { ...phone, ...part } : phone)));
  return (
    <div className="flex flex-col gap-2">
      {phones.map((phone, index) => (
        <div key={phone.key} className="flex items-start gap-2">
          <TextField
            label={index === 0 ? t.contacts.phone : t.contacts.phoneNumber(index + 1)}
            type="tel"
            maxLength={64}
            frameClass="flex-[2]"
            value={phone.raw}
            error={
              errors[`phones[${index}]`] ??
              (index === 0 ? (errors.phone ?? errors.phones ?? fallback) : "")
            }
            onChange={(event) => change(phone.key, { raw: event.target.value })}
          />
          <TextField
            label={index === 0 ? t.contacts.phoneLabel : t.contacts.phoneLabelNumber(index + 1)}
            maxLength={40}
            placeholder={t.contacts.phoneLabelPlaceholder}
            frameClass="flex-1"
            value={phone.label}
            onChange={(event) => change(phone.key, { label: event.target.value })}
          />
          {phones.length > 1 && (
            <IconButton
              icon={Trash2}
              label={t.contacts.removePhone(index + 1)}
              className="mt-6.5"
              onClick={() => onChange(phones.filter((other) => other.key !== phone.key))}
            />
          )}
        </div>
      ))}
      {phones.length < 20 && (
        <div>
          <Button
            size="small"
            tone="quiet"
            icon={Plus}
            onClick={() => {
              const key = Math.max(...phones.map((phone) => phone.key)) + 1;
              onChange([...phones, { key, raw: "", label: "" }]);
            }}
          >
            {t.contacts.addPhone}
          </Button>
        </div>
      )}
    </div>
  );
}
