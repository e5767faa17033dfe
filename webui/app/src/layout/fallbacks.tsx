import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { CircleAlert, Compass } from "lucide-react";
import { ApiProblem } from "../api/client";
import { t } from "../language";
import { Button, buttonClass } from "../ui/Button";
import { problemText } from "../ui/problem";

/** A page that failed, in the place of the page. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const known = error instanceof ApiProblem;
  return (
    <div
      role="alert"
      className="flex flex-1 flex-col items-center justify-center gap-3 p-8 text-center"
    >
      <CircleAlert aria-hidden className="size-10 text-bad" />
      <h1 className="text-lg font-semibold">{t.ui.wentWrong}</h1>
      <p className="max-w-md text-muted">{known ? problemText(error) : t.ui.wentWrongHint}</p>
      <Button onClick={() => (known ? window.location.reload() : reset())}>{t.ui.reload}</Button>
    </div>
  );
}

export function Missing() {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-3 p-8 text-center">
      <Compass aria-hidden className="size-10 text-muted" />
      <h1 className="text-lg font-semibold">{t.ui.notFound}</h1>
      <p className="max-w-md text-muted">{t.ui.notFoundHint}</p>
      <Link to="/contacts" className={buttonClass("plain")}>
        {t.ui.toContacts}
      </Link>
    </div>
  );
}
