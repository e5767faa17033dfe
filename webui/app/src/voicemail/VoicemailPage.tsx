import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Check, RotateCcw, SearchX, Trash2, Voicemail as VoicemailIcon } from "lucide-react";
import { useState } from "react";
import { rowsOf } from "../api/page";
import { meQuery } from "../api/session";
import {
  deleteVoicemail,
  hearVoicemail,
  type Voicemail,
  voicemailAddress,
  voicemailsQuery,
} from "../api/voicemails";
import { t } from "../language";
import { Badge } from "../ui/Badge";
import { Button, IconButton } from "../ui/Button";
import { cx } from "../ui/classes";
import { Dialog } from "../ui/Dialog";
import { FilterSelect } from "../ui/fields";
import { callerName, fullMoment, moment, span, total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { PhoneLink } from "../ui/PhoneLink";
import { problemText } from "../ui/problem";
import { Empty, Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { say, warn } from "../ui/toasts";

const route = getRouteApi("/app/voicemail");

/** Messages that callers left: heard, called back, deleted. */
export function VoicemailPage() {
  usePageTitle(t.voicemail.title);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: me } = useQuery(meQuery);
  const list = useInfiniteQuery(voicemailsQuery(search));
  const { rows, total: count } = rowsOf(list.data);
  const filter = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <ListPage
      title={t.voicemail.title}
      count={list.data && t.voicemail.count(total(count), count.count)}
      filters={
        <>
          <FilterSelect
            label={t.voicemail.filter}
            value={search.waiting ? "new" : ""}
            options={[
              { value: "", label: t.voicemail.all },
              { value: "new", label: t.voicemail.new },
            ]}
            onChange={(event) => filter({ waiting: event.target.value ? true : undefined })}
          />
          {me && me.role !== "agent" && (
            <FilterSelect
              label={t.voicemail.scope}
              value={search.mine ? "mine" : ""}
              options={[
                { value: "", label: t.voicemail.everyone },
                { value: "mine", label: t.voicemail.mine },
              ]}
              onChange={(event) => filter({ mine: event.target.value ? true : undefined })}
            />
          )}
        </>
      }
    >
      {list.isError ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton rows={6} />
      ) : rows.length === 0 ? (
        <Empty
          icon={search.waiting ? SearchX : VoicemailIcon}
          title={search.waiting ? t.voicemail.noneWaiting : t.voicemail.none}
        >
          {search.waiting ? undefined : t.voicemail.noneHint}
        </Empty>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ul aria-label={t.voicemail.title} className="divide-y divide-line">
            {rows.map((message) => (
              <li key={message.id}>
                <Message message={message} />
              </li>
            ))}
          </ul>
          {list.hasNextPage && (
            <div className="p-4 text-center">
              <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t.ui.showMore}
              </Button>
            </div>
          )}
        </div>
      )}
    </ListPage>
  );
}

function Message({ message }: { message: Voicemail }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { call } = message;
  const who = callerName(call) || t.voicemail.unknown;
  const refresh = () => client.invalidateQueries({ queryKey: ["voicemails"] });
  const hear = useMutation({
    mutationFn: (heard: boolean) => hearVoicemail(message.id, heard),
    onSuccess: refresh,
    onError: (error) => warn(problemText(error)),
  });
  const remove = useMutation({
    mutationFn: () => deleteVoicemail(message.id),
    onSuccess: async () => {
      setAsking(false);
      say(t.voicemail.removed);
      await refresh();
    },
  });
  const heard = Boolean(message.heardAt);
  return (
    <article
      aria-label={t.voicemail.from(who)}
      className={cx(
        "flex flex-wrap items-center gap-x-4 gap-y-2 border-l-4 px-4 py-3",
        heard ? "border-l-transparent" : "border-l-accent bg-accent-soft/40",
      )}
    >
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {call.contactId ? (
            <Link
              to="/contacts/$contactId"
              params={{ contactId: call.contactId }}
              className={cx("min-w-0 break-words hover:underline", !heard && "font-semibold")}
            >
              {who}
            </Link>
          ) : (
            <span className={cx("min-w-0 break-words", !heard && "font-semibold")}>{who}</span>
          )}
          {!heard && <Badge tone="accent">{t.voicemail.newBadge}</Badge>}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {call.from.e164 && (
            <PhoneLink
              number={call.from.raw || call.from.e164}
              e164={call.from.e164}
              contactId={call.contactId ?? undefined}
              name={who}
            />
          )}
          <span>{t.voicemail.for(message.queueName || message.userName)}</span>
        </p>
        <p className="text-xs text-muted">
          <time dateTime={message.createdAt} title={fullMoment(message.createdAt)}>
            {moment(message.createdAt)}
          </time>
          {" · "}
          <span className="tabular">{span(Math.max(1, Math.round(message.seconds)))}</span>
          {message.heardAt && ` · ${t.voicemail.heardBy(message.heardBy, moment(message.heardAt))}`}
        </p>
      </div>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what a caller said */}
      <audio
        controls
        preload="none"
        aria-label={t.voicemail.play(who)}
        src={voicemailAddress(message.id)}
        className="h-10 w-72 max-w-full max-sm:w-full"
        onPlay={() => {
          if (!heard && !hear.isPending) hear.mutate(true);
        }}
      />
      <span className="flex">
        <IconButton
          icon={heard ? RotateCcw : Check}
          label={heard ? t.voicemail.markNew : t.voicemail.markHeard}
          disabled={hear.isPending}
          onClick={() => hear.mutate(!heard)}
        />
        <IconButton icon={Trash2} label={t.voicemail.remove} onClick={() => setAsking(true)} />
      </span>
      {asking && (
        <Dialog open onClose={() => setAsking(false)} title={t.voicemail.remove}>
          <p className="text-sm">{t.voicemail.removeSure}</p>
          {remove.isError && (
            <p role="alert" className="mt-2 text-sm font-medium text-bad">
              {problemText(remove.error)}
            </p>
          )}
          <div className="mt-4 flex justify-end gap-2 border-t pt-4">
            <Button onClick={() => setAsking(false)}>{t.ui.cancel}</Button>
            <Button tone="bad" disabled={remove.isPending} onClick={() => remove.mutate()}>
              {t.voicemail.remove}
            </Button>
          </div>
        </Dialog>
      )}
    </article>
  );
}
