import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { createTrunk, type Trunk, type TrunkDraft, updateTrunk } from "../api/trunks";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { fieldProblems, problemText } from "../ui/problem";
import { say } from "../ui/toasts";
import { callersFrom, callersText } from "./callerIds";
import { type Form, TrunkFields } from "./TrunkFields";

const blank: Form = {
  name: "",
  country: "",
  addresses: "",
  proxy: "",
  transport: "udp",
  domain: "",
  register: false,
  username: "",
  password: "",
  callerId: "",
  callerIds: "",
  withhold: false,
  bareE164: false,
  priority: "0",
  maxCalls: "0",
  optionsSeconds: "30",
  enabled: true,
};

const formOf = (trunk: Trunk): Form => ({
  ...trunk,
  addresses: trunk.addresses.join("\n"),
  transport: trunk.transport || "udp",
  password: "",
  callerIds: callersText(trunk.callerIds),
  priority: String(trunk.priority),
  maxCalls: String(trunk.maxCalls),
  optionsSeconds: String(trunk.optionsSeconds),
});

function draftOf(form: Form): TrunkDraft {
  const draft: TrunkDraft = {
    name: form.name.trim(),
    country: form.country.trim().toUpperCase(),
    addresses: form.addresses.split(/[\s,]+/).filter(Boolean),
    proxy: form.proxy.trim(),
    transport: form.transport as TrunkDraft["transport"],
    domain: form.domain.trim(),
    register: form.register,
    username: form.username.trim(),
    callerId: form.callerId.trim(),
    callerIds: callersFrom(form.callerIds),
    withhold: form.withhold,
    bareE164: form.bareE164,
    priority: Number(form.priority),
    maxCalls: Number(form.maxCalls),
    optionsSeconds: Number(form.optionsSeconds),
    enabled: form.enabled,
  };
  // An empty password keeps the one that is there.
  return form.password ? { ...draft, password: form.password } : draft;
}

/** Makes a trunk, or changes one; calls on it go on. */
export function TrunkDialog({ trunk, onClose }: { trunk?: Trunk; onClose: () => void }) {
  const client = useQueryClient();
  const [form, setForm] = useState<Form>(trunk ? formOf(trunk) : blank);
  const save = useMutation({
    mutationFn: () => (trunk ? updateTrunk(trunk.id, draftOf(form)) : createTrunk(draftOf(form))),
    onSuccess: async () => {
      onClose();
      say(t.trunks.saved);
      await client.invalidateQueries({ queryKey: ["trunks", "list"] });
    },
  });
  const problems = save.error ? fieldProblems(save.error) : {};
  const placed = Object.keys(problems).some((field) => (field.split("[")[0] ?? "") in form);
  // The form is longer than the screen, and the button is at its end.
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (save.error) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [save.error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog open wide onClose={onClose} title={trunk ? t.trunks.editTitle : t.trunks.add}>
      <form ref={element} onSubmit={submit} className="flex flex-col gap-4">
        <TrunkFields
          form={form}
          hasPassword={trunk?.hasPassword ?? false}
          problems={problems}
          onChange={(change) => setForm({ ...form, ...change })}
        />
        {save.error && !placed ? (
          <p role="alert" className="text-sm font-medium text-bad">
            {problemText(save.error)}
          </p>
        ) : null}
        <div className="flex justify-end gap-2 border-t pt-4">
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <Button type="submit" tone="primary" disabled={save.isPending}>
            {t.ui.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
