import type { ReactNode } from "react";
import { t } from "../language";
import { cx } from "../ui/classes";

export type Part = { label: string; value: number; look: string };
export type Bar = { key: string; label: string; parts: Part[]; text: string };

type ChartProps = {
  title: string;
  bars: Bar[];
  /** What the whole height or width stands for. */
  most: number;
  legend: { label: string; look: string }[];
  /** A line across, such as a goal. */
  goal?: number;
  children?: ReactNode;
};

/**
 * A chart is a picture of the table that stands below it: it is read as one
 * image, and the table is what is read in detail.
 */
export function Chart({ title, bars, most, legend, goal, children }: ChartProps) {
  const along = bars.length > 0 && /^\d/.test(bars[0]?.key ?? "") && bars.every(isMoment);
  return (
    <figure className="flex min-w-0 flex-col gap-3 rounded-xl border bg-surface p-4">
      <figcaption className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span className="font-semibold">{title}</span>
        <span className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted">
          {legend.map(({ label, look }) => (
            <span key={label} className="inline-flex items-center gap-1.5">
              <span aria-hidden className={cx("size-2.5 rounded-sm", look)} />
              {label}
            </span>
          ))}
        </span>
        {children}
      </figcaption>
      <div role="img" aria-label={`${title}. ${t.reports.chartHint}`}>
        {along ? (
          <Columns bars={bars} most={most} goal={goal} />
        ) : (
          <Rows bars={bars} most={most} goal={goal} />
        )}
      </div>
    </figure>
  );
}

const isMoment = ({ key }: Bar) => /^\d{1,2}$|^\d{4}-\d\d-\d\d$/.test(key);

const share = (value: number, most: number) => `${most > 0 ? (100 * value) / most : 0}%`;

type BarsProps = { bars: Bar[]; most: number; goal?: number };

/** Days and hours stand side by side. */
function Columns({ bars, most, goal }: BarsProps) {
  // As many names as fit beside each other on a phone.
  const each = Math.ceil(bars.length / 6);
  return (
    <>
      <div className="relative flex h-44 items-end gap-px border-b sm:gap-0.5">
        {goal !== undefined && (
          <div
            className="absolute inset-x-0 border-t border-dashed border-line-strong"
            style={{ bottom: share(goal, most) }}
          />
        )}
        {bars.map((bar) => (
          <div
            key={bar.key}
            title={bar.text}
            className="flex h-full min-w-0 flex-1 flex-col-reverse"
          >
            {bar.parts.map(({ label, value, look }) => (
              <div
                key={label}
                className={cx("mx-auto w-full max-w-10 shrink-0", look)}
                style={{ height: share(value, most) }}
              />
            ))}
          </div>
        ))}
      </div>
      <div className="mt-1 flex text-xs text-muted">
        {bars
          .filter((_, index) => index % each === 0)
          .map((bar, index, shown) => (
            <span
              key={bar.key}
              className="truncate"
              style={{
                width: share(
                  index === shown.length - 1 ? bars.length - index * each : each,
                  bars.length,
                ),
              }}
            >
              {bar.label}
            </span>
          ))}
      </div>
    </>
  );
}

/** People and groups stand below each other, with room for their names. */
function Rows({ bars, most, goal }: BarsProps) {
  return (
    <div className="flex flex-col gap-2">
      {bars.map((bar) => (
        <div
          key={bar.key}
          title={bar.text}
          className="grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)] items-center gap-3 text-sm max-sm:grid-cols-[minmax(0,6rem)_minmax(0,1fr)]"
        >
          <span className="truncate">{bar.label}</span>
          <div className="relative flex h-5 overflow-hidden rounded-sm bg-sunken">
            {bar.parts.map(({ label, value, look }) => (
              <div
                key={label}
                className={cx("h-full shrink-0", look)}
                style={{ width: share(value, most) }}
              />
            ))}
            {goal !== undefined && (
              <div
                className="absolute inset-y-0 border-l border-dashed border-ink"
                style={{ left: share(goal, most) }}
              />
            )}
          </div>
        </div>
      ))}
    </div>
  );
}
