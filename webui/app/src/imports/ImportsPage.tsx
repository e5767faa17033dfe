import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, FileUp, History, ShieldAlert } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { importsQuery, maxImportFile, uploadImport } from "../api/imports";
import { meQuery } from "../api/session";
import type { Import } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { cx } from "../ui/classes";
import { moment } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { PagedList } from "../ui/PagedList";
import { problemText } from "../ui/problem";
import { Empty } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { warn } from "../ui/toasts";
import { StatusBadge } from "./StatusBadge";

/** Brings files of contacts in, and lists those brought in so far. */
export function ImportsPage() {
  usePageTitle(t.imports.title);
  const { data: me } = useQuery(meQuery);
  const may = me?.role === "supervisor" || me?.role === "admin";
  return (
    <ListPage
      title={t.imports.title}
      actions={
        <Link
          to="/contacts"
          className="inline-flex min-h-6 items-center gap-1.5 text-sm text-muted hover:text-ink hover:underline"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {t.contacts.title}
        </Link>
      }
    >
      {may ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Drop />
          <Past />
        </div>
      ) : (
        me && (
          <Empty icon={ShieldAlert} title={t.imports.forSupervisors}>
            {t.imports.forSupervisorsHint}
          </Empty>
        )
      )}
    </ListPage>
  );
}

function Drop() {
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [over, setOver] = useState(false);
  const upload = useMutation({
    mutationFn: uploadImport,
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: importsQuery.queryKey });
      void navigate({ to: "/contacts/import/$importId", params: { importId: id } });
    },
    onError: (error) => warn(problemText(error)),
  });
  const take = (file: File | undefined) => {
    setOver(false);
    if (!file || upload.isPending) return;
    if (file.size > maxImportFile) warn(t.imports.tooLarge);
    else upload.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        "m-5 flex flex-col items-center gap-3 rounded-2xl border-2 border-dashed px-6 py-10 text-center max-sm:m-4 max-sm:py-7",
        over ? "border-accent bg-accent-soft" : "border-line-strong/60",
      )}
    >
      <FileUp aria-hidden className="size-8 text-muted" />
      <p className="font-medium max-sm:hidden">{t.imports.drop}</p>
      <p className="max-w-md text-sm text-muted">{t.imports.dropHint}</p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/vcard,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <Button
        tone="primary"
        icon={FileUp}
        disabled={upload.isPending}
        onClick={() => input.current?.click()}
      >
        {t.imports.choose}
      </Button>
      <p role="status" className="text-sm text-muted empty:hidden">
        {upload.isPending && t.imports.uploading(upload.variables.name)}
      </p>
    </div>
  );
}

function Past() {
  const list = useInfiniteQuery(importsQuery);
  return (
    <section aria-labelledby="imports-past" className="border-t">
      <h2 id="imports-past" className="px-5 pt-4 pb-1 font-semibold max-sm:px-4">
        {t.imports.past}
      </h2>
      <PagedList
        label={t.imports.past}
        list={list}
        rowId={({ id }) => id}
        empty={<Empty icon={History} title={t.imports.none} />}
      >
        {(one) => <PastLine one={one} />}
      </PagedList>
    </section>
  );
}

function PastLine({ one }: { one: Import }) {
  const { create, update } = one.counts;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 py-3 text-sm max-sm:px-4">
      <div className="min-w-0 flex-1">
        <Link
          to="/contacts/import/$importId"
          params={{ importId: one.id }}
          className="block truncate font-medium hover:underline"
        >
          {one.fileName}
        </Link>
        <p className="text-xs text-muted">
          {moment(one.createdAt)} {one.userName ? t.imports.by(one.userName) : t.imports.byCommand}
          {one.status === "applied" && ` · ${t.imports.done(create, update)}`}
        </p>
      </div>
      <StatusBadge status={one.status} />
    </div>
  );
}
