import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { meQuery } from "../api/session";
import { t } from "../language";
import { buttonClass } from "../ui/Button";
import { cx } from "../ui/classes";

/** The way to bring contacts in, for those who may. */
export function ImportLink() {
  const { data: me } = useQuery(meQuery);
  if (me?.role !== "supervisor" && me?.role !== "admin") return null;
  return (
    <Link
      to="/contacts/import"
      aria-label={t.imports.button}
      title={t.imports.what}
      className={cx(buttonClass("plain"), "max-sm:px-2.5")}
    >
      <Upload aria-hidden className="size-4 shrink-0" />
      <span className="max-sm:hidden">{t.imports.button}</span>
    </Link>
  );
}
