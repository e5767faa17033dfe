import {
  Building2,
  Cable,
  CalendarDays,
  Disc,
  KeyRound,
  ListChecks,
  ListPlus,
  type LucideIcon,
  Route,
  Split,
  Tags as TagsIcon,
  UserRound,
  Users as UsersIcon,
  Webhook as WebhookIcon,
} from "lucide-react";
import { type ComponentType, lazy } from "react";
import type { Me } from "./api/types";
import { t } from "./language";

/** A part of the settings, with an address of its own: /settings/{id}. */
export type Section = {
  id: string;
  label: string;
  icon: LucideIcon;
  /** The weakest role that may see it. */
  role: Me["role"];
  page: ComponentType;
};

const { names } = t.settings;
const You = lazy(() => import("./settings/You").then((m) => ({ default: m.You })));
const Tokens = lazy(() => import("./settings/Tokens").then((m) => ({ default: m.Tokens })));
const Users = lazy(() => import("./settings/Users").then((m) => ({ default: m.Users })));
const Webhooks = lazy(() => import("./webhooks/Webhooks").then((m) => ({ default: m.Webhooks })));
const Fields = lazy(() => import("./fields/Fields").then((m) => ({ default: m.Fields })));
const TagSettings = lazy(() =>
  import("./tags/TagSettings").then((m) => ({ default: m.TagSettings })),
);
const Organisation = lazy(() =>
  import("./settings/Organisation").then((m) => ({ default: m.Organisation })),
);
const Routing = lazy(() => import("./routing/Routing").then((m) => ({ default: m.Routing })));
const RecordingRules = lazy(() =>
  import("./recording/RecordingRules").then((m) => ({ default: m.RecordingRules })),
);
const Pipelines = lazy(() =>
  import("./pipelines/PipelinesSection").then((m) => ({ default: m.PipelinesSection })),
);
const Trunks = lazy(() => import("./trunks/Trunks").then((m) => ({ default: m.Trunks })));
const Audit = lazy(() => import("./settings/AuditLog").then((m) => ({ default: m.AuditLog })));

const Calendar = lazy(() => import("./settings/Calendar").then((m) => ({ default: m.Calendar })));

/** All parts of the settings in the order of the list; one line each. */
export const sections: Section[] = [
  { id: "you", label: names.you, icon: UserRound, role: "agent", page: You },
  { id: "calendar", label: names.calendar, icon: CalendarDays, role: "agent", page: Calendar },
  { id: "tokens", label: names.tokens, icon: KeyRound, role: "agent", page: Tokens },
  {
    id: "organisation",
    label: names.organisation,
    icon: Building2,
    role: "admin",
    page: Organisation,
  },
  { id: "users", label: names.users, icon: UsersIcon, role: "admin", page: Users },
  { id: "routing", label: t.routing.title, icon: Split, role: "admin", page: Routing },
  {
    id: "recording",
    label: t.recording.title,
    icon: Disc,
    role: "admin",
    page: RecordingRules,
  },
  { id: "pipelines", label: t.pipelines.title, icon: Route, role: "admin", page: Pipelines },
  { id: "fields", label: t.fields.title, icon: ListPlus, role: "admin", page: Fields },
  { id: "tags", label: t.tags.title, icon: TagsIcon, role: "supervisor", page: TagSettings },
  {
    id: "webhooks",
    label: t.webhooks.title,
    icon: WebhookIcon,
    role: "admin",
    page: Webhooks,
  },
  { id: "trunks", label: t.trunks.title, icon: Cable, role: "admin", page: Trunks },
  { id: "audit", label: names.audit, icon: ListChecks, role: "admin", page: Audit },
];

const ranks: Me["role"][] = ["agent", "supervisor", "admin"];

export const maySee = (section: Section, me: Me): boolean =>
  ranks.indexOf(me.role) >= ranks.indexOf(section.role);
