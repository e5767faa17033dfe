import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { meQuery } from "../api/session";
import type { Token, TokenDraft } from "../api/settings";
import { createToken, revokeToken, tokensQuery } from "../api/settings";
import { t } from "../language";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { CheckField, SelectField, TextField } from "../ui/fields";
import { day, moment } from "../ui/format";
import { fieldProblems, problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { say, warn } from "../ui/toasts";

type Scope = TokenDraft["scopes"][number];
const scopes: Scope[] = ["read", "write", "calls", "admin"];

/** Lifetimes in days; 0 is for ever. */
const lifetimes = [30, 90, 365, 0];

/** Tokens with which programs work on a user's behalf. */
export function Tokens() {
  const { data: me } = useQuery(meQuery);
  const admin = me?.role === "admin";
  const client = useQueryClient();
  const list = useQuery(tokensQuery);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton rows={4} />;
  return (
    <>
      <p className="border-b px-5 py-3 text-sm text-muted max-sm:px-4">{t.settings.tokensHint}</p>
      <TokenForm admin={admin} onSaved={() => void refresh()} />
      {list.data.length === 0 && <p className="p-5 text-sm text-muted">{t.settings.noTokens}</p>}
      <ul aria-label={t.settings.names.tokens} className="divide-y divide-line">
        {list.data.map((token) => (
          <li key={token.id} className="flex flex-wrap items-center gap-3 px-5 py-3 text-sm">
            <TokenText token={token} />
            <Button aria-label={t.settings.revokeOf(token.name)} onClick={() => setRevoking(token)}>
              {t.settings.revoke}
            </Button>
          </li>
        ))}
      </ul>
      {revoking && (
        <Revoke
          token={revoking}
          onClose={() => setRevoking(null)}
          onRevoked={() => void refresh()}
        />
      )}
    </>
  );
}

function TokenText({ token }: { token: Token }) {
  const { expiresAt, lastUsedAt } = token;
  const expired = expiresAt !== null && new Date(expiresAt) <= new Date();
  return (
    <div className="min-w-0 flex-1 basis-60">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium break-words">{token.name}</span>
        <code className="text-xs text-muted">{token.hint}…</code>
        {expired && <Badge tone="warn">{t.settings.expired}</Badge>}
      </p>
      <p className="text-xs text-muted">
        {[
          token.userName,
          token.scopes.map((scope) => t.settings.scopes[scope] ?? scope).join(", "),
          lastUsedAt ? t.settings.used(moment(lastUsedAt)) : t.settings.never,
          expiresAt ? t.settings.expires(day(expiresAt)) : t.settings.expiresNever,
        ].join(" · ")}
      </p>
    </div>
  );
}

type RevokeProps = { token: Token; onClose: () => void; onRevoked: () => void };

function Revoke({ token, onClose, onRevoked }: RevokeProps) {
  const revoke = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => {
      onRevoked();
      say(t.settings.revoked);
      onClose();
    },
    onError: (error) => warn(problemText(error)),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.settings.revokeOf(token.name)}
      description={t.settings.revokeHint}
    >
      <div className="flex gap-2">
        <Button tone="bad" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
          {t.settings.revoke}
        </Button>
        <Button onClick={onClose}>{t.ui.cancel}</Button>
      </div>
    </Dialog>
  );
}

function TokenForm({ admin, onSaved }: { admin: boolean; onSaved: () => void }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Scope[]>(["read"]);
  const [days, setDays] = useState(90);
  const create = useMutation({
    mutationFn: () =>
      createToken({
        name: name.trim(),
        scopes: chosen,
        expiresAt: days ? new Date(Date.now() + days * 86_400_000).toISOString() : undefined,
      }),
    onSuccess: () => {
      setName("");
      onSaved();
    },
  });
  const problems = fieldProblems(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4 border-b p-5 max-sm:p-4">
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_12rem]">
        <TextField
          label={t.settings.tokenName}
          hint={t.settings.tokenNameHint}
          required
          maxLength={100}
          value={name}
          error={
            problems.name ??
            (create.isError && Object.keys(problems).length === 0
              ? problemText(create.error)
              : undefined)
          }
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label={t.settings.lifetime}
          options={lifetimes.map((count) => ({
            value: String(count),
            label: t.settings.days(count),
          }))}
          value={String(days)}
          error={problems.expiresAt}
          onChange={(event) => setDays(Number(event.target.value))}
        />
      </div>
      <fieldset className="flex flex-col gap-2.5">
        <legend className="mb-2 text-sm font-medium">{t.settings.scopesTitle}</legend>
        {scopes
          .filter((scope) => admin || scope !== "admin")
          .map((scope) => (
            <CheckField
              key={scope}
              label={t.settings.scopes[scope] ?? scope}
              hint={t.settings.scopeHints[scope]}
              checked={chosen.includes(scope)}
              onChange={(event) =>
                setChosen(
                  event.target.checked
                    ? [...chosen, scope]
                    : chosen.filter((other) => other !== scope),
                )
              }
            />
          ))}
      </fieldset>
      <Button
        type="submit"
        tone="primary"
        className="self-start"
        disabled={!name.trim() || chosen.length === 0 || create.isPending}
      >
        {t.settings.makeToken}
      </Button>
      {create.data && <Secret text={create.data.token} />}
    </form>
  );
}

function Secret({ text }: { text: string }) {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say(t.settings.copied),
      () => warn(t.problems.unexpected),
    );
  return (
    <div role="status" className="flex flex-col gap-2 rounded-lg border bg-sunken p-3 text-sm">
      <p>{t.settings.tokenOnce}</p>
      <code className="break-all">{text}</code>
      <Button className="self-start" onClick={() => void copy()}>
        {t.settings.copy}
      </Button>
    </div>
  );
}
