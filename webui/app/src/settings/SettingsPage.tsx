import { Menu } from "@base-ui/react/menu";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ChevronDown, Lock, SearchX } from "lucide-react";
import { Suspense } from "react";
import { meQuery } from "../api/session";
import { t } from "../language";
import { maySee, type Section, sections } from "../sections";
import { buttonClass } from "../ui/Button";
import { cx } from "../ui/classes";
import { itemClass, popupClass } from "../ui/SuggestField";
import { Empty, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";

/** The settings: a list of their parts, and the part that the address names. */
export function SettingsPage() {
  const { section: id } = useParams({ from: "/app/settings/$section" });
  const { data: me } = useQuery(meQuery);
  const section = sections.find((known) => known.id === id);
  usePageTitle(`${section?.label ?? ""} · ${t.settings.title}`);
  if (!me) return null;
  const visible = sections.filter((known) => maySee(known, me));
  return (
    <div className="flex min-h-0 flex-1">
      <nav
        aria-label={t.settings.sections}
        className="w-52 shrink-0 overflow-y-auto border-r bg-surface px-2 py-4 max-lg:hidden"
      >
        <p className="px-3 pb-2 text-xs font-semibold text-muted">{t.settings.title}</p>
        <ul className="flex flex-col gap-0.5">
          {visible.map((known) => (
            <li key={known.id}>
              <SectionLink section={known} />
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-4xl flex-col gap-4 p-5 max-sm:p-3">
          <div className="flex items-center gap-3">
            <h1 className="min-w-0 flex-1 text-xl font-semibold tracking-tight">
              {section?.label ?? t.settings.title}
            </h1>
            <SectionMenu sections={visible} />
          </div>
          <div className="rounded-2xl border bg-surface">
            <Content section={section} allowed={Boolean(section && maySee(section, me))} />
          </div>
        </div>
      </div>
    </div>
  );
}

function Content({ section, allowed }: { section: Section | undefined; allowed: boolean }) {
  if (!section) return <Empty icon={SearchX} title={t.settings.noSection} />;
  if (!allowed) {
    return <Empty icon={Lock} title={t.settings.onlyFor(t.layout.roles[section.role])} />;
  }
  const Page = section.page;
  return (
    <Suspense key={section.id} fallback={<Skeleton rows={6} />}>
      <Page />
    </Suspense>
  );
}

function SectionLink({ section: { id, label, icon: Icon } }: { section: Section }) {
  return (
    <Link
      to="/settings/$section"
      params={{ section: id }}
      className="flex items-center gap-3 rounded-lg px-3 py-2 text-sm font-medium text-muted hover:bg-sunken hover:text-ink"
      activeProps={{ className: "bg-accent-soft !text-accent-ink", "aria-current": "page" }}
      activeOptions={{ includeSearch: false }}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {label}
    </Link>
  );
}

/** The same list where there is no room beside the page. */
function SectionMenu({ sections: visible }: { sections: Section[] }) {
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={t.settings.sections}
        className={cx(buttonClass("plain"), "lg:hidden")}
      >
        {t.settings.title}
        <ChevronDown aria-hidden className="size-3.5" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-50 outline-none" sideOffset={6} align="end">
          <Menu.Popup className={cx(popupClass, "min-w-56 p-1")}>
            {visible.map(({ id, label, icon: Icon }) => (
              <Menu.LinkItem
                key={id}
                closeOnClick
                className={itemClass}
                render={<Link to="/settings/$section" params={{ section: id }} />}
              >
                <Icon aria-hidden className="size-4" />
                {label}
              </Menu.LinkItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
