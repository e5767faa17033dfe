import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createDeal, pipelinesQuery } from "../api/deals";
import { meQuery } from "../api/session";
import type { Deal } from "../api/types";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { Button } from "../ui/Button";
import { ContactPicker } from "../ui/ContactPicker";
import { CustomerPicker } from "../ui/CustomerPicker";
import { Dialog } from "../ui/Dialog";
import { currencyOptions, ownerOptions } from "../ui/dealOptions";
import { SelectField, TextField } from "../ui/fields";
import { readAmount } from "../ui/money";
import { Picked } from "../ui/Picked";
import { fieldProblems, problemText } from "../ui/problem";
import { useDealShown } from "./useDealSave";

type Named = { id: string; name: string };

type NewDealDialogProps = {
  open: boolean;
  onClose: () => void;
  onSaved: (deal: Deal) => void;
  contact?: Named & { customer: Named | null };
  customer?: Named;
  pipelineId?: string;
};

/** The form for a deal, from wherever one is needed. */
export function NewDealDialog({ open, onClose, ...form }: NewDealDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={t.deals.newTitle} wide>
      <DealForm {...form} onCancel={onClose} />
    </Dialog>
  );
}

type DealFormProps = Omit<NewDealDialogProps, "open" | "onClose"> & { onCancel: () => void };

function DealForm({ contact, customer, pipelineId, onSaved, onCancel }: DealFormProps) {
  const shown = useDealShown();
  const { data: me } = useQuery(meQuery);
  const { data: users = [] } = useQuery(usersQuery);
  const { data: pipelines } = useQuery(pipelinesQuery);
  const [values, setValues] = useState({ name: "", amount: "", expectedClose: "" });
  const [currency, setCurrency] = useState<string>();
  const [owner, setOwner] = useState<string>();
  const [pipelineChosen, setPipeline] = useState(pipelineId);
  const [stage, setStage] = useState<string>();
  const [who, setWho] = useState<Named | null>(contact ?? null);
  const [company, setCompany] = useState<Named | null>(customer ?? contact?.customer ?? null);
  const [missing, setMissing] = useState("");
  const set = (change: Partial<typeof values>) => setValues({ ...values, ...change });
  const all = pipelines?.items ?? [];
  const pipeline = all.find(({ id }) => id === pipelineChosen) ?? all[0];
  const ownerId = owner ?? me?.id ?? "";
  const save = useMutation({
    mutationFn: () =>
      createDeal({
        name: values.name.trim(),
        amount: readAmount(values.amount),
        currency,
        expectedClose: values.expectedClose || undefined,
        ownerId: ownerId || undefined,
        pipelineId: pipeline?.id,
        stage,
        contactIds: who ? [who.id] : [],
        customerId: company?.id,
      }),
    onSuccess: (deal) => {
      shown(deal);
      onSaved(deal);
    },
  });
  const errors = fieldProblems(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    setMissing(values.name.trim() ? "" : t.deals.nameMissing);
    if (values.name.trim()) save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        label={t.deals.name}
        required
        autoFocus
        maxLength={200}
        value={values.name}
        error={missing || errors.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t.deals.amount}
          inputMode="decimal"
          maxLength={40}
          hint={t.deals.amountHint}
          value={values.amount}
          error={errors.amount}
          onChange={(event) => set({ amount: event.target.value })}
        />
        <SelectField
          label={t.deals.currency}
          value={currency ?? pipelines?.currency ?? ""}
          options={currencyOptions(pipelines?.currency)}
          error={errors.currency}
          onChange={(event) => setCurrency(event.target.value)}
        />
        {all.length > 1 && (
          <SelectField
            label={t.deals.pipeline}
            value={pipeline?.id ?? ""}
            options={all.map(({ id, name }) => ({ value: id, label: name }))}
            error={errors.pipelineId}
            onChange={(event) => {
              setPipeline(event.target.value);
              setStage(undefined);
            }}
          />
        )}
        <SelectField
          label={t.deals.stage}
          value={stage ?? pipeline?.stages[0]?.id ?? ""}
          options={pipeline?.stages.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          error={errors.stage}
          onChange={(event) => setStage(event.target.value)}
        />
        {who ? (
          <Picked label={t.deals.contact} clear={t.deals.clearContact} onClear={() => setWho(null)}>
            {who.name}
          </Picked>
        ) : (
          <ContactPicker
            label={t.deals.contact}
            onPick={(picked) => {
              setWho(picked);
              if (picked.customer) setCompany(picked.customer);
            }}
          />
        )}
        {company ? (
          <Picked
            label={t.deals.customer}
            clear={t.deals.clearCustomer}
            onClear={() => setCompany(null)}
          >
            {company.name}
          </Picked>
        ) : (
          <CustomerPicker label={t.deals.customer} onPick={setCompany} />
        )}
        <SelectField
          label={t.deals.owner}
          value={ownerId}
          options={ownerOptions(users, ownerId)}
          error={errors.ownerId}
          onChange={(event) => setOwner(event.target.value)}
        />
        <TextField
          label={t.deals.expectedClose}
          type="date"
          value={values.expectedClose}
          error={errors.expectedClose}
          onChange={(event) => set({ expectedClose: event.target.value })}
        />
      </div>
      {save.isError && (
        <p role="alert" className="text-sm font-medium text-bad">
          {problemText(save.error)}
        </p>
      )}
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onCancel}>{t.ui.cancel}</Button>
        <Button type="submit" tone="primary" disabled={save.isPending}>
          {save.isPending ? t.ui.saving : t.deals.save}
        </Button>
      </div>
    </form>
  );
}
