import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "../api/client";
import {
  type OrganisationSettings,
  organisationQuery,
  updateOrganisation,
} from "../api/organisation";
import { t } from "../language";
import { Button } from "../ui/Button";
import { currencyOptions } from "../ui/dealOptions";
import { SelectField, TextField } from "../ui/fields";
import { countryOptions, localeOptions, timeZoneOptions } from "../ui/placeOptions";
import { fieldProblems, problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { say } from "../ui/toasts";

/** What holds for everybody of the organisation. */
export function Organisation() {
  const organisation = useQuery(organisationQuery);
  if (organisation.isError) {
    return <Failed error={organisation.error} retry={() => void organisation.refetch()} />;
  }
  if (organisation.isPending) return <Skeleton rows={6} />;
  // What somebody else saved begins a new form, unless this one is being filled in.
  return <Form settings={organisation.data} />;
}

function Form({ settings }: { settings: OrganisationSettings }) {
  const client = useQueryClient();
  const [base, setBase] = useState(settings);
  const [draft, setDraft] = useState(settings);
  const touched = JSON.stringify(draft) !== JSON.stringify(base);
  if (settings.version > base.version && !touched) {
    setBase(settings);
    setDraft(settings);
  }
  const save = useMutation({
    mutationFn: () => {
      const { name, country, currency, locale, timeZone } = draft;
      const { serviceLevelSeconds, serviceLevelPercent } = draft;
      const patch = {
        name,
        country,
        currency,
        locale,
        timeZone,
        serviceLevelSeconds,
        serviceLevelPercent,
      };
      return updateOrganisation(patch as Parameters<typeof updateOrganisation>[0], base.version);
    },
    onSuccess: (saved) => {
      client.setQueryData(organisationQuery.queryKey, saved);
      setBase(saved);
      setDraft(saved);
      void client.invalidateQueries({ queryKey: ["me"] });
      void client.invalidateQueries({ queryKey: ["pipelines"] });
      say(t.settings.organisationSaved);
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.code === "stale") {
        void client.invalidateQueries({ queryKey: organisationQuery.queryKey });
      }
    },
  });
  const stale = settings.version > base.version;
  const problems = fieldProblems(save.error);
  const change = (part: Partial<OrganisationSettings>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex max-w-xl flex-col gap-4 p-5 max-sm:p-4">
      <TextField
        label={t.settings.name}
        required
        maxLength={200}
        value={draft.name}
        error={problems.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <SelectField
        label={t.settings.country}
        hint={
          draft.country === base.country
            ? t.settings.countryHint
            : t.settings.countryChange(nameOf(base.country), nameOf(draft.country))
        }
        error={problems.country}
        options={countryOptions(base.country)}
        value={draft.country}
        onChange={(event) => change({ country: event.target.value })}
      />
      <SelectField
        label={t.settings.currency}
        hint={t.settings.currencyHint}
        error={problems.currency}
        options={currencyOptions(base.currency)}
        value={draft.currency}
        onChange={(event) => change({ currency: event.target.value })}
      />
      <SelectField
        label={t.settings.locale}
        hint={t.settings.localeHint}
        error={problems.locale}
        options={localeOptions(t.settings.asBrowser)}
        value={draft.locale}
        onChange={(event) => change({ locale: event.target.value })}
      />
      <SelectField
        label={t.settings.timeZone}
        error={problems.timeZone}
        options={timeZoneOptions(t.settings.asBrowser, base.timeZone)}
        value={draft.timeZone}
        onChange={(event) => change({ timeZone: event.target.value })}
      />
      <fieldset className="flex flex-col gap-3">
        <legend className="text-sm font-medium">{t.settings.serviceLevel}</legend>
        <p className="text-xs text-muted">{t.settings.serviceLevelHint}</p>
        <div className="grid gap-4 sm:grid-cols-2 sm:items-end">
          <TextField
            label={t.settings.levelPercent}
            type="number"
            required
            min={1}
            max={100}
            value={draft.serviceLevelPercent}
            error={problems.serviceLevelPercent}
            onChange={(event) => change({ serviceLevelPercent: Number(event.target.value) })}
          />
          <TextField
            label={t.settings.levelSeconds}
            type="number"
            required
            min={1}
            max={3600}
            value={draft.serviceLevelSeconds}
            error={problems.serviceLevelSeconds}
            onChange={(event) => change({ serviceLevelSeconds: Number(event.target.value) })}
          />
        </div>
      </fieldset>
      {save.isError && Object.keys(problems).length === 0 && (
        <p role="alert" className="text-sm font-medium text-bad">
          {problemText(save.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          tone="primary"
          disabled={!touched || !draft.name.trim() || save.isPending || stale}
        >
          {save.isPending ? t.ui.saving : t.ui.save}
        </Button>
        {stale && touched ? (
          <>
            <Button onClick={() => setBase({ ...base, version: settings.version })}>
              {t.ui.keepMine}
            </Button>
            <Button
              onClick={() => {
                setBase(settings);
                setDraft(settings);
                save.reset();
              }}
            >
              {t.ui.keepTheirs}
            </Button>
          </>
        ) : (
          touched && (
            <Button
              onClick={() => {
                setDraft(base);
                save.reset();
              }}
            >
              {t.ui.cancel}
            </Button>
          )
        )}
      </div>
    </form>
  );
}

const nameOf = (country: string) =>
  countryOptions(country).find(({ value }) => value === country)?.label ?? country;
