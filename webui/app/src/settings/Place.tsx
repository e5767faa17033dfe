import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { meQuery, updateMe } from "../api/session";
import type { Me } from "../api/types";
import { locale, placeOf, t, timeZone, writeLocale } from "../language";
import { browserTimeZone, firstSpoken } from "../language/locale";
import { Button } from "../ui/Button";
import { SelectField } from "../ui/fields";
import { localeName, localeOptions, timeZoneOptions } from "../ui/placeOptions";
import { problemText } from "../ui/problem";
import { say } from "../ui/toasts";

/** The user's own language, and the clock that times are told by. */
export function Place({ me }: { me: Me }) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState({ locale: me.locale, timeZone: me.timeZone });
  const change = useMutation({
    mutationFn: () => updateMe(chosen as Parameters<typeof updateMe>[0]),
    onSuccess: (next) => {
      // The login page speaks it too. Without a choice this browser has none either.
      writeLocale(next.locale);
      client.setQueryData(meQuery.queryKey, next);
      const place = placeOf(next);
      // The words and the clock are settled when the page is loaded. A call goes on.
      if (place.locale !== locale || place.timeZone !== timeZone) window.location.reload();
      else say(t.place.saved);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const { organisation } = me;
  const usualLocale = organisation.locale
    ? t.place.asOrganisation(localeName(organisation.locale))
    : t.place.asBrowser(localeName(firstSpoken(navigator.languages)));
  const usualZone = organisation.timeZone
    ? t.place.asOrganisation(organisation.timeZone)
    : t.place.asBrowser(browserTimeZone());
  return (
    <form onSubmit={submit} className="border-b p-5 max-sm:p-4">
      <div className="flex max-w-md flex-col gap-3">
        <h2 className="font-semibold">{t.place.title}</h2>
        <SelectField
          label={t.place.locale}
          hint={t.place.localeHint}
          value={chosen.locale}
          options={localeOptions(usualLocale)}
          onChange={(event) => setChosen({ ...chosen, locale: event.target.value })}
        />
        <SelectField
          label={t.place.timeZone}
          value={chosen.timeZone}
          options={timeZoneOptions(usualZone, me.timeZone)}
          onChange={(event) => setChosen({ ...chosen, timeZone: event.target.value })}
        />
        {change.isError && (
          <p role="alert" className="text-sm font-medium text-bad">
            {problemText(change.error)}
          </p>
        )}
        <Button type="submit" tone="primary" disabled={change.isPending}>
          {change.isPending ? t.ui.saving : t.place.save}
        </Button>
      </div>
    </form>
  );
}
