import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { meQuery } from "../api/session";
import type { TokenDraft } from "../api/settings";
import { createToken, revokeToken, tokensQuery } from "../api/settings";
import { t } from "../language";
import { Button } from "../ui/Button";
import { CheckField, TextField } from "../ui/fields";
import { moment } from "../ui/format";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { say, warn } from "../ui/toasts";

type Scope = TokenDraft["scopes"][number];
const scopes: Scope[] = ["read", "write", "calls", "admin"];

export function Tokens() {
  const { data: me } = useQuery(meQuery);
  const admin = me?.role === "admin";
  const client = useQueryClient();
  const list = useQuery(tokensQuery);
  const refresh = () => client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const revoke = useMutation({
    mutationFn: revokeToken,
    onSuccess: async () => {
      await refresh();
      say(t.settings.revoked);
    },
    onError: (error) => warn(problemText(error)),
  });
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton rows={4} />;
  return (
    <>
      <TokenForm admin={admin} onSaved={() => void refresh()} />
      {list.data.length === 0 && <p className="p-5 text-sm text-muted">{t.settings.noTokens}</p>}
      <ul aria-label={t.settings.names.tokens} className="divide-y divide-line">
        {list.data.map((token) => (
          <li key={token.id} className="flex flex-wrap items-center gap-3 px-5 py-3 text-sm">
            <div className="min-w-0 flex-1">
              <p className="font-medium break-words">{token.name}</p>
              <p className="text-xs text-muted">
                {[
                  `${token.hint}…`,
                  token.userName,
                  token.scopes.join(", "),
                  token.lastUsedAt ? t.settings.used(moment(token.lastUsedAt)) : t.settings.never,
                ].join(" · ")}
              </p>
            </div>
            <Button
              aria-label={t.settings.revokeOf(token.name)}
              disabled={revoke.isPending}
              onClick={() => revoke.mutate(token.id)}
            >
              {t.settings.revoke}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function TokenForm({ admin, onSaved }: { admin: boolean; onSaved: () => void }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Scope[]>(["read"]);
  const create = useMutation({
    mutationFn: () => createToken({ name: name.trim(), scopes: chosen }),
    onSuccess: () => {
      setName("");
      onSaved();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  const secret = create.data?.token;
  const copy = (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => say(t.settings.copied),
      () => warn(t.problems.unexpected),
    );
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 border-b p-5 max-sm:p-4">
      <TextField
        label={t.settings.tokenName}
        required
        maxLength={100}
        value={name}
        error={create.isError ? problemText(create.error) : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      {scopes
        .filter((scope) => admin || scope !== "admin")
        .map((scope) => (
          <CheckField
            key={scope}
            label={t.settings.scopes[scope]}
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
      <Button
        type="submit"
        tone="primary"
        disabled={!name.trim() || chosen.length === 0 || create.isPending}
      >
        {t.settings.makeToken}
      </Button>
      {secret && (
        <div role="status" className="flex flex-col gap-2 rounded-lg border bg-sunken p-3 text-sm">
          <p>{t.settings.tokenOnce}</p>
          <code className="break-all">{secret}</code>
          <Button onClick={() => void copy(secret)}>{t.settings.copy}</Button>
        </div>
      )}
    </form>
  );
}
