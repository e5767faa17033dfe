import type { ReactNode } from "react";
import { t } from "../language";
import { CheckField, SelectField, TextArea, TextField } from "../ui/fields";

/** A trunk as the form holds it. */
export type Form = {
  name: string;
  country: string;
  addresses: string;
  proxy: string;
  transport: string;
  domain: string;
  register: boolean;
  username: string;
  password: string;
  callerId: string;
  callerIds: string;
  withhold: boolean;
  bareE164: boolean;
  priority: string;
  maxCalls: string;
  optionsSeconds: string;
  enabled: boolean;
};

type Props = {
  form: Form;
  hasPassword: boolean;
  problems: Record<string, string | undefined>;
  onChange: (change: Partial<Form>) => void;
};

type Text = Exclude<keyof Form, "register" | "withhold" | "bareE164" | "enabled">;
type Flag = Exclude<keyof Form, Text>;

const words = t.trunks.fields;
const hints = t.trunks.hints;

/** The fields of a trunk, in the order in which a carrier's letter names them. */
export function TrunkFields({ form, hasPassword, problems, onChange }: Props) {
  const text = (name: Text) => ({
    label: words[name],
    hint: hints[name],
    value: form[name],
    error: problems[name],
    onChange: ({ target }: { target: { value: string } }) => onChange({ [name]: target.value }),
  });
  const flag = (name: Flag) => ({
    label: words[name],
    hint: hints[name],
    checked: form[name],
    onChange: ({ target }: { target: { checked: boolean } }) =>
      onChange({ [name]: target.checked }),
  });
  const addressProblem = Object.entries(problems).find(([field]) => field.startsWith("addresses"));
  return (
    <>
      <TextField {...text("name")} required maxLength={100} />
      <Group label={t.trunks.groups.where}>
        <Pair>
          <TextField {...text("proxy")} maxLength={255} />
          <SelectField
            {...text("transport")}
            options={["udp", "tcp", "tls"].map((value) => ({ value, label: value.toUpperCase() }))}
          />
        </Pair>
        <TextField {...text("domain")} maxLength={255} />
        <TextArea {...text("addresses")} rows={2} error={addressProblem?.[1]} />
        <CheckField {...flag("register")} />
        <Pair>
          <TextField {...text("username")} maxLength={100} autoComplete="off" />
          <TextField
            {...text("password")}
            hint={hasPassword ? t.trunks.keepPassword : undefined}
            type="password"
            maxLength={200}
            autoComplete="new-password"
          />
        </Pair>
        <TextField {...text("optionsSeconds")} type="number" min={0} max={3600} required />
      </Group>
      <Group label={t.trunks.groups.numbers}>
        <Pair>
          <TextField {...text("callerId")} type="tel" maxLength={16} />
          <TextField {...text("country")} maxLength={2} pattern="[A-Za-z]{2}" />
        </Pair>
        <TextArea {...text("callerIds")} rows={2} />
        <CheckField {...flag("withhold")} />
        <CheckField {...flag("bareE164")} />
      </Group>
      <Group label={t.trunks.groups.use}>
        <Pair>
          <TextField {...text("priority")} type="number" min={0} max={1000} required />
          <TextField {...text("maxCalls")} type="number" min={0} max={10000} required />
        </Pair>
        <CheckField {...flag("enabled")} />
      </Group>
    </>
  );
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 border-t pt-4">
      <legend className="float-left mb-3 w-full text-sm font-semibold">{label}</legend>
      {children}
    </fieldset>
  );
}

function Pair({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 sm:grid-cols-2">{children}</div>;
}
