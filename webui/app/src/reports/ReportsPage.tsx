import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ChartColumn, Lock } from "lucide-react";
import type { CallFigures } from "../api/board";
import {
  type CallReport,
  type ReportGroup,
  type ReportRow,
  reportGroups,
  reportQuery,
} from "../api/reports";
import { meQuery } from "../api/session";
import { t } from "../language";
import { DateFilter } from "../ui/DateFilter";
import { dayEnd, dayStart } from "../ui/days";
import { FilterSelect } from "../ui/fields";
import { day, span, total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { Empty, Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { wallOf } from "../ui/zone";
import { type Bar, Chart } from "./Chart";

const route = getRouteApi("/app/reports");

/** A day of the user's calendar as 2026-11-24, so many days from today. */
function dateFromToday(days: number): string {
  const { year, month, day } = wallOf(new Date());
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** How calls went, counted by what one asks. */
export function ReportsPage() {
  usePageTitle(t.reports.title);
  const { data: me } = useQuery(meQuery);
  if (me?.role === "agent") return <Empty icon={Lock} title={t.reports.forSupervisors} />;
  return <Report />;
}

function Report() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const groupBy = search.groupBy ?? "day";
  const to = search.to ?? dateFromToday(0);
  const from = search.from ?? dateFromToday(-13);
  const report = useQuery({
    ...reportQuery(groupBy, dayStart(from), dayEnd(to)),
    placeholderData: keepPreviousData,
  });
  const filter = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const calls = report.data?.total.calls ?? 0;
  return (
    <ListPage
      title={t.reports.title}
      count={report.data && t.reports.count(total({ count: calls, exact: true }), calls)}
      filters={
        <>
          <FilterSelect
            label={t.reports.groupBy}
            value={groupBy}
            options={reportGroups.map((value) => ({ value, label: t.reports.groups[value] }))}
            onChange={(event) => filter({ groupBy: event.target.value as ReportGroup })}
          />
          <DateFilter
            label={t.calls.from}
            value={from}
            max={to}
            onChange={(value) => filter({ from: value })}
          />
          <DateFilter
            label={t.calls.to}
            value={to}
            min={from}
            onChange={(value) => filter({ to: value })}
          />
        </>
      }
    >
      <div className="min-h-0 flex-1 overflow-y-auto">
        {report.isError ? (
          <Failed error={report.error} retry={() => void report.refetch()} />
        ) : !report.data ? (
          <Skeleton rows={10} />
        ) : calls === 0 ? (
          <Empty icon={ChartColumn} title={t.reports.none} />
        ) : (
          <Figures report={report.data} />
        )}
      </div>
    </ListPage>
  );
}

const shortDay = (key: string) => day(key);

function nameOf(groupBy: ReportGroup, { key, name }: ReportRow): string {
  if (groupBy === "hour") return t.reports.hourValue(Number(key));
  if (groupBy === "day") return shortDay(key);
  return name || t.reports.without[groupBy];
}

function Figures({ report }: { report: CallReport }) {
  const { groupBy, level } = report;
  const rows = report.rows.map((row) => ({ ...row, name: nameOf(groupBy, row) }));
  const people = groupBy === "agent" || groupBy === "disposition";
  return (
    <div className="flex flex-col gap-4 p-5 max-sm:p-4">
      <div className="grid gap-4 xl:grid-cols-2">
        {people ? <CallsChart rows={rows} /> : <InboundChart rows={rows} />}
        {people ? <TalkChart rows={rows} /> : <LevelChart rows={rows} goal={level.percent} />}
      </div>
      <p className="text-sm text-muted">{t.reports.goal(level.percent, level.seconds)}</p>
      <FigureTable report={report} rows={rows} />
    </div>
  );
}

type Kind = { label: string; look: string; of: (figures: CallFigures) => number };

const inboundKinds: Kind[] = [
  { label: t.reports.inTime, look: "bg-good", of: (f) => f.inTime },
  { label: t.reports.late, look: "bg-info", of: (f) => f.inboundAnswered - f.inTime },
  { label: t.reports.voicemail, look: "bg-line-strong", of: (f) => f.voicemail },
  { label: t.reports.missed, look: "bg-warn", of: (f) => f.missed },
  { label: t.reports.abandoned, look: "bg-bad", of: (f) => f.abandoned },
];

const callKinds: Kind[] = [
  { label: t.reports.inbound, look: "bg-good", of: (f) => f.inbound },
  { label: t.reports.outbound, look: "bg-info", of: (f) => f.outbound },
  { label: t.reports.internal, look: "bg-line-strong", of: (f) => f.internal },
];

function stacked(rows: ReportRow[], kinds: Kind[]): { bars: Bar[]; most: number } {
  const bars = rows.map(({ key, name, figures }) => {
    const parts = kinds.map(({ label, look, of }) => ({ label, look, value: of(figures) }));
    const told = parts.filter(({ value }) => value > 0);
    const text = `${name}: ${told.map(({ label, value }) => `${label} ${value}`).join(", ") || 0}`;
    return { key, label: name, parts, text };
  });
  const sums = bars.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  return { bars, most: Math.max(1, ...sums) };
}

function InboundChart({ rows }: { rows: ReportRow[] }) {
  const shown = inboundKinds.filter(({ of }) => rows.some(({ figures }) => of(figures) > 0));
  return <Chart title={t.reports.inboundChart} legend={shown} {...stacked(rows, inboundKinds)} />;
}

function CallsChart({ rows }: { rows: ReportRow[] }) {
  const shown = callKinds.filter(({ of }) => rows.some(({ figures }) => of(figures) > 0));
  return <Chart title={t.reports.callsChart} legend={shown} {...stacked(rows, callKinds)} />;
}

function LevelChart({ rows, goal }: { rows: ReportRow[]; goal: number }) {
  const bars = rows.map(({ key, name, figures: { serviceLevel } }) => ({
    key,
    label: name,
    parts: [
      {
        label: t.reports.level,
        value: serviceLevel ?? 0,
        look: (serviceLevel ?? 0) >= goal ? "bg-good" : "bg-warn",
      },
    ],
    text: `${name}: ${percent(serviceLevel)}`,
  }));
  return <Chart title={t.reports.levelChart} legend={[]} bars={bars} most={100} goal={goal} />;
}

function TalkChart({ rows }: { rows: ReportRow[] }) {
  const bars = rows.map(({ key, name, figures: { averageTalk } }) => ({
    key,
    label: name,
    parts: [{ label: t.reports.averageTalk, value: averageTalk ?? 0, look: "bg-accent" }],
    text: `${name}: ${seconds(averageTalk)}`,
  }));
  const most = Math.max(1, ...rows.map(({ figures }) => figures.averageTalk ?? 0));
  return <Chart title={t.reports.talkChart} legend={[]} bars={bars} most={most} />;
}

const percent = (value: number | null) => (value === null ? "–" : t.reports.percent(value));
const seconds = (value: number | null) => (value === null ? "–" : span(value));

const columns: { label: string; of: (figures: CallFigures) => string }[] = [
  { label: t.reports.calls, of: (f) => String(f.calls) },
  { label: t.reports.inbound, of: (f) => String(f.inbound) },
  { label: t.reports.outbound, of: (f) => String(f.outbound) },
  { label: t.reports.answered, of: (f) => String(f.answered) },
  { label: t.reports.missed, of: (f) => String(f.missed) },
  { label: t.reports.abandoned, of: (f) => String(f.abandoned) },
  { label: t.reports.level, of: (f) => percent(f.serviceLevel) },
  { label: t.reports.speed, of: (f) => seconds(f.speedOfAnswer) },
  { label: t.reports.averageTalk, of: (f) => seconds(f.averageTalk) },
  { label: t.reports.talk, of: (f) => span(f.talkSeconds) },
];

function FigureTable({ report, rows }: { report: CallReport; rows: ReportRow[] }) {
  return (
    <section
      aria-label={t.reports.table}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-xl border bg-surface"
    >
      <table className="tabular w-full text-sm">
        <thead>
          <tr className="border-b text-left text-muted">
            <th scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium">
              {t.reports.keys[report.groupBy]}
            </th>
            {columns.map(({ label }) => (
              <th key={label} scope="col" className="px-3 py-2 text-right font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.key} name={row.name} figures={row.figures} />
          ))}
        </tbody>
        <tfoot className="border-t-2 font-semibold">
          <Line name={t.reports.total} figures={report.total} />
        </tfoot>
      </table>
    </section>
  );
}

function Line({ name, figures }: { name: string; figures: CallFigures }) {
  return (
    <tr className="border-b last:border-0">
      <th
        scope="row"
        className="sticky left-0 max-w-40 truncate bg-surface px-4 py-2 text-left font-medium"
      >
        {name}
      </th>
      {columns.map(({ label, of }) => (
        <td key={label} className="px-3 py-2 text-right whitespace-nowrap">
          {of(figures)}
        </td>
      ))}
    </tr>
  );
}
