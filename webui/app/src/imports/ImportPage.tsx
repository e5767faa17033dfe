import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, CircleAlert, CircleCheck, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { applyImport, discardImport, importQuery, revertImport } from "../api/imports";
import type { Import } from "../api/types";
import { t } from "../language";
import { Button, buttonClass } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Progress } from "../ui/Progress";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { say, warn } from "../ui/toasts";
import { Columns } from "./Columns";
import { Options } from "./Options";
import { Rows } from "./Rows";
import { StatusBadge } from "./StatusBadge";
import { useImportOptions } from "./useImportOptions";

const route = getRouteApi("/app/contacts/import/$importId");

/** One file: what is in it, what it would do, and doing it. */
export function ImportPage() {
  const { importId } = route.useParams();
  const found = useQuery(importQuery(importId));
  usePageTitle(found.data?.fileName ?? t.imports.title);
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.isPending) return <Skeleton rows={8} />;
  const one = found.data;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto bg-surface">
      <header className="flex flex-col gap-2 border-b px-5 pt-4 pb-3 max-sm:px-4">
        <Link
          to="/contacts/import"
          className="inline-flex min-h-6 items-center gap-1.5 self-start text-sm text-muted hover:text-ink hover:underline"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {t.imports.back}
        </Link>
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">
            {one.fileName}
          </h1>
          <StatusBadge status={one.status} />
        </div>
      </header>
      <State one={one} />
    </div>
  );
}

function State({ one }: { one: Import }) {
  switch (one.status) {
    case "applying":
      return (
        <Working one={one} text={t.imports.applying}>
          <Stop one={one} />
        </Working>
      );
    case "reverting":
      return <Working one={one} text={t.imports.reverting} />;
    case "applied":
    case "reverted":
      return <Done one={one} />;
    default:
      return <Prepare one={one} />;
  }
}

/** The work as it goes on. Only quarters are announced: a screen reader has more to say. */
function Working({ one, text, children }: { one: Import; text: string; children?: ReactNode }) {
  const { done, total } = one.progress;
  const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0;
  return (
    <section className="flex flex-col gap-3 px-5 py-5 max-sm:px-4">
      <p>{text}</p>
      <Progress label={text} done={done} total={total} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="tabular text-sm text-muted">
          {one.status === "reading" ? t.imports.share(percent) : t.imports.rowsOf(done, total)}
        </p>
        {children}
      </div>
      <p role="status" className="sr-only">
        {text} {t.imports.share(percent - (percent % 25))}
      </p>
    </section>
  );
}

function Prepare({ one }: { one: Import }) {
  const client = useQueryClient();
  const options = useImportOptions(one);
  const apply = useMutation({
    mutationFn: () => applyImport(one.id),
    onSuccess: (next) => client.setQueryData(importQuery(one.id).queryKey, next),
    onError: (error) => warn(problemText(error)),
  });
  const ready = one.status === "ready" && !options.pending;
  const count = one.counts.create + one.counts.update;
  return (
    <>
      {one.status === "reading" && <Working one={one} text={t.imports.reading} />}
      {one.status === "failed" && (
        <div role="alert" className="flex items-start gap-3 px-5 py-5 max-sm:px-4">
          <CircleAlert aria-hidden className="size-6 shrink-0 text-bad" />
          <div>
            <p className="font-medium">{t.imports.failed}</p>
            <p className="text-sm">{one.problem}</p>
          </div>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2 px-5 py-4 max-sm:px-4">
        <Button
          tone="primary"
          disabled={!ready || count === 0 || apply.isPending}
          onClick={() => apply.mutate()}
        >
          {t.imports.apply(count)}
        </Button>
        <Discard one={one} />
        {ready && count === 0 && <p className="text-sm text-muted">{t.imports.nothing}</p>}
      </div>
      {one.mapping.length > 0 && <Columns one={one} options={options} />}
      <Options one={one} options={options} />
      {ready && <Rows one={one} />}
    </>
  );
}

function Discard({ one }: { one: Import }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const discard = useMutation({
    mutationFn: () => discardImport(one.id),
    onSuccess: async () => {
      say(t.imports.discarded);
      await navigate({ to: "/contacts/import" });
      client.removeQueries({ queryKey: importQuery(one.id).queryKey });
      await client.invalidateQueries({ queryKey: ["imports", "list"] });
    },
    onError: (error) => warn(problemText(error)),
  });
  return (
    <Button disabled={discard.isPending} onClick={() => discard.mutate()}>
      {t.imports.discard}
    </Button>
  );
}

type AskProps = {
  title: string;
  text: string;
  yes: string;
  no: string;
  run: () => Promise<unknown>;
  after: () => unknown;
  icon?: typeof Undo2;
};

/** A step that is asked for twice. */
function Ask({ title, text, yes, no, run, after, icon }: AskProps) {
  const [open, setOpen] = useState(false);
  const step = useMutation({
    mutationFn: run,
    onSuccess: () => {
      setOpen(false);
      return after();
    },
    onError: (error) => warn(problemText(error)),
  });
  return (
    <>
      <Button icon={icon} onClick={() => setOpen(true)}>
        {yes}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={title}>
        <p className="text-sm">{text}</p>
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={() => setOpen(false)}>{no}</Button>
          <Button tone="bad" disabled={step.isPending} onClick={() => step.mutate()}>
            {yes}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function Stop({ one }: { one: Import }) {
  const client = useQueryClient();
  return (
    <Ask
      title={t.imports.stopTitle}
      text={t.imports.stopText}
      yes={t.imports.stop}
      no={t.imports.goOn}
      run={() => discardImport(one.id)}
      after={() => client.invalidateQueries({ queryKey: importQuery(one.id).queryKey })}
    />
  );
}

function Done({ one }: { one: Import }) {
  const client = useQueryClient();
  const { create, update, kept } = one.counts;
  const text =
    one.status === "applied"
      ? t.imports.done(create, update)
      : kept > 0
        ? t.imports.takenBut(kept)
        : t.imports.taken;
  return (
    <>
      <div className="flex flex-col gap-4 px-5 py-5 max-sm:px-4">
        <p role="status" className="flex items-center gap-2 font-medium">
          <CircleCheck aria-hidden className="size-5 shrink-0 text-good" />
          {text}
        </p>
        <div className="flex flex-wrap gap-2">
          <Link to="/contacts" className={buttonClass("primary")}>
            {t.imports.toContacts}
          </Link>
          {one.status === "applied" && (
            <Ask
              icon={Undo2}
              title={t.imports.revertTitle}
              text={t.imports.revertText}
              yes={t.imports.revert}
              no={t.imports.cancel}
              run={() => revertImport(one.id)}
              after={() => client.invalidateQueries({ queryKey: importQuery(one.id).queryKey })}
            />
          )}
        </div>
      </div>
      <Rows one={one} />
    </>
  );
}
