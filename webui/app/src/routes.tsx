import type { QueryClient } from "@tanstack/react-query";
import { useQuery } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useRouter,
} from "@tanstack/react-router";
import { useEffect } from "react";
import { type ReportGroup, reportGroups } from "./api/reports";
import { meQuery } from "./api/session";
import type { DealStatus, Direction, Outcome, TicketPriority, TicketStatus } from "./api/types";
import { ContactsPage } from "./contacts/ContactsPage";
import { contactSearch } from "./contacts/search";
import { t } from "./language";
import { Broken, Missing } from "./layout/fallbacks";
import { Shell } from "./layout/Shell";
import { LoginPage } from "./session/LoginPage";
import { dealStatuses } from "./ui/dealOptions";
import { Toasts } from "./ui/Toasts";
import { priorities, statuses } from "./ui/ticketOptions";
import { useDocumentTitle } from "./ui/title";

type Context = { client: QueryClient };
type Search = Record<string, unknown>;

/** A parameter of the address as text; the router reads 0123 as a number. */
const text = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) || undefined : undefined;

const uuid = (value: unknown): string | undefined =>
  typeof value === "string" && /^[0-9a-f-]{36}$/i.test(value) ? value : undefined;

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined =>
  values.find((known) => known === value);

const flag = (value: unknown): true | undefined => (value === true ? true : undefined);

const date = (value: unknown): string | undefined =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;

/** Only a path of this site: an address may not send anyone elsewhere after login. */
const ownPath = (value: unknown): string =>
  typeof value === "string" && /^\/(?![/\\])/.test(value) ? value : "/";

const root = createRootRouteWithContext<Context>()({
  component: Root,
  notFoundComponent: Missing,
  errorComponent: Broken,
});

function Root() {
  useDocumentTitle(t.product);
  return (
    <>
      <Outlet />
      <Toasts />
    </>
  );
}

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search: Search): { next?: string } => ({ next: text(search.next) }),
  beforeLoad: async ({ context, search }) => {
    const me = await context.client.ensureQueryData(meQuery).catch(() => null);
    if (me) throw redirect({ href: ownPath(search.next), replace: true });
  },
  component: function Login() {
    const { next } = login.useSearch();
    return <LoginPage next={ownPath(next)} />;
  },
});

const app = createRoute({
  getParentRoute: () => root,
  id: "app",
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: "/login", search: { next: location.href }, replace: true });
  },
  component: function App() {
    const { data: me } = useQuery(meQuery);
    // Logged out in this tab, or the session ended.
    if (!me) return <Ended />;
    return <Shell key={me.id} me={me} />;
  },
});

/** Leads to the login, and from there back to where the session ended. */
function Ended() {
  const router = useRouter();
  useEffect(() => {
    // Once: who follows the address here would lead to the login for ever.
    const next = router.state.location.href;
    void router.navigate({ to: "/login", search: { next }, replace: true });
  }, [router]);
  return null;
}

const index = createRoute({
  getParentRoute: () => app,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/contacts", replace: true });
  },
});

const myDay = createRoute({
  getParentRoute: () => app,
  path: "/my-day",
  validateSearch: (search: Search): { userId?: string } => ({ userId: text(search.userId) }),
  component: lazyRouteComponent(() => import("./day/MyDayPage"), "MyDayPage"),
});

const contacts = createRoute({
  getParentRoute: () => app,
  path: "/contacts",
  validateSearch: contactSearch,
  component: ContactsPage,
});

const newContact = createRoute({
  getParentRoute: () => app,
  path: "/contacts/new",
  validateSearch: (search: Search): { phone?: string; callId?: string; customerId?: string } => ({
    phone: text(search.phone),
    callId: text(search.callId),
    customerId: text(search.customerId),
  }),
  component: lazyRouteComponent(() => import("./contacts/NewContactPage"), "NewContactPage"),
});

const duplicates = createRoute({
  getParentRoute: () => app,
  path: "/contacts/duplicates",
  component: lazyRouteComponent(() => import("./merge/DuplicatesPage"), "DuplicatesPage"),
});

const imports = createRoute({
  getParentRoute: () => app,
  path: "/contacts/import",
  component: lazyRouteComponent(() => import("./imports/ImportsPage"), "ImportsPage"),
});

const importing = createRoute({
  getParentRoute: () => app,
  path: "/contacts/import/$importId",
  component: lazyRouteComponent(() => import("./imports/ImportPage"), "ImportPage"),
});

const contact = createRoute({
  getParentRoute: () => app,
  path: "/contacts/$contactId",
  component: lazyRouteComponent(() => import("./contacts/ContactPage"), "ContactPage"),
});

const customers = createRoute({
  getParentRoute: () => app,
  path: "/customers",
  validateSearch: (search: Search): { q?: string } => ({ q: text(search.q) }),
  component: lazyRouteComponent(() => import("./customers/CustomersPage"), "CustomersPage"),
});

const customer = createRoute({
  getParentRoute: () => app,
  path: "/customers/$customerId",
  component: lazyRouteComponent(() => import("./customers/CustomerPage"), "CustomerPage"),
});

type TicketSearch = {
  q?: string;
  status?: TicketStatus;
  open?: true;
  priority?: TicketPriority;
  assignee?: string;
  mine?: true;
  overdue?: true;
  sort?: string;
  /** A saved view. */
  view?: string;
};

const tickets = createRoute({
  getParentRoute: () => app,
  path: "/tickets",
  validateSearch: (search: Search): TicketSearch => ({
    q: text(search.q),
    status: oneOf(statuses, search.status),
    open: flag(search.open),
    priority: oneOf(priorities, search.priority),
    assignee: text(search.assignee),
    mine: flag(search.mine),
    overdue: flag(search.overdue),
    sort: text(search.sort),
    view: uuid(search.view),
  }),
  component: lazyRouteComponent(() => import("./tickets/TicketsPage"), "TicketsPage"),
});

const ticket = createRoute({
  getParentRoute: () => app,
  path: "/tickets/$ticketId",
  component: lazyRouteComponent(() => import("./tickets/TicketPage"), "TicketPage"),
});

type DealSearch = {
  view?: "list";
  q?: string;
  status?: DealStatus | "all";
  owner?: string;
  mine?: true;
  pipeline?: string;
  sort?: string;
  /** A saved view; the other is board or list. */
  saved?: string;
};

const deals = createRoute({
  getParentRoute: () => app,
  path: "/deals",
  validateSearch: (search: Search): DealSearch => ({
    view: oneOf(["list"], search.view),
    q: text(search.q),
    status: oneOf([...dealStatuses, "all"], search.status),
    owner: text(search.owner),
    mine: flag(search.mine),
    pipeline: text(search.pipeline),
    sort: text(search.sort),
    saved: uuid(search.saved),
  }),
  component: lazyRouteComponent(() => import("./deals/DealsPage"), "DealsPage"),
});

const deal = createRoute({
  getParentRoute: () => app,
  path: "/deals/$dealId",
  component: lazyRouteComponent(() => import("./deals/DealPage"), "DealPage"),
});

const directions: Direction[] = ["inbound", "outbound", "internal"];
const outcomes: Outcome[] = [
  "answered",
  "missed",
  "busy",
  "rejected",
  "failed",
  "cancelled",
  "abandoned",
  "voicemail",
];

type CallSearch = {
  direction?: Direction;
  outcome?: Outcome;
  from?: string;
  to?: string;
  mine?: true;
  q?: string;
  userId?: string;
  queueId?: string;
  minDuration?: number;
  disposition?: string;
  call?: string;
};

const calls = createRoute({
  getParentRoute: () => app,
  path: "/calls",
  validateSearch: (search: Search): CallSearch => ({
    direction: oneOf(directions, search.direction),
    outcome: oneOf(outcomes, search.outcome),
    from: date(search.from),
    to: date(search.to),
    mine: flag(search.mine),
    q: text(search.q),
    userId: text(search.userId),
    queueId: text(search.queueId),
    minDuration: Number(search.minDuration) || undefined,
    disposition: text(search.disposition),
    call: text(search.call),
  }),
  component: lazyRouteComponent(() => import("./calls/CallLogPage"), "CallLogPage"),
});

const board = createRoute({
  getParentRoute: () => app,
  path: "/board",
  component: lazyRouteComponent(() => import("./board/BoardPage"), "BoardPage"),
});

type ReportSearch = { groupBy?: ReportGroup; from?: string; to?: string };

const reports = createRoute({
  getParentRoute: () => app,
  path: "/reports",
  validateSearch: (search: Search): ReportSearch => ({
    groupBy: oneOf(reportGroups, search.groupBy),
    from: date(search.from),
    to: date(search.to),
  }),
  component: lazyRouteComponent(() => import("./reports/ReportsPage"), "ReportsPage"),
});

const voicemail = createRoute({
  getParentRoute: () => app,
  path: "/voicemail",
  validateSearch: (search: Search): { waiting?: true; mine?: true } => ({
    waiting: flag(search.waiting),
    mine: flag(search.mine),
  }),
  component: lazyRouteComponent(() => import("./voicemail/VoicemailPage"), "VoicemailPage"),
});

const callbacks = createRoute({
  getParentRoute: () => app,
  path: "/callbacks",
  validateSearch: (
    search: Search,
  ): { state?: "done" | "dismissed"; whose?: "mine" | "nobody" } => ({
    state: oneOf(["done", "dismissed"] as const, search.state),
    whose: oneOf(["mine", "nobody"] as const, search.whose),
  }),
  component: lazyRouteComponent(() => import("./callbacks/CallbacksPage"), "CallbacksPage"),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: "/settings",
  beforeLoad: () => {
    throw redirect({ to: "/settings/$section", params: { section: "you" }, replace: true });
  },
});

/** What any part of the settings may keep in its address. */
type SectionSearch = {
  noun?: string;
  user?: string;
  action?: string;
  from?: string;
  to?: string;
  record?: string;
};

const settingsSection = createRoute({
  getParentRoute: () => app,
  path: "/settings/$section",
  validateSearch: (search: Search): SectionSearch => ({
    noun: text(search.noun),
    user: text(search.user),
    action: text(search.action),
    from: date(search.from),
    to: date(search.to),
    record: text(search.record),
  }),
  component: lazyRouteComponent(() => import("./settings/SettingsPage"), "SettingsPage"),
});

const notifications = createRoute({
  getParentRoute: () => app,
  path: "/notifications",
  validateSearch: (search: Search): { unread?: true } => ({ unread: flag(search.unread) }),
  component: lazyRouteComponent(
    () => import("./notifications/NotificationsPage"),
    "NotificationsPage",
  ),
});

const help = createRoute({
  getParentRoute: () => app,
  path: "/help/{-$topic}",
  component: lazyRouteComponent(() => import("./help/HelpPage"), "HelpPage"),
});

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      login,
      app.addChildren([
        index,
        myDay,
        contacts,
        newContact,
        duplicates,
        imports,
        importing,
        contact,
        customers,
        customer,
        tickets,
        ticket,
        deals,
        deal,
        calls,
        board,
        reports,
        voicemail,
        callbacks,
        notifications,
        settings,
        settingsSection,
        help,
      ]),
    ]),
    context: { client },
    // The pages are files of their own: on their way when the pointer comes near.
    defaultPreload: "intent",
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
