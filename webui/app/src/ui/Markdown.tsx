import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { Mention } from "./Mention";
import { remarkMentions } from "./mentions";

const plugins = [remarkGfm, remarkMentions];

const components: Components = {
  // Links leave for elsewhere, and elsewhere learns nothing of where from.
  a: ({ href, children }) => (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className="text-accent-ink underline underline-offset-2"
    >
      {children}
    </a>
  ),
  span: Mention,
  // An image from another site would tell it who reads this, and when.
  img: ({ alt, src }) => <span className="text-muted">[{alt || src}]</span>,
  // A heading of a message is none of the page.
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table className="border-collapse [&_td]:border [&_td]:px-2 [&_td]:py-1 [&_th]:border [&_th]:px-2 [&_th]:py-1 [&_th]:text-left">
        {children}
      </table>
    </div>
  ),
};

function Heading({ children }: { children?: React.ReactNode }) {
  return <p className="font-semibold">{children}</p>;
}

/** What people wrote, as Markdown. HTML in it is shown as the text that it is. */
export function Markdown({ children }: { children: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-2 text-sm leading-relaxed break-words [&_blockquote]:border-l-2 [&_blockquote]:pl-3 [&_blockquote]:text-muted [&_code]:rounded [&_code]:bg-sunken [&_code]:px-1 [&_code]:font-mono [&_code]:text-[0.8125rem] [&_ol]:list-decimal [&_ol]:pl-5 [&_p]:whitespace-pre-line [&_pre]:overflow-x-auto [&_pre]:rounded-lg [&_pre]:bg-sunken [&_pre]:p-3 [&_ul]:list-disc [&_ul]:pl-5">
      <ReactMarkdown remarkPlugins={plugins} components={components}>
        {children}
      </ReactMarkdown>
    </div>
  );
}
