// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by transform cannot be table rows, so roles tell what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: a row is read, its links and buttons have the focus
import {
  type ColumnDef,
  createColumnHelper,
  type RowData,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { type CSSProperties, type MouseEvent, useEffect, useRef } from "react";
import { t } from "../language";
import { cx } from "./classes";

const features = tableFeatures({});

// biome-ignore lint/suspicious/noExplicitAny: each column has its own value type, as in the library's own signatures
export type Columns<T extends RowData> = ColumnDef<typeof features, T, any>[];

export const columnsOf = <T extends RowData>() => createColumnHelper<typeof features, T>();

type DataTableProps<T extends RowData> = {
  label: string;
  columns: Columns<T>;
  rows: T[];
  rowId: (row: T) => string;
  /** Grid columns as class names, for wide and narrow screens. */
  grid: string;
  /** The columns of a wide list, as --cols in grid, and the width that they need. */
  template?: { columns: string; min: string };
  /** Class names of a column's cells, by column id. */
  cellClass?: Record<string, string>;
  /** The columns that can be sorted by, and the field that each sorts by. */
  sortable?: Record<string, string>;
  sort?: string;
  onSort?: (sort: string) => void;
  onRow: (row: T) => void;
  total: number;
  more?: { has: boolean; loading: boolean; load: () => void };
};

/** A virtualised table: only the rows in view are in the page, however many there are. */
export function DataTable<T extends RowData>({
  label,
  columns,
  rows: data,
  rowId,
  grid,
  template,
  cellClass = {},
  sortable = {},
  sort,
  onSort,
  onRow,
  total,
  more,
}: DataTableProps<T>) {
  const table = useTable({ features, columns, data, getRowId: rowId });
  const rows = table.getRowModel().rows;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 53,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = Boolean(more?.has && !more.loading && last >= rows.length - 30);
  useEffect(() => {
    if (nearEnd) more?.load();
  }, [nearEnd, more]);

  return (
    <div ref={scroller} className="@container min-h-0 flex-1 overflow-auto">
      <div
        role="table"
        aria-label={label}
        aria-rowcount={total + 1}
        className="min-w-full @2xl:min-w-(--min)"
        style={template && ({ "--cols": template.columns, "--min": template.min } as CSSProperties)}
      >
        <div role="rowgroup" className="sticky top-0 z-10 border-b bg-surface @max-2xl:sr-only">
          {table.getHeaderGroups().map((group) => (
            <div
              key={group.id}
              role="row"
              aria-rowindex={1}
              className={cx("grid gap-4 px-5", grid)}
            >
              {group.headers.map((header) => (
                <div
                  key={header.id}
                  role="columnheader"
                  aria-sort={sortOf(sortable[header.column.id], sort)}
                  className={cx("flex h-10 min-w-0 items-center", cellClass[header.column.id])}
                >
                  <SortButton field={sortable[header.column.id]} sort={sort} onSort={onSort}>
                    <table.FlexRender header={header} />
                  </SortButton>
                </div>
              ))}
            </div>
          ))}
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the row's own link does the same by keyboard
              <div
                key={row.id}
                role="row"
                aria-rowindex={item.index + 2}
                data-index={item.index}
                ref={virtual.measureElement}
                style={{ transform: `translateY(${item.start}px)` }}
                className={cx(
                  "absolute top-0 left-0 grid min-h-[3.3125rem] w-full cursor-pointer items-center gap-x-4 border-b px-5 py-1.5 outline-none hover:bg-sunken/70",
                  grid,
                )}
                onClick={(event) => {
                  // Selecting text in a row must not leave the page.
                  if (isControl(event) || window.getSelection()?.toString()) return;
                  if (!openedInTab(event)) onRow(row.original);
                }}
                onAuxClick={(event) => void (isControl(event) || openedInTab(event))}
                // The middle button would begin to scroll.
                onMouseDown={(event) => event.button === 1 && event.preventDefault()}
              >
                {row.getAllCells().map((cell) => (
                  <div
                    key={cell.id}
                    role="cell"
                    className={cx("min-w-0", cellClass[cell.column.id])}
                  >
                    <table.FlexRender cell={cell} />
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {more?.loading && (
        <p role="status" className="py-3 text-center text-sm text-muted">
          {t.ui.loadingMore}
        </p>
      )}
    </div>
  );
}

const isControl = (event: MouseEvent) =>
  Boolean((event.target as Element).closest("a,button,input,select,label"));

/** The row is as good as its first link: the middle button, Ctrl and Cmd open it in a new tab. */
function openedInTab(event: MouseEvent): boolean {
  const link = event.currentTarget.querySelector<HTMLAnchorElement>("a[href]");
  const wanted = event.button === 1 || (event.button === 0 && (event.ctrlKey || event.metaKey));
  if (link && wanted) window.open(link.href, "_blank", "noopener");
  return wanted;
}

function sortOf(field: string | undefined, sort: string | undefined) {
  if (!field) return undefined;
  if (sort === field) return "ascending";
  return sort === `-${field}` ? "descending" : "none";
}

type SortButtonProps = {
  field?: string;
  sort?: string;
  onSort?: (sort: string) => void;
  children: React.ReactNode;
};

function SortButton({ field, sort, onSort, children }: SortButtonProps) {
  const text = "text-xs font-medium text-muted";
  if (!field || !onSort) return <span className={cx(text, "truncate")}>{children}</span>;
  const up = sort === field;
  const down = sort === `-${field}`;
  const Icon = up ? ArrowUp : down ? ArrowDown : ChevronsUpDown;
  return (
    <button
      type="button"
      onClick={() => onSort(up ? `-${field}` : field)}
      className={cx(
        text,
        "-mx-1.5 inline-flex h-7 items-center gap-1 rounded-md px-1.5 hover:bg-sunken",
        (up || down) && "text-ink",
      )}
    >
      {children}
      <Icon aria-hidden className="size-3.5" />
    </button>
  );
}
