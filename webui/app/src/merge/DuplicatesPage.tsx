import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Merge as MergeIcon, Users } from "lucide-react";
import { useRef, useState } from "react";
import { dismissDuplicate, duplicatesQuery, undismissDuplicate } from "../api/merges";
import { rowsOf } from "../api/page";
import type { Contact, DuplicatePair } from "../api/types";
import { t } from "../language";
import { Avatar } from "../ui/Avatar";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { day, total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { PagedList } from "../ui/PagedList";
import { problemText } from "../ui/problem";
import { Empty } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { say, warn } from "../ui/toasts";
import { MergeDialog } from "./MergeDialog";

/** Pairs of contacts that may be one person. */
export function DuplicatesPage() {
  usePageTitle(t.merge.duplicates);
  const list = useInfiniteQuery(duplicatesQuery);
  const { total: count } = rowsOf(list.data);
  const pane = useRef<HTMLElement>(null);
  return (
    <ListPage
      title={t.merge.duplicates}
      count={list.data && t.merge.pairs(total(count), count.count)}
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
      <section
        ref={pane}
        tabIndex={-1}
        aria-label={t.merge.duplicatesHint}
        className="min-h-0 flex-1 overflow-y-auto outline-none"
      >
        <PagedList
          label={t.merge.duplicatesHint}
          list={list}
          rowId={({ contacts }) => contacts.map((contact) => contact.id).join()}
          empty={
            <Empty icon={Users} title={t.merge.noPairs}>
              {t.merge.noPairsHint}
            </Empty>
          }
        >
          {/* The row goes away with the button that had the focus. */}
          {(pair) => <Pair pair={pair} onGone={() => pane.current?.focus()} />}
        </PagedList>
      </section>
    </ListPage>
  );
}

function Pair({ pair, onGone }: { pair: DuplicatePair; onGone: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [merging, setMerging] = useState(false);
  const [first, second] = pair.contacts;
  const refresh = () => client.invalidateQueries({ queryKey: duplicatesQuery.queryKey });
  const undo = useMutation({
    mutationFn: ([a, b]: [Contact, Contact]) => undismissDuplicate(a.id, b.id),
    onSuccess: refresh,
    onError: (error) => warn(problemText(error)),
  });
  const dismiss = useMutation({
    mutationFn: ([a, b]: [Contact, Contact]) => dismissDuplicate(a.id, b.id),
    onSuccess: async (_, [a, b]) => {
      await refresh();
      say(t.merge.dismissed(a.name, b.name), {
        label: t.ui.undo,
        run: () => undo.mutate([a, b]),
      });
      onGone();
    },
    onError: (error) => warn(problemText(error)),
  });
  if (!first || !second) return null;
  return (
    <div className="flex flex-col gap-2 px-5 py-3 max-sm:px-4">
      <div className="flex flex-wrap gap-1.5">
        {pair.reasons.map((reason) => {
          const words = t.merge.reasons[reason];
          return words && <Badge key={reason}>{words}</Badge>;
        })}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Person contact={first} />
        <Person contact={second} />
        <div className="flex gap-2">
          <Button
            icon={MergeIcon}
            aria-label={t.merge.mergePairOf(first.name, second.name)}
            onClick={() => setMerging(true)}
          >
            {t.merge.mergePair}
          </Button>
          <Button
            tone="quiet"
            aria-label={t.merge.notSameOf(first.name, second.name)}
            disabled={dismiss.isPending}
            onClick={() => dismiss.mutate([first, second])}
          >
            {t.merge.notSame}
          </Button>
        </div>
      </div>
      <MergeDialog
        contact={first}
        other={second}
        open={merging}
        onClose={() => setMerging(false)}
        onMerged={(survivor) =>
          void navigate({ to: "/contacts/$contactId", params: { contactId: survivor.id } })
        }
      />
    </div>
  );
}

function Person({ contact }: { contact: Contact }) {
  return (
    <div className="flex min-w-0 flex-1 basis-60 items-center gap-3">
      <Avatar name={contact.name} />
      <div className="min-w-0">
        <Link
          to="/contacts/$contactId"
          params={{ contactId: contact.id }}
          className="block truncate font-medium hover:underline"
        >
          {contact.name}
        </Link>
        <p className="truncate text-xs text-muted">
          {[contact.customer?.name, contact.email, contact.phone].filter(Boolean).join(" · ")}
        </p>
        <p className="text-xs text-muted">
          {t.contacts.created} {day(contact.createdAt)}
        </p>
      </div>
    </div>
  );
}
