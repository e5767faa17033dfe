import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { callMessagesQuery, type SIPMessage } from "../api/calls";
import { t } from "../language";
import { cx } from "../ui/classes";
import { exactTime } from "../ui/format";

/** What the two ends said to each other, as a ladder between two lines; each rung opens. */
export function SIPLadder({ callId }: { callId: string }) {
  const { data: messages = [] } = useQuery(callMessagesQuery(callId));
  if (messages.length === 0) return null;
  const legs = [...new Set(messages.map(({ legId }) => legId))];
  return (
    <section aria-label={t.calls.ladder} className="flex flex-col gap-3">
      <h3 className="text-sm font-semibold">{t.calls.ladder}</h3>
      <p className="text-xs text-muted">{t.calls.ladderHint}</p>
      {legs.map((leg) => (
        <Leg key={leg} messages={messages.filter(({ legId }) => legId === leg)} />
      ))}
    </section>
  );
}

function Leg({ messages }: { messages: SIPMessage[] }) {
  const [first] = messages;
  if (!first) return null;
  return (
    <div className="min-w-0 rounded-lg border p-3 text-sm">
      <div className="mb-1 flex justify-between gap-3 font-medium">
        <span>{t.product}</span>
        <span className="tabular truncate">
          {first.remote} {first.transport.toUpperCase()}
        </span>
      </div>
      <ol className="border-x-2 border-line-strong">
        {messages.map((message) => (
          <Rung key={message.sequence} message={message} />
        ))}
      </ol>
    </div>
  );
}

function Rung({ message }: { message: SIPMessage }) {
  const { outgoing, startLine, at, text } = message;
  const failed = /^SIP\/2\.0 [4-6]/.test(startLine);
  const short = startLine.replace(/^SIP\/2\.0 /, "").replace(/ SIP\/2\.0$/, "");
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer list-none flex-col gap-0.5 px-2 py-1.5 hover:bg-sunken">
          <span className="flex min-w-0 items-baseline gap-2">
            <time dateTime={at} className="tabular shrink-0 text-xs text-muted">
              {exactTime(at)}
            </time>
            <span className="sr-only">{outgoing ? t.calls.sent : t.calls.received}</span>
            <span
              className={cx(
                "min-w-0 flex-1 truncate text-center font-mono text-xs",
                failed && "font-semibold text-bad-strong",
              )}
            >
              {short}
            </span>
          </span>
          <span
            aria-hidden
            className={cx(
              "flex items-center",
              failed ? "text-bad" : "text-accent",
              !outgoing && "flex-row-reverse",
            )}
          >
            <span className="h-0.5 flex-1 bg-current" />
            {outgoing ? (
              <ArrowRight className="-ml-2 size-4" />
            ) : (
              <ArrowLeft className="-mr-2 size-4" />
            )}
          </span>
        </summary>
        <pre className="overflow-x-auto bg-sunken p-2 font-mono text-xs whitespace-pre-wrap break-all">
          {text}
        </pre>
      </details>
    </li>
  );
}
