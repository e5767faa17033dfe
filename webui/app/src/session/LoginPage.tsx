import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { CircleAlert, PhoneCall } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { ApiProblem } from "../api/client";
import { logIn, meQuery } from "../api/session";
import { locale, placeOf, t, timeZone } from "../language";
import { Button } from "../ui/Button";
import { TextField } from "../ui/fields";
import { problemText } from "../ui/problem";
import { usePageTitle } from "../ui/title";
import { LanguageSwitch } from "./LanguageSwitch";

type Errors = { email?: string; password?: string };

export function LoginPage({ next }: { next: string }) {
  usePageTitle(t.session.title);
  const client = useQueryClient();
  const router = useRouter();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [errors, setErrors] = useState<Errors>({});
  const form = useRef<HTMLFormElement>(null);
  const login = useMutation({
    mutationFn: () => logIn(email.trim(), password),
    onSuccess: async (me) => {
      client.clear();
      client.setQueryData(meQuery.queryKey, me);
      // Whoever logs in may read another language than whoever opened the page.
      const place = placeOf(me);
      if (place.locale !== locale || place.timeZone !== timeZone) window.location.assign(next);
      else router.history.push(next);
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 401) {
        setErrors({ password: t.session.wrong });
        form.current?.querySelector<HTMLInputElement>('input[type="password"]')?.select();
      }
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Errors = {};
    if (!email.trim()) found.email = t.session.emailMissing;
    if (!password) found.password = t.session.passwordMissing;
    setErrors(found);
    const first = found.email ? 'input[type="email"]' : 'input[type="password"]';
    if (found.email || found.password)
      form.current?.querySelector<HTMLInputElement>(first)?.focus();
    else login.mutate();
  };
  const other =
    login.error && !(login.error instanceof ApiProblem && login.error.status === 401)
      ? problemText(login.error)
      : "";
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas p-4">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center justify-center gap-3">
          <span className="grid size-11 place-items-center rounded-xl bg-accent text-on-accent">
            <PhoneCall aria-hidden className="size-5" />
          </span>
          <span className="text-2xl font-semibold tracking-tight">{t.product}</span>
        </div>
        <form
          ref={form}
          noValidate
          onSubmit={submit}
          className="flex flex-col gap-4 rounded-2xl border bg-surface p-6 shadow-sm"
        >
          <h1 className="text-lg font-semibold">{t.session.title}</h1>
          {other && (
            <p
              role="alert"
              className="flex gap-2 rounded-lg bg-bad-soft p-3 text-sm text-bad-strong"
            >
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {other}
            </p>
          )}
          <TextField
            label={t.session.email}
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            value={email}
            error={errors.email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <TextField
            label={t.session.password}
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            error={errors.password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Button type="submit" tone="primary" size="large" disabled={login.isPending}>
            {login.isPending ? t.session.loggingIn : t.session.logIn}
          </Button>
        </form>
        <LanguageSwitch />
      </div>
    </main>
  );
}
