type ProgressProps = { label: string; done: number; total: number };

/** How far something is; without a total, that it goes on. */
export function Progress({ label, done, total }: ProgressProps) {
  const share = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : undefined;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share}
      className="h-2 w-full overflow-hidden rounded-full bg-sunken"
    >
      <div
        className="h-full rounded-full bg-accent transition-[width] duration-300"
        style={{ width: `${share ?? 30}%` }}
      />
    </div>
  );
}
