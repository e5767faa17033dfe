import { cx } from "./classes";

const grounds = [
  "bg-[#d7ebe8] text-[#0b4f49]",
  "bg-[#e3e6fa] text-[#333a91]",
  "bg-[#fae3e6] text-[#8c2135]",
  "bg-[#f7e9cf] text-[#6d4700]",
  "bg-[#dcefdc] text-[#225c25]",
  "bg-[#eee2f7] text-[#5d2c85]",
  "bg-[#dcebf7] text-[#134a78]",
];

/** The initials of a name on a ground that is always the same for it. */
export function Avatar({ name, size = "normal" }: { name: string; size?: "normal" | "large" }) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return (
    <span
      aria-hidden
      className={cx(
        "inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none",
        size === "large" ? "size-12 text-base" : "size-8 text-xs",
        grounds[hash % grounds.length],
      )}
    >
      {initials || "#"}
    </span>
  );
}
