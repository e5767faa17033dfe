import type { ReactNode } from "react";

type ListPageProps = {
  title: string;
  count?: ReactNode;
  actions?: ReactNode;
  filters?: ReactNode;
  children: ReactNode;
};

/** A page that is one list: heading, filters, and the list in the space that is left. */
export function ListPage({ title, count, actions, filters, children }: ListPageProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      <div className="flex flex-col gap-3 border-b px-5 pt-4 pb-3 max-sm:px-4">
        <div className="flex items-center gap-3 max-sm:flex-wrap max-sm:gap-2">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          <p role="status" className="tabular min-w-0 flex-1 truncate text-sm text-muted">
            {count}
          </p>
          {actions}
        </div>
        {filters && <search className="flex flex-wrap items-center gap-2">{filters}</search>}
      </div>
      {children}
    </div>
  );
}
