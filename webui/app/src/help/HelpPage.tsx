import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { CircleHelp, LifeBuoy } from "lucide-react";
import { useState } from "react";
import { t } from "../language";
import type { HelpPart } from "../language/help";
import { Button } from "../ui/Button";
import { cx } from "../ui/classes";
import { NewTicketDialog } from "../ui/NewTicketDialog";
import { Empty } from "../ui/states";
import { usePageTitle } from "../ui/title";

const route = getRouteApi("/app/help/{-$topic}");

/** How to do things, one topic a page. */
export function HelpPage() {
  const { topic: id } = route.useParams();
  const topic = id ? t.help.topics.find((one) => one.id === id) : t.help.topics[0];
  usePageTitle(topic ? `${t.help.title}: ${topic.title}` : t.help.title);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] content-start gap-6 p-5 max-sm:p-4 md:grid-cols-[14rem_minmax(0,1fr)]">
        <nav aria-label={t.help.topicsLabel} className="md:pt-1">
          <ul className="flex flex-wrap gap-1 md:flex-col">
            {t.help.topics.map((one) => (
              <li key={one.id}>
                <Link
                  to="/help/{-$topic}"
                  params={{ topic: one.id }}
                  className={cx(
                    "block rounded-lg px-3 py-1.5 text-sm hover:bg-sunken",
                    one === topic ? "bg-accent-soft font-medium text-accent-ink" : "text-muted",
                  )}
                >
                  {one.title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {topic ? (
          <article className="rounded-2xl border bg-surface p-6 max-sm:p-4">
            <h1 className="text-xl font-semibold tracking-tight">{topic.title}</h1>
            <p className="mt-1 text-muted">{topic.about}</p>
            {topic.parts.map((part, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the text of a topic never changes
              <Part key={index} part={part} />
            ))}
            <SupportTicket />
          </article>
        ) : (
          <div>
            <h1 className="sr-only">{t.help.title}</h1>
            <Empty icon={CircleHelp} title={t.ui.notFound} />
          </div>
        )}
      </div>
    </div>
  );
}

/** The way on when the help does not. */
function SupportTicket() {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  return (
    <aside className="mt-8 flex flex-wrap items-center gap-3 border-t pt-4">
      <p className="min-w-0 flex-1 basis-56 text-sm text-muted">{t.tickets.supportHint}</p>
      <Button icon={LifeBuoy} onClick={() => setOpen(true)}>
        {t.tickets.support}
      </Button>
      <NewTicketDialog
        open={open}
        onClose={() => setOpen(false)}
        source="help"
        onSaved={(ticket) =>
          void navigate({ to: "/tickets/$ticketId", params: { ticketId: ticket.id } })
        }
      />
    </aside>
  );
}

function Part({ part }: { part: HelpPart }) {
  if (part.kind === "text") return <p className="mt-4 max-w-prose leading-relaxed">{part.text}</p>;
  if (part.kind === "code") return <Code title={part.title} text={part.text} />;
  const List = part.kind === "steps" ? "ol" : "ul";
  return (
    <List
      className={cx(
        "mt-4 flex max-w-prose flex-col gap-2 pl-5 leading-relaxed marker:text-muted",
        part.kind === "steps" ? "list-decimal" : "list-disc",
      )}
    >
      {part.items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </List>
  );
}

function Code({ title, text }: { title: string; text: string }) {
  return (
    <figure className="mt-4">
      <figcaption className="text-sm font-medium">{title}</figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        className="mt-1 overflow-x-auto rounded-lg border bg-sunken p-3 text-xs leading-relaxed"
      >
        {text}
      </pre>
    </figure>
  );
}
