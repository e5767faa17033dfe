import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { meQuery } from "../api/session";
import { changePassword } from "../api/settings";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Fact, Facts } from "../ui/Facts";
import { TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";
import { say } from "../ui/toasts";
import { Place } from "./Place";

/** Who one is, and one's own password. */
export function You() {
  const { data: me } = useQuery(meQuery);
  if (!me) return null;
  return (
    <>
      <div className="border-b p-5 max-sm:p-4">
        <Facts>
          <Fact label={t.settings.name}>{me.name}</Fact>
          <Fact label={t.settings.email}>{me.email}</Fact>
          <Fact label={t.settings.roleLabel}>{t.layout.roles[me.role]}</Fact>
          <Fact label={t.settings.extension}>{me.extension || t.settings.none}</Fact>
        </Facts>
        <p className="mt-3 text-xs text-muted">{t.settings.yoursByAdmin}</p>
      </div>
      <Place me={me} />
      <Password />
    </>
  );
}

function Password() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () => changePassword({ current, new: next }),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      say(t.settings.passwordChanged);
    },
  });
  const problems = fieldProblems(change.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-3 p-5 max-sm:p-4">
      <h2 className="font-semibold">{t.settings.change}</h2>
      <TextField
        label={t.settings.current}
        type="password"
        autoComplete="current-password"
        required
        value={current}
        error={
          problems.current ??
          (change.isError && !problems.password ? problemText(change.error) : undefined)
        }
        onChange={(event) => setCurrent(event.target.value)}
      />
      <TextField
        label={t.settings.next}
        hint={t.settings.passwordHint}
        type="password"
        autoComplete="new-password"
        required
        value={next}
        onChange={(event) => setNext(event.target.value)}
      />
      <Button type="submit" tone="primary" disabled={!current || !next || change.isPending}>
        {t.settings.change}
      </Button>
    </form>
  );
}
