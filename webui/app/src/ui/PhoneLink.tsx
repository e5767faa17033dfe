import { PhoneIcon } from "lucide-react";
import { t } from "../language";
import { useDial } from "../live/dial";
import { cx } from "./classes";

type PhoneLinkProps = {
  /** As it is shown. */
  number: string;
  e164?: string | null;
  extension?: string;
  contactId?: string;
  /** Whom it reaches, for the call bar and for screen readers. */
  name?: string;
  className?: string;
};

/** A number that dials here when clicked, and by tel: from any other program. */
export function PhoneLink({ number, e164, extension, contactId, name, className }: PhoneLinkProps) {
  const dial = useDial();
  const tel = `tel:${e164 ?? number.replace(/[^\d+*#]/g, "")}${extension ? `;ext=${extension}` : ""}`;
  const label = name ? t.phone.callWhom(name, number) : t.phone.callNumber(number);
  return (
    <a
      href={tel}
      aria-label={label}
      title={label}
      className={cx(
        "group inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-md text-accent-ink underline-offset-2 hover:underline",
        className,
      )}
      onClick={(event) => {
        event.stopPropagation();
        // A modified click means the browser's own menu or another program.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        // The extension is keyed once somebody has answered.
        const to = extension ? `${e164 ?? number} x${extension}` : (e164 ?? number);
        dial(
          contactId
            ? { contactId, phone: to, label: name || number }
            : { to, label: name || number },
        );
      }}
    >
      <PhoneIcon aria-hidden className="size-3.5 shrink-0 opacity-70 group-hover:opacity-100" />
      <span className="tabular truncate">{number}</span>
      {extension && !/(x|ext|#)/i.test(number) && (
        <span className="shrink-0 text-muted">{t.phone.extension(extension)}</span>
      )}
    </a>
  );
}
