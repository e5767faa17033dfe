import { activities } from "./activities";
import { audit } from "./audit";
import { board } from "./board";
import { callbacks } from "./callbacks";
import { calls } from "./calls";
import { card } from "./card";
import { contacts } from "./contacts";
import { customers } from "./customers";
import { day } from "./day";
import { deals } from "./deals";
import { exporting } from "./exporting";
import { fields } from "./fields";
import { help } from "./help";
import { imports } from "./imports";
import { demo, layout, shortcuts } from "./layout";
import { match } from "./match";
import { merge } from "./merge";
import { notifications } from "./notifications";
import { palette } from "./palette";
import { phone } from "./phone";
import { pipelines } from "./pipelines";
import { place } from "./place";
import { presence } from "./presence";
import { privacy } from "./privacy";
import { problems } from "./problems";
import { recording } from "./recording";
import { reports } from "./reports";
import { routing } from "./routing";
import { service } from "./service";
import { session } from "./session";
import { settings } from "./settings";
import { sound } from "./sound";
import { tags } from "./tags";
import { tickets } from "./tickets";
import { trunks } from "./trunks";
import { ui, units } from "./ui";
import { views } from "./views";
import { voicemail } from "./voicemail";
import { webhooks } from "./webhooks";

/** Everything that Ringbook says in English. */
export const en = {
  product: "Ringbook",
  ui,
  units,
  privacy,
  problems,
  service,
  audit,
  session,
  layout,
  presence,
  place,
  palette,
  settings,
  shortcuts,
  demo,
  sound,
  phone,
  match,
  contacts,
  card,
  fields,
  tags,
  recording,
  routing,
  voicemail,
  customers,
  tickets,
  trunks,
  deals,
  pipelines,
  activities,
  day,
  callbacks,
  calls,
  board,
  reports,
  export: exporting,
  imports,
  help,
  merge,
  views,
  webhooks,
  notifications,
};
