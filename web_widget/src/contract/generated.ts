// Generated from the catalog by `panoramix contract`. Do not edit.
/* eslint-disable */

export type Action = "dismiss" | "delete_message";

export type ActivityOut = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string | null;
  at: string;
  operation: string;
  effect: string;
  actor: Record<string, unknown>;
  on_behalf_of?: string | null;
  origin: string;
  request_id: string;
  run_id?: string | null;
  batch_id?: string | null;
  room_id?: string | null;
  project_id?: string | null;
  entity?: EntityReference | null;
  changes?: ChangeOut[];
  more_changes?: boolean;
  hidden?: boolean;
  outcome: string;
  undoable?: boolean;
  undone_by?: string | null;
  undoes?: string[];
};

export type AddActor = {
  id: string;
  name?: string;
  person_id?: string | null;
  role_company?: string;
  role_situation?: string;
};

export type AddLine = {
  id: string;
  text: string;
  after_id?: string | null;
};

export type AddNote = {
  id: string;
  text: string;
  actor_id?: string | null;
};

export type AddQuestion = {
  id: string;
  actor_id: string;
  question: string;
};

export type AdminDashboard = {
  at: string;
  people: People | null;
  activity: Doers | null;
  hours: Hour[] | null;
  refusals: Refusal[] | null;
  lag: Lag | null;
  storage: Storage | null;
  versions: Versions | null;
  agent: Agent | null;
  client_errors: Faults | null;
  feed: Feed | null;
  failed: Record<string, string>;
};

export type Agent = {
  day: AgentCost;
  month: AgentCost;
};

export type AgentCost = {
  runs?: number;
  failed?: number;
  tokens_in?: number;
  tokens_out?: number;
  cost_microcents?: number;
  unpriced?: number;
};

export type AgentStatus = {
  provider: string | null;
  model: string | null;
  layers: ("slash" | "language" | "model")[];
  working: number;
  reason?: string | null;
  considered?: Considered[] | null;
  worker_pid?: number | null;
};

export type Alarm = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  title: string;
  next_trigger_at: string;
  rrule: string | null;
  time_zone: string;
  enabled: boolean;
  snoozed_until: string | null;
  done: boolean;
  acknowledged: boolean;
  ringing: boolean;
  event_id?: string | null;
  due_at: string | null;
};

export type Alarms = {
  items: Alarm[];
  more: boolean;
};

export type ApprovalOut = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  run_id: string;
  room_id: string;
  message_id: string | null;
  kind: "permission" | "proposal";
  question: string;
  tool: string | null;
  arguments: Record<string, unknown> | null;
  calls: (Record<string, unknown>)[];
  alternatives: (Record<string, unknown>)[];
  calls_hash: string;
  preview: (Record<string, unknown>)[] | null;
  status: "pending" | "approved" | "denied" | "expired" | "withdrawn";
  expires_at: string;
  decided_at: string | null;
};

export type Around = {
  items: Message[];
  earlier: boolean;
  later: boolean;
};

export type AroundMessage = {
  id: string;
  limit?: number;
};

export type AttachTo = {
  id: string;
  belongs_to: Thing | null;
};

export type Attendee = {
  email: string;
  name?: string;
  response?: "needs-action" | "accepted" | "declined" | "tentative" | "delegated";
  optional?: boolean;
};

export type Backlink = {
  id: string;
  title: string;
  project_id: string | null;
  updated_at: string;
  excerpt: string;
};

export type BeginUpload = {
  name: string;
  size?: number | null;
  project_id?: string | null;
  room_id?: string | null;
  belongs_to?: Thing | null;
};

export type Bookmark = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  message_id: string;
  room_id: string;
  note: string;
  message: Message | null;
  gone: boolean;
};

export type BudgetFile = {
  content: string;
  filename: string;
  mime_type: string;
  count: number;
};

export type BudgetLine = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  date: string;
  vendor: string;
  label: string;
  category: string;
  amount_cents: number;
  vat_cents: number;
  currency: string;
  project_id: string | null;
  department: string | null;
  invoice_id: string | null;
  invoice_number: string | null;
  notes: string;
  source: BudgetSource | null;
  batch_id: string | null;
};

export type BudgetSource = {
  kind: "message" | "journal" | "mail" | "import";
  ids?: string[];
};

export type ById = {
  id: string;
};

export type CanRemove = {
  can_remove: boolean;
  members: number;
};

export type Candidate = {
  vendor: string;
  rows: number[];
  line_ids: string[];
  amount_cents: number;
  currency: string;
};

export type Card = {
  entities?: CardEntity[];
  undo?: CardUndo | null;
  approval_id?: string | null;
  layer?: string | null;
  duration_ms?: number | null;
};

export type CardEntity = {
  kind: string;
  id: string;
  change: "created" | "updated" | "deleted";
};

export type CardUndo = {
  run_id: string;
};

export type CategoryTotal = {
  total_cents: number;
  spent_cents: number;
  received_cents: number;
  vat_cents: number;
  count: number;
  category: string;
};

export type ChangeMember = {
  id: string;
  user_id: string;
};

export type ChangeOut = {
  kind: string;
  id: string;
  label?: string;
  change: "created" | "updated" | "deleted";
  owner_id?: string | null;
  fields: Record<string, FieldChange>;
};

export type ChangePassword = {
  current: string;
  new: string;
};

export type Cite = {
  kind: "situation" | "situation_actor" | "situation_note" | "situation_question";
  id: string;
};

export type ClientError = {
  id: string;
  message: string;
  stack: string | null;
  url: string | null;
  where: string | null;
  version: string | null;
  user_agent: string;
  count: number;
  people: number;
  first_at: string;
  last_at: string;
};

export type Coaching = {
  questions?: Point[];
  ideas?: Point[];
};

export type CollectionInfo = {
  up: boolean;
  why: string | null;
  mode: "words" | "meaning" | "both";
  model: string | null;
  why_no_model: string | null;
  pieces: number;
  with_meaning: number;
  waiting: number;
  rebuilding: boolean;
  rebuilt: number;
  rebuild_total: number;
  where: "embedded" | "server";
  kinds: Record<string, number>;
  bytes: number;
  last_rebuilt_at: string | null;
  complete: boolean;
};

export type CollectionReport = {
  collection: string;
  read?: number;
  written?: number;
  updated?: number;
  unchanged?: number;
  skipped?: ReportLine[];
  skipped_count?: number;
  noted?: ReportLine[];
  noted_count?: number;
};

export type Command = {
  name: string;
  title: string;
  titles: Record<string, Title>;
  summary: string;
  effect: Effect;
  slash: string[];
  arguments: Record<string, unknown>;
};

export type Commands = {
  items: Command[];
};

export type CommentTask = {
  id: string;
  text: string;
};

export type Connected = {
  id: string;
  display_name: string;
  connections: number;
};

export type Considered = {
  name: string;
  available: boolean;
  reason: string;
  model: string | null;
};

export type Contact = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  user_id: string;
  nickname: string;
  display_name: string;
  username: string;
  disabled: boolean;
};

export type Counted = {
  count: number;
  sheet_ids: string[];
};

export type CreateAlarm = {
  title: string;
  next_trigger_at: string;
  rrule?: string | null;
  time_zone?: string | null;
  enabled?: boolean;
};

export type CreateBookmark = {
  message_id: string;
  note?: string;
};

export type CreateContact = {
  user_id: string;
  nickname?: string;
};

export type CreateDiskSession = {
  name: string;
  description?: string;
  project_id?: string | null;
  held_on?: string | null;
};

export type CreateDonation = {
  name: string;
  description?: string;
  project_id?: string | null;
  direction?: "given" | "received";
  party?: "person" | "company";
  contact?: string;
  reference?: string;
  given_on?: string | null;
  accessories?: string;
};

export type CreateEvent = {
  summary: string;
  start: string;
  end?: string | null;
  all_day?: boolean | null;
  description?: string;
  location?: string;
  time_zone?: string | null;
  rrule?: string | null;
  rdates?: string[];
  exdates?: string[];
  alarms?: Reminder[];
  attendees?: Attendee[];
  status?: hub_features_agenda_schemas_Status;
  color?: string | null;
  calendar_id?: string | null;
};

export type CreateFile = {
  upload_id: string;
};

export type CreateInvitation = {
  role?: "admin" | "member" | "guest";
  max_uses?: number;
  expires_at?: string | null;
  note?: string;
};

export type CreateJournalLine = {
  text: string;
  at?: string | null;
};

export type CreateLabel = {
  name: string;
  color?: string | null;
  project_id?: string | null;
};

export type CreateLine = {
  date?: string | null;
  vendor?: string;
  label?: string;
  category?: string;
  amount_cents: number;
  vat_cents?: number;
  currency?: string | null;
  project_id?: string | null;
  department?: string | null;
  invoice_id?: string | null;
  invoice_number?: string | null;
  notes?: string;
  source?: BudgetSource | null;
};

export type CreateLink = {
  url: string;
  name?: string;
  description?: string;
  project_id?: string | null;
};

export type CreateLoan = {
  name: string;
  description?: string;
  project_id?: string | null;
  borrower?: "person" | "company";
  contact?: string;
  reference?: string;
  lent_on?: string | null;
  due_on?: string | null;
  price_cents?: number;
  currency?: string | null;
  accessories?: string;
};

export type CreateLot = {
  name: string;
  description?: string;
  project_id?: string | null;
  received_on?: string | null;
};

export type CreateNote = {
  title?: string;
  content?: string;
  project_id?: string | null;
  pinned?: boolean;
  archived?: boolean;
  items?: NoteItem[];
  label_ids?: string[];
};

export type CreateOrder = {
  name: string;
  description?: string;
  project_id?: string | null;
  ordered_on?: string | null;
  supplier?: string;
  category?: string;
  currency?: string | null;
  lines?: SetOrderLine[];
};

export type CreatePerson = {
  first_name?: string;
  last_name?: string;
  aliases?: string[];
  email?: string | null;
  role?: string;
  notes?: string;
  team_id?: string | null;
  subteam?: string;
  manager_id?: string | null;
  arrival_date?: string | null;
  left?: boolean;
  contact_only?: boolean;
  account_id?: string | null;
};

export type CreatePoll = {
  room_id: string;
  question: string;
  options: string[];
  multiple?: boolean;
  closes_at?: string | null;
  client_msg_id?: string | null;
};

export type CreateProject = {
  name: string;
  description?: string;
  status?: ProjectStatus;
  target_date?: string | null;
  progress_percent?: number;
  risk?: ProjectRisk;
  color?: string | null;
  favorite?: boolean;
};

export type CreateReport = {
  message_id: string;
  reason: string;
};

export type CreateRoom = {
  kind: "public" | "private" | "direct";
  name?: string | null;
  description?: string;
  member_ids?: string[];
  user_id?: string | null;
};

export type CreateScheduled = {
  room_id: string;
  content: string;
  send_at: string;
  reply_to?: string | null;
};

export type CreateSession = {
  title: string;
  project_id?: string | null;
};

export type CreateSituation = {
  title: string;
  description?: string;
};

export type CreateTask = {
  title: string;
  description?: string;
  status?: hub_features_tasks_schemas_Status;
  urgent?: boolean;
  important?: boolean;
  deadline?: string | null;
  scheduled_date?: string | null;
  estimate_minutes?: number | null;
  actual_minutes?: number | null;
  tags?: string[];
  assignee_id?: string | null;
  project_id?: string | null;
  parent_id?: string | null;
  rrule?: string | null;
  source?: Source_Input | null;
};

export type CreateTeam = {
  name: string;
  color?: string | null;
};

export type CreateToken = {
  name: string;
  scopes: string[];
  expires_at?: string | null;
  user_id?: string | null;
};

export type CreateUser = {
  username: string;
  display_name?: string | null;
  email?: string | null;
  role?: Role;
  password?: string | null;
  locale?: string | null;
  time_zone?: string | null;
};

export type Dashboard = {
  day: string;
  time_zone: string;
  agenda: Events | null;
  tasks: Tasks | null;
  alarms: Alarms | null;
  projects: Projects | null;
  notes: Notes | null;
  unread: Unread | null;
  money: Money | null;
  suggestions: Suggestion[];
  failed: Record<string, string>;
};

export type DecideApproval = {
  id: string;
  decision: "approve" | "deny";
  arguments?: Record<string, unknown> | null;
  choice?: number | null;
  calls_hash?: string | null;
};

export type DeleteComment = {
  id: string;
  comment_id: string;
};

export type DeleteEvent = {
  id: string;
  occurrence?: string | null;
  scope?: hub_features_agenda_schemas_Scope;
};

export type Deleted = {
  id: string;
  deleted?: boolean;
};

export type Direction = "import" | "export";

export type Disk = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  serial: string;
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  ready_at: string | null;
  session_id: string;
  type: "hdd" | "ssd" | null;
  size_gb: number | null;
  interface: "SATA" | "NVMe" | "SAS" | "IDE" | "USB" | "other" | null;
  wiping: "overwrite" | "erase_sanitise" | "destroyed" | null;
};

export type DiskSession = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  description?: string;
  project_id: string | null;
  held_on: string;
  total: number;
  ready: number;
};

export type Doer = {
  id: string;
  display_name: string;
  actions: number;
  messages: number;
  last_at: string;
};

export type Doers = {
  items: Doer[];
  count: number;
};

export type Donation = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  description?: string;
  project_id: string | null;
  direction: "given" | "received";
  party: "person" | "company";
  contact?: string;
  reference?: string;
  given_on: string;
  accessories?: string;
  total: number;
  ready: number;
};

export type DonationItem = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  serial: string;
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  ready_at: string | null;
  donation_id: string;
  type: "laptop" | "desktop" | "screen" | "other" | null;
  recipient?: string;
  state: "given" | "returned";
};

export type Draft = {
  room_id: string;
  content: string;
  edited_at: string;
};

export type EditMessage = {
  id: string;
  content: string;
  revision?: number | null;
};

export type Effect = "read" | "write" | "destroy" | "external";

export type EntityReference = {
  kind: string;
  id: string;
  label?: string;
  change?: string | null;
};

export type Envelope = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  category: string;
  amount_cents: number | null;
  currency: string;
};

export type EnvelopeLeft = {
  category: string;
  amount_cents: number;
  months: number;
  spent_cents: number;
  left_cents: number;
};

export type Event = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  uid: string;
  summary: string;
  description: string;
  location: string;
  start: string;
  end: string;
  all_day: boolean;
  time_zone: string;
  rrule: string | null;
  rdates: string[];
  exdates: string[];
  overrides: Override[];
  alarms: Reminder[];
  attendees: Attendee[];
  status: hub_features_agenda_schemas_Status;
  color: string | null;
  calendar_id: string | null;
  source: hub_features_agenda_schemas_Source;
  occurrence?: string | null;
};

export type Events = {
  items: Event[];
  more: boolean;
};

export type ExportActivity = {
  actor?: string | null;
  operation?: string | null;
  kind?: string | null;
  entity?: string | null;
  room?: string | null;
  project?: string | null;
  run?: string | null;
  outcome?: string | null;
  origin?: string | null;
  from?: string | null;
  to?: string | null;
  after?: string | null;
  format?: "csv" | "ndjson";
  limit?: number;
  cursor?: string | null;
};

export type ExportData = {
  scope?: hub_features_transfer_schemas_Scope;
};

export type ExportEvents = {
  from?: string | null;
  to?: string | null;
  calendar_id?: string | null;
};

export type ExportLines = {
  q?: string | null;
  from?: string | null;
  to?: string | null;
  category?: string | null;
  vendor?: string | null;
  project_id?: string | null;
  department?: string | null;
  sign?: "spent" | "received" | null;
  currency?: string | null;
  batch_id?: string | null;
  format?: "csv" | "tsv";
};

export type Exported = {
  content: string;
  mime_type: string;
  file_name: string;
  next_cursor?: string | null;
};

export type Faults = {
  items: ClientError[];
  more: boolean;
};

export type Feed = {
  items: ActivityOut[];
};

export type FieldChange = {
  before?: unknown;
  after?: unknown;
  secret?: boolean;
  hidden?: boolean;
};

export type File = {
  content: string;
  filename: string;
  mime_type: string;
};

export type FileLink = {
  url: string;
  expires_at: string;
};

export type Find = {
  q: string;
  kinds?: string[];
  project_id?: string | null;
  person_id?: string | null;
  room_id?: string | null;
  from?: string | null;
  to?: string | null;
  has?: "link" | "file" | "image" | "checklist" | "task" | null;
  by?: "words" | "meaning" | "both";
  limit?: number;
};

export type FindFree = {
  from: string;
  to: string;
  minutes?: number;
  day_begins?: number;
  day_ends?: number;
};

export type Found = {
  kind: string;
  id: string;
  title: string;
  snippet: string;
  marks: unknown[][];
  title_marks: unknown[][];
  score: number;
  by: "words" | "meaning" | "both";
  at: string | null;
  project_id?: string | null;
  room_id?: string | null;
};

export type FreeTime = {
  busy: Stretch[];
  free: Stretch[];
};

export type History = {
  items: Version[];
};

export type Holiday = {
  date: string;
  name: string;
};

export type Holidays = {
  country: string | null;
  items: Holiday[];
};

export type Hour = {
  at: string;
  messages: number;
  runs: number;
};

export type ImportEvents = {
  ics: string;
  calendar_id?: string | null;
};

export type ImportFile = {
  source?: string;
  file_id: string;
  scope?: hub_features_transfer_schemas_Scope;
  dry_run?: boolean;
  overwrite?: boolean;
};

export type ImportLines = {
  format: "json" | "csv" | "ofx" | "xlsx";
  content: string;
  base64?: boolean;
  mapping?: Record<string, string>;
  decimal?: "," | "." | null;
  day_first?: boolean | null;
  spending_is_positive?: boolean;
  currency?: string | null;
  project_id?: string | null;
  keep_rows?: number[];
};

export type ImportPreview = {
  columns: string[];
  mapping: Record<string, string>;
  found: Record<string, string>;
  rows: number;
  importable: number;
  lines: ReadLine[];
  skipped: SkippedRow[];
  candidates: Candidate[];
  unknown_projects: string[];
};

export type ImportReport = {
  created?: number;
  updated?: number;
  unchanged?: number;
  remaining?: number;
  skipped?: Skipped[];
};

export type ImportUndone = {
  batch_id: string;
  deleted: number;
};

export type Imported = {
  imported: number;
  batch_id: string | null;
  skipped: SkippedRow[];
  candidates: Candidate[];
  unknown_projects: string[];
};

export type InvitationOut = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  role: Role;
  max_uses: number;
  uses: number;
  expires_at?: string | null;
  note?: string;
};

export type JournalLine = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  at: string;
  text: string;
  original?: string | null;
  task_id?: string | null;
};

export type JournalSummary = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  hours: 1 | 3 | 24 | 168;
  from_at: string;
  to_at: string;
  text: string;
  cites?: string[];
  left_out?: number;
  tasks: SuggestedTask[];
};

export type Known = {
  brand?: string[];
  model?: string[];
  technician?: string[];
  os?: string[];
  recipient?: string[];
};

export type KnownOfOrders = {
  supplier?: string[];
  category?: string[];
  product?: string[];
};

export type LabelShown = {
  id: string;
  name: string;
  color: string | null;
};

export type Lag = {
  worker: string;
  messages_waiting: number;
  batches_untold: number;
  changes_up: boolean;
  changes_silent_seconds: number;
  search_waiting: number | null;
  runs_waiting: number;
};

export type Link = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  url: string;
  description?: string;
  project_id: string | null;
  clicks: number;
  last_clicked_at: string | null;
};

export type ListActivity = {
  limit?: number;
  cursor?: string | null;
  actor?: string | null;
  operation?: string | null;
  kind?: string | null;
  entity?: string | null;
  room?: string | null;
  project?: string | null;
  run?: string | null;
  outcome?: string | null;
  origin?: string | null;
  from?: string | null;
  to?: string | null;
  after?: string | null;
};

export type ListAlarms = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  enabled?: boolean | null;
  done?: boolean | null;
  ringing?: boolean | null;
  trigger_from?: string | null;
  trigger_to?: string | null;
  sort?: "next_trigger_at" | "created_at" | "updated_at";
};

export type ListApprovals = {
  limit?: number;
  cursor?: string | null;
  status?: "pending" | "approved" | "denied" | "expired" | "withdrawn" | null;
  run_id?: string | null;
};

export type ListBookmarks = {
  limit?: number;
  cursor?: string | null;
  message_id?: string | null;
  room_id?: string | null;
};

export type ListClientErrors = {
  limit?: number;
  cursor?: string | null;
};

export type ListComments = {
  limit?: number;
  cursor?: string | null;
  id: string;
};

export type ListContacts = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  user_id?: string | null;
};

export type ListDiskSessions = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  project_id?: string | null;
};

export type ListDisks = {
  limit?: number;
  cursor?: string | null;
  session_id?: string | null;
  q?: string | null;
  wiping?: "overwrite" | "erase_sanitise" | "destroyed" | null;
};

export type ListDonationItems = {
  limit?: number;
  cursor?: string | null;
  donation_id?: string | null;
  q?: string | null;
  state?: "given" | "returned" | null;
};

export type ListDonations = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  project_id?: string | null;
  direction?: "given" | "received" | null;
};

export type ListDrafts = {
  limit?: number;
  cursor?: string | null;
};

export type ListEvents = {
  limit?: number;
  cursor?: string | null;
  from?: string | null;
  to?: string | null;
  q?: string | null;
  calendar_id?: string | null;
  status?: hub_features_agenda_schemas_Status | null;
};

export type ListFiles = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  media?: Media | null;
  project_id?: string | null;
  room_id?: string | null;
  thing_kind?: string | null;
  thing_id?: string | null;
};

export type ListGallery = {
  limit?: number;
  cursor?: string | null;
  media?: Media | null;
  sender_id?: string | null;
  room_id?: string | null;
  from?: string | null;
  to?: string | null;
  min_size?: number | null;
};

export type ListHolidays = {
  country?: string | null;
  subdivision?: string | null;
  from?: string | null;
  to?: string | null;
};

export type ListItems = {
  limit?: number;
  cursor?: string | null;
  lot_id?: string | null;
  q?: string | null;
  state?: "refurbished" | "for_parts" | "dead" | "other" | null;
  ready?: boolean | null;
};

export type ListJournal = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  from?: string | null;
  to?: string | null;
};

export type ListLabels = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  project_id?: string | null;
};

export type ListLinks = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  project_id?: string | null;
  sort?: "created_at" | "clicks";
};

export type ListLoanItems = {
  limit?: number;
  cursor?: string | null;
  loan_id?: string | null;
  q?: string | null;
  state?: "out" | "back" | null;
};

export type ListLoans = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  project_id?: string | null;
  state?: "out" | "overdue" | "returned" | null;
};

export type ListLots = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  project_id?: string | null;
  state?: "open" | "finished" | "recovered" | null;
};

export type ListMessages = {
  room_id: string;
  before_seq?: number | null;
  after_seq?: number | null;
  limit?: number;
  pinned?: boolean | null;
};

export type ListNotes = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  project_id?: string | null;
  pinned?: boolean | null;
  archived?: boolean | null;
  title?: string | null;
  label_id?: string[];
  sort?: "pinned" | "updated_at" | "created_at";
};

export type ListOrders = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  project_id?: string | null;
  category?: string | null;
};

export type ListParts = {
  limit?: number;
  cursor?: string | null;
  id: string;
};

export type ListPeople = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  team_id?: string | null;
  manager_id?: string | null;
  left?: boolean | null;
  contact_only?: boolean | null;
};

export type ListPolls = {
  limit?: number;
  cursor?: string | null;
  room_id?: string | null;
  open?: boolean | null;
};

export type ListProjects = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  status?: ProjectStatus | null;
  favorite?: boolean | null;
};

export type ListReports = {
  limit?: number;
  cursor?: string | null;
  status?: hub_features_reports_documents_Status | null;
};

export type ListRevisions = {
  limit?: number;
  cursor?: string | null;
  id: string;
};

export type ListRooms = {
  limit?: number;
  cursor?: string | null;
  kind?: RoomKind | null;
  joinable?: boolean;
};

export type ListRuns = {
  limit?: number;
  cursor?: string | null;
  room_id?: string | null;
  message_id?: string | null;
  target_id?: string | null;
  status?: "running" | "waiting" | "done" | "failed" | "cancelled" | null;
};

export type ListScheduled = {
  limit?: number;
  cursor?: string | null;
  room_id?: string | null;
  status?: hub_features_scheduled_documents_Status | null;
};

export type ListSituations = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
};

export type ListTasks = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  status?: hub_features_tasks_schemas_Status | null;
  open?: boolean | null;
  project_id?: string | null;
  assignee_id?: string | null;
  mine?: boolean;
  parent_id?: string | null;
  tag?: string | null;
  urgent?: boolean | null;
  important?: boolean | null;
  deadline_from?: string | null;
  deadline_to?: string | null;
  scheduled_from?: string | null;
  scheduled_to?: string | null;
  completed_from?: string | null;
  completed_to?: string | null;
  sort?: "rank" | "deadline" | "created_at" | "updated_at";
};

export type ListTeams = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
};

export type ListThreads = {
  room_id: string;
  roots?: string[];
  before_seq?: number | null;
  limit?: number;
};

export type ListTokens = {
  limit?: number;
  cursor?: string | null;
  user_id?: string | null;
};

export type ListTransfers = {
  limit?: number;
  cursor?: string | null;
};

export type ListUsers = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  role?: Role | null;
  disabled?: boolean | null;
};

export type Loan = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  description?: string;
  project_id: string | null;
  borrower: "person" | "company";
  contact?: string;
  reference?: string;
  lent_on: string;
  due_on: string | null;
  returned_at: string | null;
  price_cents: number;
  currency: string;
  accessories?: string;
  total: number;
  ready: number;
};

export type LoanItem = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  serial: string;
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  ready_at: string | null;
  loan_id: string;
  type: "laptop" | "desktop" | "screen" | "other" | null;
  state: "out" | "back";
};

export type Login = {
  username: string;
  password: string;
};

export type Lot = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  description?: string;
  project_id: string | null;
  received_on: string;
  finished_at: string | null;
  recovered_at: string | null;
  total: number;
  ready: number;
};

export type LotItem = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  serial: string;
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  ready_at: string | null;
  lot_id: string;
  type: "laptop" | "desktop" | "screen" | "other" | null;
  state: "refurbished" | "for_parts" | "dead" | "other" | null;
  os?: string;
};

export type MakeJournalTask = {
  id: string;
  n?: number;
};

export type MakeTask = {
  id: string;
  n?: number;
};

export type Media = "image" | "video" | "audio" | "document";

export type Member = {
  user_id: string;
  role: Part;
};

export type MemberRole = "owner" | "member";

export type Message = {
  id: string;
  room_id: string;
  seq: number;
  sender: Sender;
  kind: MessageKind;
  content: string;
  attachments?: (Record<string, unknown>)[];
  reply_to: string | null;
  thread_id?: string | null;
  reactions: Reaction[];
  mentions: string[];
  card?: Card | null;
  run_id?: string | null;
  client_msg_id: string;
  rev: number;
  pinned?: boolean;
  edited_at: string | null;
  deleted_at: string | null;
  created_at: string;
  updated_at: string;
  revision: number;
};

export type MessageKind = "text" | "file" | "system" | "agent";

export type MessageReport = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  message_id: string;
  room_id: string;
  reason: string;
  status: hub_features_reports_documents_Status;
  revealed_at: string | null;
  revealed_by: string | null;
  resolved_at: string | null;
  resolved_by: string | null;
};

export type Money = {
  currency: string;
  currencies: string[];
  spent_cents: number;
  received_cents: number;
  total_cents: number;
  count: number;
  envelopes: EnvelopeLeft[];
};

export type MonthTotal = {
  total_cents: number;
  spent_cents: number;
  received_cents: number;
  vat_cents: number;
  count: number;
  month: string;
  department: string | null;
};

export type MoveLine = {
  id: string;
  line_id: string;
  after_id?: string | null;
  before_id?: string | null;
};

export type MoveProject = {
  id: string;
  after_id?: string | null;
  before_id?: string | null;
};

export type MoveTask = {
  id: string;
  after_id?: string | null;
  before_id?: string | null;
};

export type NamedMember = {
  id: string;
  user_id: string;
};

export type NewInvitation = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  role: Role;
  max_uses: number;
  uses: number;
  expires_at?: string | null;
  note?: string;
  code: string;
};

export type NewToken = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  scopes: string[];
  hint: string;
  expires_at?: string | null;
  last_used_at?: string | null;
  token: string;
};

export type NextStep = {
  text: string;
  cites: string[];
  task_id?: string | null;
};

export type Note = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  title: string;
  content: string;
  project_id: string | null;
  pinned: boolean;
  archived: boolean;
  items: NoteItem[];
  label_ids: string[];
  labels: LabelShown[];
  shortened?: boolean;
};

export type NoteItem = {
  text: string;
  checked?: boolean;
};

export type NoteLabel = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  color: string | null;
  project_id: string | null;
};

export type NoteLine = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  session_id: string;
  rank: string;
  text: string;
  author: Record<string, unknown>;
};

export type NoteRevision = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  note_id: string;
  title: string;
  content: string;
  items: NoteItem[];
  note_revision: number;
  written_at: string;
  author: Record<string, unknown>;
};

export type NoteSession = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  title: string;
  project_id: string | null;
  started_at: string;
  ended_at: string | null;
  pinned: boolean;
  summary: SessionSummary | null;
  coach: Coaching;
};

export type Notes = {
  items: Note[];
};

export type Nothing = Record<string, unknown>;

export type Notify = "all" | "mentions" | "nothing";

export type OfActor = {
  id: string;
  actor_id: string;
};

export type OfLine = {
  id: string;
  line_id: string;
};

export type OfPerson = {
  id: string;
};

export type OfQuestion = {
  id: string;
  question_id: string;
};

export type OfRoom = {
  room_id: string;
};

export type OfSerial = {
  serial: string;
};

export type OfSummary = {
  id: string;
  summary_id: string;
};

export type OfTeam = {
  id: string;
};

export type Ok = {
  ok?: boolean;
};

export type OpenLink = {
  id: string;
};

export type Opened = {
  id: string;
  url: string;
  clicks: number;
};

export type Order = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  description?: string;
  project_id: string | null;
  ordered_on: string;
  supplier?: string;
  category?: string;
  currency: string;
  lines: OrderLine[];
  goods_cents: number;
  shipping_cents: number;
  total_cents: number;
};

export type OrderLine = {
  product: string;
  quantity: number;
  unit_price_cents: number;
  shipping_cents: number;
  link: string | null;
  total_cents: number;
};

export type Override = {
  occurrence: string;
  start?: string | null;
  end?: string | null;
  summary?: string | null;
  description?: string | null;
  location?: string | null;
  status?: hub_features_agenda_schemas_Status | null;
  color?: string | null;
  alarms?: Reminder[] | null;
  attendees?: Attendee[] | null;
};

export type PageInput = {
  limit?: number;
  cursor?: string | null;
};

export type Page_ActivityOut = {
  items: ActivityOut[];
  next_cursor?: string | null;
};

export type Page_Alarm = {
  items: Alarm[];
  next_cursor?: string | null;
};

export type Page_ApprovalOut = {
  items: ApprovalOut[];
  next_cursor?: string | null;
};

export type Page_Backlink = {
  items: Backlink[];
  next_cursor?: string | null;
};

export type Page_Bookmark = {
  items: Bookmark[];
  next_cursor?: string | null;
};

export type Page_BudgetLine = {
  items: BudgetLine[];
  next_cursor?: string | null;
};

export type Page_ClientError = {
  items: ClientError[];
  next_cursor?: string | null;
};

export type Page_Contact = {
  items: Contact[];
  next_cursor?: string | null;
};

export type Page_Disk = {
  items: Disk[];
  next_cursor?: string | null;
};

export type Page_DiskSession = {
  items: DiskSession[];
  next_cursor?: string | null;
};

export type Page_Donation = {
  items: Donation[];
  next_cursor?: string | null;
};

export type Page_DonationItem = {
  items: DonationItem[];
  next_cursor?: string | null;
};

export type Page_Draft = {
  items: Draft[];
  next_cursor?: string | null;
};

export type Page_Event = {
  items: Event[];
  next_cursor?: string | null;
};

export type Page_InvitationOut = {
  items: InvitationOut[];
  next_cursor?: string | null;
};

export type Page_JournalLine = {
  items: JournalLine[];
  next_cursor?: string | null;
};

export type Page_JournalSummary = {
  items: JournalSummary[];
  next_cursor?: string | null;
};

export type Page_Link = {
  items: Link[];
  next_cursor?: string | null;
};

export type Page_Loan = {
  items: Loan[];
  next_cursor?: string | null;
};

export type Page_LoanItem = {
  items: LoanItem[];
  next_cursor?: string | null;
};

export type Page_Lot = {
  items: Lot[];
  next_cursor?: string | null;
};

export type Page_LotItem = {
  items: LotItem[];
  next_cursor?: string | null;
};

export type Page_Message = {
  items: Message[];
  next_cursor?: string | null;
};

export type Page_MessageReport = {
  items: MessageReport[];
  next_cursor?: string | null;
};

export type Page_Note = {
  items: Note[];
  next_cursor?: string | null;
};

export type Page_NoteLabel = {
  items: NoteLabel[];
  next_cursor?: string | null;
};

export type Page_NoteLine = {
  items: NoteLine[];
  next_cursor?: string | null;
};

export type Page_NoteRevision = {
  items: NoteRevision[];
  next_cursor?: string | null;
};

export type Page_NoteSession = {
  items: NoteSession[];
  next_cursor?: string | null;
};

export type Page_Order = {
  items: Order[];
  next_cursor?: string | null;
};

export type Page_Person = {
  items: Person[];
  next_cursor?: string | null;
};

export type Page_Poll = {
  items: Poll[];
  next_cursor?: string | null;
};

export type Page_Project = {
  items: Project[];
  next_cursor?: string | null;
};

export type Page_ProjectMember = {
  items: ProjectMember[];
  next_cursor?: string | null;
};

export type Page_RoomMember = {
  items: RoomMember[];
  next_cursor?: string | null;
};

export type Page_RoomState = {
  items: RoomState[];
  next_cursor?: string | null;
};

export type Page_RunOut = {
  items: RunOut[];
  next_cursor?: string | null;
};

export type Page_ScheduledMessage = {
  items: ScheduledMessage[];
  next_cursor?: string | null;
};

export type Page_SessionOut = {
  items: SessionOut[];
  next_cursor?: string | null;
};

export type Page_Situation = {
  items: Situation[];
  next_cursor?: string | null;
};

export type Page_SituationActor = {
  items: SituationActor[];
  next_cursor?: string | null;
};

export type Page_SituationNote = {
  items: SituationNote[];
  next_cursor?: string | null;
};

export type Page_SituationQuestion = {
  items: SituationQuestion[];
  next_cursor?: string | null;
};

export type Page_SituationSummary = {
  items: SituationSummary[];
  next_cursor?: string | null;
};

export type Page_StoredFile = {
  items: StoredFile[];
  next_cursor?: string | null;
};

export type Page_Task = {
  items: Task[];
  next_cursor?: string | null;
};

export type Page_TaskComment = {
  items: TaskComment[];
  next_cursor?: string | null;
};

export type Page_Team = {
  items: Team[];
  next_cursor?: string | null;
};

export type Page_Token = {
  items: Token[];
  next_cursor?: string | null;
};

export type Page_Traced = {
  items: Traced[];
  next_cursor?: string | null;
};

export type Page_Transfer = {
  items: Transfer[];
  next_cursor?: string | null;
};

export type Page_User = {
  items: User[];
  next_cursor?: string | null;
};

export type Part = "owner" | "editor" | "viewer";

export type PasswordGiven = {
  user: User;
  password?: string | null;
};

export type People = {
  count: number;
  items: Connected[];
};

export type Period = {
  from?: string | null;
  to?: string | null;
  currency?: string | null;
};

export type Person = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  first_name: string;
  last_name: string;
  normalized_name: string;
  aliases: string[];
  email: string | null;
  role: string;
  notes: string;
  team_id: string | null;
  subteam: string;
  manager_id: string | null;
  arrival_date: string | null;
  left: boolean;
  contact_only: boolean;
  account_id: string | null;
};

export type Point = {
  text: string;
  cites: string[];
};

export type Poll = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  room_id: string;
  message_id: string;
  question: string;
  options: PollOption[];
  multiple: boolean;
  closes_at: string | null;
  closed_at: string | null;
  voters: number;
};

export type PollOption = {
  id: string;
  text: string;
  user_ids: string[];
};

export type PollVote = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  poll_id: string;
  room_id: string;
  option_ids: string[];
};

export type Preferences = {
  id: string;
  muted?: boolean | null;
  notify?: Notify | null;
};

export type PreviewImport = {
  format: "json" | "csv" | "ofx" | "xlsx";
  content: string;
  base64?: boolean;
  mapping?: Record<string, string>;
  decimal?: "," | "." | null;
  day_first?: boolean | null;
  spending_is_positive?: boolean;
  currency?: string | null;
};

export type Project = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  description?: string;
  status: ProjectStatus;
  target_date: string | null;
  progress_percent: number;
  risk: ProjectRisk;
  color: string | null;
  favorite: boolean;
  rank: string;
  members: Member[];
  health: number;
};

export type ProjectMember = {
  id: string;
  user: Record<string, unknown>;
  role: Part;
  since: string;
};

export type ProjectRisk = "low" | "medium" | "high";

export type ProjectStatus = "active" | "paused" | "done" | "archived";

export type ProjectTotal = {
  total_cents: number;
  spent_cents: number;
  received_cents: number;
  vat_cents: number;
  count: number;
  project_id: string | null;
  name: string | null;
};

export type Projects = {
  items: Project[];
  more: boolean;
};

export type React = {
  id: string;
  emoji: string;
};

export type Reaction = {
  emoji: string;
  user_ids: string[];
};

export type ReadLine = {
  row: number;
  date: string;
  vendor: string;
  label: string;
  category: string;
  amount_cents: number;
  vat_cents: number;
  currency: string;
  project: string;
  department: string | null;
  invoice_number: string | null;
  notes: string;
};

export type ReadRoom = {
  room_id?: string | null;
  id?: string | null;
  seq: number;
};

export type ReadThread = {
  id: string;
  after_seq?: number | null;
  limit?: number;
};

export type ReassignTeam = {
  id: string;
  to_team_id: string | null;
};

export type Reassigned = {
  id: string;
  deleted?: boolean;
  moved: number;
};

export type Refusal = {
  code: string;
  count: number;
};

export type Register = {
  username: string;
  password: string;
  display_name?: string | null;
  email?: string | null;
  invite?: string | null;
  locale?: string | null;
  time_zone?: string | null;
};

export type Reminder = {
  minutes_before: number;
  description?: string;
};

export type Report = {
  message: string;
  stack?: string | null;
  url?: string | null;
  where?: string | null;
  version?: string | null;
};

export type ReportLine = {
  line: number;
  why: string;
};

export type Reported = {
  fingerprint: string;
};

export type ReportedMessage = {
  id: string;
  room_id: string;
  room_name: string;
  sender: Record<string, unknown>;
  content: string;
  files: string[];
  earlier: ReportedVersion[];
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
};

export type ReportedVersion = {
  content: string;
  edited_at: string;
};

export type ReportingPerson = {
  id: string;
  first_name: string;
  last_name: string;
  role: string;
  manager_id: string;
  depth: number;
};

export type Reports = {
  items: ReportingPerson[];
  more: boolean;
};

export type ResetPassword = {
  id: string;
  password?: string | null;
};

export type ResolveReport = {
  id: string;
  action: Action;
};

export type RestoreRevision = {
  id: string;
  revision_id: string;
};

export type Results = {
  items: Found[];
  next_cursor?: string | null;
  mode: "words" | "meaning" | "both";
  unknown?: string[];
};

export type Revealed = {
  report: MessageReport;
  message: ReportedMessage | null;
};

export type Revoked = {
  revoked: number;
};

export type Role = "admin" | "member" | "guest" | "bot";

export type Room = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  kind: RoomKind;
  description: string;
  seq: number;
  rev: number;
  member_count?: number | null;
  peers?: (Record<string, unknown>)[];
};

export type RoomKind = "lobby" | "public" | "private" | "direct" | "site";

export type RoomMember = {
  user: Record<string, unknown>;
  role: MemberRole;
  last_read_seq: number;
  joined_at: string;
};

export type RoomState = {
  id: string;
  name: string;
  kind: RoomKind;
  description: string;
  seq: number;
  rev: number;
  last_read_seq: number;
  unread: number;
  mentions: number;
  muted: boolean;
  notify: Notify;
  member: boolean;
  role: MemberRole | null;
  peers?: (Record<string, unknown>)[];
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
};

export type RunOut = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  status: "running" | "waiting" | "done" | "failed" | "cancelled";
  trigger: string;
  room_id: string | null;
  answer_room_id: string | null;
  message_id: string | null;
  target?: RunTarget | null;
  asked_by: string;
  sentence: string;
  layer: string | null;
  model: string | null;
  steps: RunStep[];
  entities: (Record<string, unknown>)[];
  tokens_in: number;
  tokens_out: number;
  cost_microcents: number | null;
  duration_ms: number;
  outcome: string | null;
  error: Record<string, unknown> | null;
  undone: boolean;
  started_at: string | null;
  finished_at: string | null;
};

export type RunStep = {
  index: number;
  kind: "understanding" | "model" | "tool" | "approval" | "answer";
  at: string;
  label?: string | null;
  operation?: string | null;
  arguments?: Record<string, unknown> | null;
  result?: unknown;
  error?: Record<string, unknown> | null;
  text?: string | null;
  calls?: (Record<string, unknown>)[] | null;
  approval_id?: string | null;
  tokens_in?: number | null;
  tokens_out?: number | null;
  duration_ms?: number | null;
};

export type RunTarget = {
  kind: string;
  id: string;
  thought: string;
};

export type SaveDraft = {
  room_id: string;
  content: string;
  edited_at?: string | null;
};

export type SavedDraft = {
  draft: Draft;
  kept: boolean;
};

export type ScanDisk = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "hdd" | "ssd" | null;
  size_gb?: number | null;
  interface?: "SATA" | "NVMe" | "SAS" | "IDE" | "USB" | "other" | null;
  wiping?: "overwrite" | "erase_sanitise" | "destroyed" | null;
  session_id: string;
  serial: string;
};

export type ScanDonationItem = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "laptop" | "desktop" | "screen" | "other" | null;
  recipient?: string;
  state?: "given" | "returned";
  donation_id: string;
  serial: string;
};

export type ScanItem = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "laptop" | "desktop" | "screen" | "other" | null;
  state?: "refurbished" | "for_parts" | "dead" | "other" | null;
  os?: string;
  lot_id: string;
  serial: string;
};

export type ScanLoanItem = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "laptop" | "desktop" | "screen" | "other" | null;
  state?: "out" | "back";
  loan_id: string;
  serial: string;
};

export type ScheduledMessage = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  room_id: string;
  content: string;
  reply_to: string | null;
  send_at: string;
  status: hub_features_scheduled_documents_Status;
  error: string;
  message_id: string | null;
  sent_at: string | null;
};

export type Scope_Output = "mine" | "all";

export type SearchStatus = {
  up: boolean;
  why: string | null;
  mode: "words" | "meaning" | "both";
  model: string | null;
  why_no_model: string | null;
  pieces: number;
  with_meaning: number;
  waiting: number;
  rebuilding: boolean;
  rebuilt: number;
  rebuild_total: number;
};

export type SendMessage = {
  room_id: string;
  content: string;
  client_msg_id?: string | null;
  reply_to?: string | null;
  draft_at?: string | null;
  attachments?: SentFile[];
};

export type Sender = {
  kind: string;
  id: string;
  display_name: string;
  on_behalf_of?: string | null;
};

export type SentFile = {
  file_id: string;
};

export type SerialHistory = {
  serial: string;
  steps: Step[];
};

export type SessionOut = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  user_agent: string;
  address: string;
  last_used_at: string;
  expires_at: string;
  current: boolean;
};

export type SessionSummary = {
  at: string;
  text: string;
  decisions: Point[];
  risks: Point[];
  next_steps: NextStep[];
  left_out?: number;
};

export type SetDisks = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "hdd" | "ssd" | null;
  size_gb?: number | null;
  interface?: "SATA" | "NVMe" | "SAS" | "IDE" | "USB" | "other" | null;
  wiping?: "overwrite" | "erase_sanitise" | "destroyed" | null;
  ids: string[];
};

export type SetDonationItems = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "laptop" | "desktop" | "screen" | "other" | null;
  recipient?: string;
  state?: "given" | "returned";
  ids: string[];
};

export type SetEnvelope = {
  category: string;
  amount_cents: number | null;
  currency?: string;
};

export type SetItems = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "laptop" | "desktop" | "screen" | "other" | null;
  state?: "refurbished" | "for_parts" | "dead" | "other" | null;
  os?: string;
  ids: string[];
};

export type SetLoanItems = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "laptop" | "desktop" | "screen" | "other" | null;
  state?: "out" | "back";
  ids: string[];
};

export type SetMember = {
  id: string;
  user_id: string;
  role: Part;
};

export type SetOrderLine = {
  product: string;
  quantity?: number;
  unit_price_cents?: number;
  shipping_cents?: number;
  link?: string | null;
};

export type SetVendorDepartment = {
  vendor: string;
  department: string | null;
};

export type SignFile = {
  id: string;
  thumbnail?: boolean;
  download?: boolean;
};

export type SignedIn = {
  access_token: string;
  token_type?: "Bearer";
  expires_in: number;
  user: User;
};

export type Similar = {
  kind: string;
  id: string;
  limit?: number;
};

export type Situation = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  title: string;
  description: string;
};

export type SituationActor = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  situation_id: string;
  person_id: string | null;
  name: string;
  role_company: string;
  role_situation: string;
  left: boolean;
  namesakes: number;
};

export type SituationNote = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  situation_id: string;
  actor_id: string | null;
  text: string;
};

export type SituationPoint = {
  text: string;
  cites: Cite[];
};

export type SituationQuestion = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  situation_id: string;
  actor_id: string | null;
  question: string;
  answer: string;
};

export type SituationSummary = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  situation_id: string;
  text: string;
  problems: SituationPoint[];
  actions: SituationPoint[];
  left_out?: number;
};

export type Skipped = {
  uid: string | null;
  summary: string | null;
  reason: string;
};

export type SkippedRow = {
  row: number;
  reason: "same_line" | "same_invoice" | "unreadable";
  detail: string;
  line_id?: string | null;
  same_as_row?: number | null;
};

export type SnoozeAlarm = {
  id: string;
  minutes: number;
};

export type SomeOfLoan = {
  id: string;
  item_ids?: string[] | null;
};

export type Source_Input = {
  kind: "message" | "journal" | "mail" | "import" | "session";
  ids?: string[];
};

export type Step = {
  at: string;
  what: "received" | "ready" | "recovered" | "scanned" | "wiped" | "lent" | "returned" | "given" | "donated";
  of: Traced;
};

export type Storage = {
  documents: number;
  data_bytes: number;
  index_bytes: number;
  file_count: number;
  file_bytes: number;
  disk_free_bytes: number | null;
};

export type StoredFile = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  mime_type: string;
  media: Media;
  size: number;
  sha256: string;
  width: number | null;
  height: number | null;
  duration: number | null;
  project_id: string | null;
  room_id: string | null;
  message_id: string | null;
  belongs_to: Thing | null;
  clicks: number;
  last_clicked_at: string | null;
  has_thumbnail: boolean;
  position_removed: boolean;
};

export type Stretch = {
  start: string;
  end: string;
};

export type Subtasks = {
  done?: number;
  total?: number;
};

export type SuggestedTask = {
  title: string;
  cites: string[];
  task_id?: string | null;
};

export type Suggestion = {
  kind: "overdue_tasks" | "mentions" | "ringing" | "unwell_project" | "envelope_exceeded" | "nothing_planned";
  count?: number;
  more?: boolean;
  id?: string | null;
  label?: string;
};

export type SummarizeJournal = {
  hours?: 1 | 3 | 24 | 168;
};

export type Summary = {
  currency: string;
  currencies: string[];
  total_cents: number;
  spent_cents: number;
  received_cents: number;
  vat_cents: number;
  count: number;
  by_month_department: MonthTotal[];
  by_category: CategoryTotal[];
  by_project: ProjectTotal[];
  by_vendor: VendorTotal[];
  envelopes: EnvelopeLeft[];
};

export type SyncRoom = {
  room_id: string;
  after_seq: number;
  after_rev?: number | null;
  limit?: number;
};

export type Synced = {
  items: Message[];
  changed: Message[];
  seq: number;
  rev: number;
  more: boolean;
};

export type Task = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  title: string;
  description?: string;
  status: hub_features_tasks_schemas_Status;
  urgent: boolean;
  important: boolean;
  deadline: string | null;
  scheduled_date: string | null;
  estimate_minutes: number | null;
  actual_minutes: number | null;
  tags: string[];
  assignee_id: string | null;
  project_id: string | null;
  parent_id: string | null;
  rrule: string | null;
  rank: string;
  completed_at: string | null;
  source: hub_features_tasks_schemas_Source | null;
  subtasks?: Subtasks;
};

export type TaskComment = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  task_id: string;
  text: string;
  author: Record<string, unknown>;
};

export type Tasks = {
  overdue: Task[];
  overdue_more: boolean;
  due: Task[];
  due_more: boolean;
};

export type Team = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  color: string | null;
};

export type Thing = {
  kind: string;
  id: string;
};

export type Thinking = {
  run_id: string;
  passages: number;
  left_out?: number;
};

export type Thread = {
  root: Message;
  replies: number;
  items: Message[];
  next_cursor?: string | null;
};

export type ThreadPage = {
  items: ThreadSummary[];
  next_cursor?: string | null;
};

export type ThreadSummary = {
  root: Message;
  replies: number;
  last_reply: Message;
};

export type Title = {
  title: string;
  words?: string[];
  summary?: string;
};

export type Token = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  scopes: string[];
  hint: string;
  expires_at?: string | null;
  last_used_at?: string | null;
};

export type Trace = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
};

export type Traced = {
  kind: "lot_item" | "disk" | "order" | "loan_item" | "donation_item";
  id: string;
  serial: string;
  what: string;
  type?: string | null;
  state?: string | null;
  technician?: string;
  at: string;
  in_stock: boolean;
  sheet_kind: "lot" | "disk_session" | "order" | "loan" | "donation";
  sheet_id: string;
  sheet_name: string;
  project_id: string | null;
};

export type Transfer = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  direction: Direction;
  source: string;
  scope: Scope_Output;
  status: TransferStatus;
  dry_run: boolean;
  overwrite: boolean;
  phase: string;
  done: number;
  total: number;
  size: number;
  report: CollectionReport[];
  cut_at: number | null;
  file_id: string | null;
  file_name: string;
  error: string | null;
  finished_at: string | null;
};

export type TransferStatus = "queued" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";

export type UndoImport = {
  batch_id: string;
  changed_too?: boolean;
};

export type Unread = {
  messages: number;
  mentions: number;
  rooms: RoomState[];
};

export type Upcoming = {
  limit?: number;
  cursor?: string | null;
  days?: number;
};

export type UpdateAccount = {
  revision?: number | null;
  display_name?: string | null;
  email?: string | null;
  locale?: string | null;
  time_zone?: string | null;
  status?: "available" | "busy" | "away" | "dnd" | null;
  status_text?: string | null;
  status_until?: string | null;
};

export type UpdateActor = {
  id: string;
  revision?: number | null;
  actor_id: string;
  name?: string;
  person_id?: string | null;
  role_company?: string;
  role_situation?: string;
};

export type UpdateAlarm = {
  id: string;
  revision?: number | null;
  title?: string;
  next_trigger_at?: string | null;
  rrule?: string | null;
  time_zone?: string;
  enabled?: boolean;
};

export type UpdateBookmark = {
  id: string;
  revision?: number | null;
  note?: string;
};

export type UpdateContact = {
  id: string;
  revision?: number | null;
  nickname?: string;
};

export type UpdateDisk = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "hdd" | "ssd" | null;
  size_gb?: number | null;
  interface?: "SATA" | "NVMe" | "SAS" | "IDE" | "USB" | "other" | null;
  wiping?: "overwrite" | "erase_sanitise" | "destroyed" | null;
  id: string;
  revision?: number | null;
  serial?: string;
};

export type UpdateDiskSession = {
  id: string;
  revision?: number | null;
  name?: string;
  description?: string;
  project_id?: string | null;
  held_on?: string | null;
};

export type UpdateDonation = {
  id: string;
  revision?: number | null;
  name?: string;
  description?: string;
  project_id?: string | null;
  direction?: "given" | "received";
  party?: "person" | "company";
  contact?: string;
  reference?: string;
  given_on?: string | null;
  accessories?: string;
};

export type UpdateDonationItem = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "laptop" | "desktop" | "screen" | "other" | null;
  recipient?: string;
  state?: "given" | "returned";
  id: string;
  revision?: number | null;
  serial?: string;
};

export type UpdateEvent = {
  id: string;
  revision?: number | null;
  occurrence?: string | null;
  scope?: hub_features_agenda_schemas_Scope;
  summary?: string;
  start?: string | null;
  end?: string | null;
  all_day?: boolean;
  description?: string;
  location?: string;
  time_zone?: string;
  rrule?: string | null;
  rdates?: string[];
  exdates?: string[];
  alarms?: Reminder[];
  attendees?: Attendee[];
  status?: hub_features_agenda_schemas_Status;
  color?: string | null;
  calendar_id?: string | null;
};

export type UpdateFile = {
  id: string;
  revision?: number | null;
  name?: string;
  project_id?: string | null;
};

export type UpdateItem = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "laptop" | "desktop" | "screen" | "other" | null;
  state?: "refurbished" | "for_parts" | "dead" | "other" | null;
  os?: string;
  id: string;
  revision?: number | null;
  serial?: string;
};

export type UpdateJournalLine = {
  id: string;
  revision?: number | null;
  text?: string;
  at?: string | null;
};

export type UpdateLabel = {
  id: string;
  revision?: number | null;
  name?: string;
  color?: string | null;
  project_id?: string | null;
};

export type UpdateLink = {
  id: string;
  revision?: number | null;
  url?: string;
  name?: string;
  description?: string;
  project_id?: string | null;
};

export type UpdateLoan = {
  id: string;
  revision?: number | null;
  name?: string;
  description?: string;
  project_id?: string | null;
  borrower?: "person" | "company";
  contact?: string;
  reference?: string;
  lent_on?: string | null;
  due_on?: string | null;
  price_cents?: number;
  currency?: string;
  accessories?: string;
};

export type UpdateLoanItem = {
  brand?: string;
  model?: string;
  technician?: string;
  notes?: string;
  type?: "laptop" | "desktop" | "screen" | "other" | null;
  state?: "out" | "back";
  id: string;
  revision?: number | null;
  serial?: string;
};

export type UpdateLot = {
  id: string;
  revision?: number | null;
  name?: string;
  description?: string;
  project_id?: string | null;
  received_on?: string | null;
  recovered_at?: string | null;
};

export type UpdateOrder = {
  id: string;
  revision?: number | null;
  name?: string;
  description?: string;
  project_id?: string | null;
  ordered_on?: string | null;
  supplier?: string;
  category?: string;
  currency?: string;
  lines?: SetOrderLine[];
};

export type UpdatePerson = {
  id: string;
  revision?: number | null;
  first_name?: string;
  last_name?: string;
  aliases?: string[];
  email?: string | null;
  role?: string;
  notes?: string;
  team_id?: string | null;
  subteam?: string;
  manager_id?: string | null;
  arrival_date?: string | null;
  left?: boolean;
  contact_only?: boolean;
  account_id?: string | null;
};

export type UpdateProject = {
  id: string;
  revision?: number | null;
  name?: string;
  description?: string;
  status?: ProjectStatus;
  target_date?: string | null;
  progress_percent?: number;
  risk?: ProjectRisk;
  color?: string | null;
  favorite?: boolean;
};

export type UpdateQuestion = {
  id: string;
  revision?: number | null;
  question_id: string;
  question?: string;
  answer?: string;
};

export type UpdateRoom = {
  id: string;
  revision?: number | null;
  name?: string;
  description?: string;
};

export type UpdateScheduled = {
  id: string;
  revision?: number | null;
  content?: string;
  send_at?: string | null;
};

export type UpdateSession = {
  id: string;
  revision?: number | null;
  title?: string;
  project_id?: string | null;
  pinned?: boolean;
  ended_at?: string | null;
};

export type UpdateSituation = {
  id: string;
  revision?: number | null;
  title?: string;
  description?: string;
};

export type UpdateTask = {
  id: string;
  revision?: number | null;
  title?: string;
  description?: string;
  status?: hub_features_tasks_schemas_Status;
  urgent?: boolean;
  important?: boolean;
  deadline?: string | null;
  scheduled_date?: string | null;
  estimate_minutes?: number | null;
  actual_minutes?: number | null;
  tags?: string[];
  assignee_id?: string | null;
  project_id?: string | null;
  parent_id?: string | null;
  rrule?: string | null;
};

export type UpdateTeam = {
  id: string;
  revision?: number | null;
  name?: string;
  color?: string | null;
};

export type UpdateUser = {
  id: string;
  revision?: number | null;
  role?: Role | null;
  disabled?: boolean | null;
  display_name?: string | null;
  email?: string | null;
  locale?: string | null;
  time_zone?: string | null;
};

export type Upload = {
  id: string;
  name: string;
  size: number | null;
  offset: number;
  chunk_size: number;
  complete: boolean;
  expires_at: string;
};

export type User = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  kind: "user" | "bot";
  username: string;
  display_name: string;
  role: Role;
  status: "available" | "busy" | "away" | "dnd";
  status_text: string;
  status_until?: string | null;
  avatar_url?: string | null;
  last_seen_at?: string | null;
  disabled?: boolean;
  email?: string | null;
  locale?: string | null;
  time_zone?: string | null;
};

export type Vendor = {
  id: string;
  created_at: string;
  updated_at: string;
  revision: number;
  owner_id: string;
  name: string;
  department: string | null;
};

export type VendorDepartment = {
  vendor: string;
  department: string | null;
  changed: number;
};

export type VendorTotal = {
  total_cents: number;
  spent_cents: number;
  received_cents: number;
  vat_cents: number;
  count: number;
  vendor: string;
};

export type Version = {
  content: string;
  edited_at: string;
};

export type Versions = {
  panoramix: string;
  python: string;
  mongodb: string;
  started_at: string;
};

export type Vote = {
  id: string;
  option_ids: string[];
};

export type Watch = {
  on?: boolean;
};

export type Watching = {
  on: boolean;
};

export type WhichParts = {
  parts?: ("agenda" | "tasks" | "alarms" | "projects" | "notes" | "unread" | "money")[];
};

export type agents_runtime_operations_Undone = {
  run_id: string;
  undone: number;
  left: number;
};

export type hub_features_accounts_schemas_ListSessions = {
  limit?: number;
  cursor?: string | null;
};

export type hub_features_activity_schemas_Undone = {
  restored: number;
  entries: string[];
};

export type hub_features_agenda_schemas_Scope = "this" | "following";

export type hub_features_agenda_schemas_Source = "manual" | "ics" | "google" | "import";

export type hub_features_agenda_schemas_Status = "tentative" | "confirmed" | "cancelled";

export type hub_features_budget_schemas_ListLines = {
  q?: string | null;
  from?: string | null;
  to?: string | null;
  category?: string | null;
  vendor?: string | null;
  project_id?: string | null;
  department?: string | null;
  sign?: "spent" | "received" | null;
  currency?: string | null;
  batch_id?: string | null;
  limit?: number;
  cursor?: string | null;
  sort?: "date" | "created_at";
};

export type hub_features_budget_schemas_UpdateLine = {
  id: string;
  revision?: number | null;
  date?: string;
  vendor?: string;
  label?: string;
  category?: string;
  amount_cents?: number;
  vat_cents?: number;
  currency?: string;
  project_id?: string | null;
  department?: string | null;
  invoice_id?: string | null;
  invoice_number?: string | null;
  notes?: string;
};

export type hub_features_note_sessions_schemas_ListLines = {
  limit?: number;
  cursor?: string | null;
  id: string;
};

export type hub_features_note_sessions_schemas_ListSessions = {
  limit?: number;
  cursor?: string | null;
  q?: string | null;
  project_id?: string | null;
};

export type hub_features_note_sessions_schemas_UpdateLine = {
  id: string;
  line_id: string;
  text: string;
  revision?: number | null;
};

export type hub_features_notes_schemas_OfNote = {
  limit?: number;
  cursor?: string | null;
  id: string;
};

export type hub_features_notes_schemas_UpdateNote = {
  id: string;
  revision?: number | null;
  title?: string;
  content?: string;
  project_id?: string | null;
  pinned?: boolean;
  archived?: boolean;
  items?: NoteItem[];
  label_ids?: string[];
  rename_links?: boolean;
};

export type hub_features_projects_schemas_ListMembers = {
  limit?: number;
  cursor?: string | null;
  id: string;
};

export type hub_features_reports_documents_Status = "open" | "dismissed" | "deleted";

export type hub_features_rooms_schemas_ListMembers = {
  limit?: number;
  cursor?: string | null;
  id: string;
};

export type hub_features_scheduled_documents_Status = "scheduled" | "sent" | "failed";

export type hub_features_situations_schemas_OfNote = {
  id: string;
  note_id: string;
};

export type hub_features_situations_schemas_UpdateNote = {
  id: string;
  revision?: number | null;
  note_id: string;
  text?: string;
  actor_id?: string | null;
};

export type hub_features_tasks_schemas_Source = {
  kind: "message" | "journal" | "mail" | "import" | "session";
  ids?: string[];
};

export type hub_features_tasks_schemas_Status = "idea" | "todo" | "in_progress" | "done" | "cancelled";

export type hub_features_transfer_schemas_Scope = "mine" | "all";

export interface Operations {
  "account.change_password": { input: ChangePassword; output: Ok };
  "account.get": { input: Nothing; output: User };
  "account.update": { input: UpdateAccount; output: User };
  "activity.export": { input: ExportActivity; output: Exported };
  "activity.get": { input: ById; output: ActivityOut };
  "activity.list": { input: ListActivity; output: Page_ActivityOut };
  "activity.reveal": { input: ById; output: ActivityOut };
  "activity.undo": { input: ById; output: hub_features_activity_schemas_Undone };
  "activity.undo_last": { input: Nothing; output: hub_features_activity_schemas_Undone };
  "activity.watch": { input: Watch; output: Watching };
  "agenda.create": { input: CreateEvent; output: Event };
  "agenda.delete": { input: DeleteEvent; output: Deleted };
  "agenda.export": { input: ExportEvents; output: File };
  "agenda.free": { input: FindFree; output: FreeTime };
  "agenda.get": { input: ById; output: Event };
  "agenda.holidays": { input: ListHolidays; output: Holidays };
  "agenda.import": { input: ImportEvents; output: ImportReport };
  "agenda.list": { input: ListEvents; output: Page_Event };
  "agenda.upcoming": { input: Upcoming; output: Page_Event };
  "agenda.update": { input: UpdateEvent; output: Event };
  "agent.status": { input: Nothing; output: AgentStatus };
  "alarm.create": { input: CreateAlarm; output: Alarm };
  "alarm.delete": { input: ById; output: Deleted };
  "alarm.dismiss": { input: ById; output: Alarm };
  "alarm.get": { input: ById; output: Alarm };
  "alarm.list": { input: ListAlarms; output: Page_Alarm };
  "alarm.snooze": { input: SnoozeAlarm; output: Alarm };
  "alarm.update": { input: UpdateAlarm; output: Alarm };
  "approval.decide": { input: DecideApproval; output: ApprovalOut };
  "approval.list": { input: ListApprovals; output: Page_ApprovalOut };
  "auth.login": { input: Login; output: SignedIn };
  "auth.logout": { input: Nothing; output: Ok };
  "auth.refresh": { input: Nothing; output: SignedIn };
  "auth.register": { input: Register; output: SignedIn };
  "bookmark.create": { input: CreateBookmark; output: Bookmark };
  "bookmark.delete": { input: ById; output: Deleted };
  "bookmark.get": { input: ById; output: Bookmark };
  "bookmark.list": { input: ListBookmarks; output: Page_Bookmark };
  "bookmark.update": { input: UpdateBookmark; output: Bookmark };
  "budget.create": { input: CreateLine; output: BudgetLine };
  "budget.delete": { input: ById; output: Deleted };
  "budget.export": { input: ExportLines; output: BudgetFile };
  "budget.get": { input: ById; output: BudgetLine };
  "budget.import": { input: ImportLines; output: Imported };
  "budget.list": { input: hub_features_budget_schemas_ListLines; output: Page_BudgetLine };
  "budget.preview_import": { input: PreviewImport; output: ImportPreview };
  "budget.set_envelope": { input: SetEnvelope; output: Envelope };
  "budget.set_vendor_department": { input: SetVendorDepartment; output: VendorDepartment };
  "budget.summary": { input: Period; output: Summary };
  "budget.undo_import": { input: UndoImport; output: ImportUndone };
  "budget.update": { input: hub_features_budget_schemas_UpdateLine; output: BudgetLine };
  "client_error.delete": { input: ById; output: Deleted };
  "client_error.list": { input: ListClientErrors; output: Page_ClientError };
  "client_error.report": { input: Report; output: Reported };
  "command.list": { input: Nothing; output: Commands };
  "contact.create": { input: CreateContact; output: Contact };
  "contact.delete": { input: ById; output: Deleted };
  "contact.get": { input: ById; output: Contact };
  "contact.list": { input: ListContacts; output: Page_Contact };
  "contact.update": { input: UpdateContact; output: Contact };
  "dashboard.admin": { input: Nothing; output: AdminDashboard };
  "dashboard.get": { input: WhichParts; output: Dashboard };
  "disk.delete": { input: ById; output: Deleted };
  "disk.get": { input: ById; output: Disk };
  "disk.known": { input: Nothing; output: Known };
  "disk.list": { input: ListDisks; output: Page_Disk };
  "disk.scan": { input: ScanDisk; output: Disk };
  "disk.set_many": { input: SetDisks; output: Counted };
  "disk.update": { input: UpdateDisk; output: Disk };
  "disk_session.create": { input: CreateDiskSession; output: DiskSession };
  "disk_session.delete": { input: ById; output: Deleted };
  "disk_session.get": { input: ById; output: DiskSession };
  "disk_session.list": { input: ListDiskSessions; output: Page_DiskSession };
  "disk_session.update": { input: UpdateDiskSession; output: DiskSession };
  "donation.create": { input: CreateDonation; output: Donation };
  "donation.delete": { input: ById; output: Deleted };
  "donation.get": { input: ById; output: Donation };
  "donation.list": { input: ListDonations; output: Page_Donation };
  "donation.update": { input: UpdateDonation; output: Donation };
  "donation_item.delete": { input: ById; output: Deleted };
  "donation_item.get": { input: ById; output: DonationItem };
  "donation_item.known": { input: Nothing; output: Known };
  "donation_item.list": { input: ListDonationItems; output: Page_DonationItem };
  "donation_item.scan": { input: ScanDonationItem; output: DonationItem };
  "donation_item.set_many": { input: SetDonationItems; output: Counted };
  "donation_item.update": { input: UpdateDonationItem; output: DonationItem };
  "draft.delete": { input: OfRoom; output: Ok };
  "draft.list": { input: ListDrafts; output: Page_Draft };
  "draft.save": { input: SaveDraft; output: SavedDraft };
  "file.abort_upload": { input: ById; output: Deleted };
  "file.attach": { input: AttachTo; output: StoredFile };
  "file.begin_upload": { input: BeginUpload; output: Upload };
  "file.create": { input: CreateFile; output: StoredFile };
  "file.delete": { input: ById; output: Deleted };
  "file.gallery": { input: ListGallery; output: Page_StoredFile };
  "file.get": { input: ById; output: StoredFile };
  "file.list": { input: ListFiles; output: Page_StoredFile };
  "file.sign": { input: SignFile; output: FileLink };
  "file.update": { input: UpdateFile; output: StoredFile };
  "file.upload_state": { input: ById; output: Upload };
  "invitation.create": { input: CreateInvitation; output: NewInvitation };
  "invitation.list": { input: PageInput; output: Page_InvitationOut };
  "invitation.revoke": { input: ById; output: Deleted };
  "journal.create": { input: CreateJournalLine; output: JournalLine };
  "journal.delete": { input: ById; output: Deleted };
  "journal.delete_summary": { input: ById; output: Deleted };
  "journal.fix": { input: ById; output: Thinking };
  "journal.get": { input: ById; output: JournalLine };
  "journal.get_summary": { input: ById; output: JournalSummary };
  "journal.list": { input: ListJournal; output: Page_JournalLine };
  "journal.make_task": { input: MakeJournalTask; output: JournalSummary };
  "journal.summaries": { input: PageInput; output: Page_JournalSummary };
  "journal.summarize": { input: SummarizeJournal; output: Thinking };
  "journal.update": { input: UpdateJournalLine; output: JournalLine };
  "link.create": { input: CreateLink; output: Link };
  "link.delete": { input: ById; output: Deleted };
  "link.get": { input: ById; output: Link };
  "link.list": { input: ListLinks; output: Page_Link };
  "link.open": { input: OpenLink; output: Opened };
  "link.update": { input: UpdateLink; output: Link };
  "loan.create": { input: CreateLoan; output: Loan };
  "loan.delete": { input: ById; output: Deleted };
  "loan.get": { input: ById; output: Loan };
  "loan.give_out": { input: SomeOfLoan; output: Loan };
  "loan.list": { input: ListLoans; output: Page_Loan };
  "loan.take_back": { input: SomeOfLoan; output: Loan };
  "loan.update": { input: UpdateLoan; output: Loan };
  "loan_item.delete": { input: ById; output: Deleted };
  "loan_item.get": { input: ById; output: LoanItem };
  "loan_item.known": { input: Nothing; output: Known };
  "loan_item.list": { input: ListLoanItems; output: Page_LoanItem };
  "loan_item.scan": { input: ScanLoanItem; output: LoanItem };
  "loan_item.set_many": { input: SetLoanItems; output: Counted };
  "loan_item.update": { input: UpdateLoanItem; output: LoanItem };
  "lot.create": { input: CreateLot; output: Lot };
  "lot.delete": { input: ById; output: Deleted };
  "lot.finish": { input: ById; output: Lot };
  "lot.get": { input: ById; output: Lot };
  "lot.list": { input: ListLots; output: Page_Lot };
  "lot.reopen": { input: ById; output: Lot };
  "lot.update": { input: UpdateLot; output: Lot };
  "lot_item.delete": { input: ById; output: Deleted };
  "lot_item.get": { input: ById; output: LotItem };
  "lot_item.known": { input: Nothing; output: Known };
  "lot_item.list": { input: ListItems; output: Page_LotItem };
  "lot_item.scan": { input: ScanItem; output: LotItem };
  "lot_item.set_many": { input: SetItems; output: Counted };
  "lot_item.update": { input: UpdateItem; output: LotItem };
  "message.around": { input: AroundMessage; output: Around };
  "message.delete": { input: ById; output: Message };
  "message.edit": { input: EditMessage; output: Message };
  "message.get": { input: ById; output: Message };
  "message.history": { input: ById; output: History };
  "message.list": { input: ListMessages; output: Page_Message };
  "message.pin": { input: ById; output: Message };
  "message.react": { input: React; output: Message };
  "message.send": { input: SendMessage; output: Message };
  "message.thread": { input: ReadThread; output: Thread };
  "message.unpin": { input: ById; output: Message };
  "message.unreact": { input: React; output: Message };
  "note.backlinks": { input: hub_features_notes_schemas_OfNote; output: Page_Backlink };
  "note.create": { input: CreateNote; output: Note };
  "note.delete": { input: ById; output: Deleted };
  "note.get": { input: ById; output: Note };
  "note.list": { input: ListNotes; output: Page_Note };
  "note.restore_revision": { input: RestoreRevision; output: Note };
  "note.revisions": { input: ListRevisions; output: Page_NoteRevision };
  "note.update": { input: hub_features_notes_schemas_UpdateNote; output: Note };
  "note_label.create": { input: CreateLabel; output: NoteLabel };
  "note_label.delete": { input: ById; output: Deleted };
  "note_label.get": { input: ById; output: NoteLabel };
  "note_label.list": { input: ListLabels; output: Page_NoteLabel };
  "note_label.update": { input: UpdateLabel; output: NoteLabel };
  "note_session.add_line": { input: AddLine; output: NoteLine };
  "note_session.coach": { input: ById; output: Thinking };
  "note_session.create": { input: CreateSession; output: NoteSession };
  "note_session.delete": { input: ById; output: Deleted };
  "note_session.delete_line": { input: OfLine; output: Deleted };
  "note_session.get": { input: ById; output: NoteSession };
  "note_session.lines": { input: hub_features_note_sessions_schemas_ListLines; output: Page_NoteLine };
  "note_session.list": { input: hub_features_note_sessions_schemas_ListSessions; output: Page_NoteSession };
  "note_session.make_task": { input: MakeTask; output: NoteSession };
  "note_session.move_line": { input: MoveLine; output: NoteLine };
  "note_session.summarize": { input: ById; output: Thinking };
  "note_session.update": { input: UpdateSession; output: NoteSession };
  "note_session.update_line": { input: hub_features_note_sessions_schemas_UpdateLine; output: NoteLine };
  "order.create": { input: CreateOrder; output: Order };
  "order.delete": { input: ById; output: Deleted };
  "order.get": { input: ById; output: Order };
  "order.known": { input: Nothing; output: KnownOfOrders };
  "order.list": { input: ListOrders; output: Page_Order };
  "order.update": { input: UpdateOrder; output: Order };
  "person.create": { input: CreatePerson; output: Person };
  "person.delete": { input: ById; output: Deleted };
  "person.get": { input: ById; output: Person };
  "person.list": { input: ListPeople; output: Page_Person };
  "person.reports": { input: OfPerson; output: Reports };
  "person.update": { input: UpdatePerson; output: Person };
  "poll.close": { input: ById; output: Poll };
  "poll.create": { input: CreatePoll; output: Poll };
  "poll.get": { input: ById; output: Poll };
  "poll.list": { input: ListPolls; output: Page_Poll };
  "poll.vote": { input: Vote; output: Poll };
  "project.create": { input: CreateProject; output: Project };
  "project.delete": { input: ById; output: Deleted };
  "project.get": { input: ById; output: Project };
  "project.leave": { input: ById; output: Ok };
  "project.list": { input: ListProjects; output: Page_Project };
  "project.members": { input: hub_features_projects_schemas_ListMembers; output: Page_ProjectMember };
  "project.move": { input: MoveProject; output: Project };
  "project.remove_member": { input: NamedMember; output: Ok };
  "project.set_member": { input: SetMember; output: Project };
  "project.update": { input: UpdateProject; output: Project };
  "reception.history": { input: OfSerial; output: SerialHistory };
  "reception.trace": { input: Trace; output: Page_Traced };
  "report.create": { input: CreateReport; output: MessageReport };
  "report.get": { input: ById; output: MessageReport };
  "report.list": { input: ListReports; output: Page_MessageReport };
  "report.resolve": { input: ResolveReport; output: MessageReport };
  "report.reveal": { input: ById; output: Revealed };
  "room.add_member": { input: ChangeMember; output: Ok };
  "room.create": { input: CreateRoom; output: RoomState };
  "room.delete": { input: ById; output: Deleted };
  "room.get": { input: ById; output: RoomState };
  "room.join": { input: ById; output: Ok };
  "room.leave": { input: ById; output: Ok };
  "room.list": { input: ListRooms; output: Page_RoomState };
  "room.members": { input: hub_features_rooms_schemas_ListMembers; output: Page_RoomMember };
  "room.read": { input: ReadRoom; output: RoomState };
  "room.remove_member": { input: ChangeMember; output: Ok };
  "room.set_preferences": { input: Preferences; output: RoomState };
  "room.sync": { input: SyncRoom; output: Synced };
  "room.threads": { input: ListThreads; output: ThreadPage };
  "room.update": { input: UpdateRoom; output: RoomState };
  "run.cancel": { input: ById; output: RunOut };
  "run.get": { input: ById; output: RunOut };
  "run.list": { input: ListRuns; output: Page_RunOut };
  "run.undo": { input: ById; output: agents_runtime_operations_Undone };
  "scheduled.create": { input: CreateScheduled; output: ScheduledMessage };
  "scheduled.delete": { input: ById; output: Deleted };
  "scheduled.get": { input: ById; output: ScheduledMessage };
  "scheduled.list": { input: ListScheduled; output: Page_ScheduledMessage };
  "scheduled.send_now": { input: ById; output: ScheduledMessage };
  "scheduled.update": { input: UpdateScheduled; output: ScheduledMessage };
  "search.collection_info": { input: Nothing; output: CollectionInfo };
  "search.find": { input: Find; output: Results };
  "search.rebuild": { input: Nothing; output: Ok };
  "search.similar": { input: Similar; output: Results };
  "search.status": { input: Nothing; output: SearchStatus };
  "session.list": { input: hub_features_accounts_schemas_ListSessions; output: Page_SessionOut };
  "session.revoke": { input: ById; output: Deleted };
  "session.revoke_others": { input: Nothing; output: Revoked };
  "situation.actors": { input: ListParts; output: Page_SituationActor };
  "situation.add_actor": { input: AddActor; output: SituationActor };
  "situation.add_note": { input: AddNote; output: SituationNote };
  "situation.add_question": { input: AddQuestion; output: SituationQuestion };
  "situation.ask_questions": { input: OfActor; output: Thinking };
  "situation.create": { input: CreateSituation; output: Situation };
  "situation.delete": { input: ById; output: Deleted };
  "situation.delete_actor": { input: OfActor; output: Deleted };
  "situation.delete_note": { input: hub_features_situations_schemas_OfNote; output: Deleted };
  "situation.delete_question": { input: OfQuestion; output: Deleted };
  "situation.delete_summary": { input: OfSummary; output: Deleted };
  "situation.get": { input: ById; output: Situation };
  "situation.list": { input: ListSituations; output: Page_Situation };
  "situation.notes": { input: ListParts; output: Page_SituationNote };
  "situation.propose_actors": { input: ById; output: Thinking };
  "situation.questions": { input: ListParts; output: Page_SituationQuestion };
  "situation.summaries": { input: ListParts; output: Page_SituationSummary };
  "situation.summarize": { input: ById; output: Thinking };
  "situation.update": { input: UpdateSituation; output: Situation };
  "situation.update_actor": { input: UpdateActor; output: SituationActor };
  "situation.update_note": { input: hub_features_situations_schemas_UpdateNote; output: SituationNote };
  "situation.update_question": { input: UpdateQuestion; output: SituationQuestion };
  "task.comment": { input: CommentTask; output: TaskComment };
  "task.comments": { input: ListComments; output: Page_TaskComment };
  "task.complete": { input: ById; output: Task };
  "task.create": { input: CreateTask; output: Task };
  "task.delete": { input: ById; output: Deleted };
  "task.delete_comment": { input: DeleteComment; output: Deleted };
  "task.get": { input: ById; output: Task };
  "task.list": { input: ListTasks; output: Page_Task };
  "task.move": { input: MoveTask; output: Task };
  "task.reopen": { input: ById; output: Task };
  "task.update": { input: UpdateTask; output: Task };
  "team.can_remove": { input: OfTeam; output: CanRemove };
  "team.create": { input: CreateTeam; output: Team };
  "team.delete": { input: ById; output: Deleted };
  "team.get": { input: ById; output: Team };
  "team.list": { input: ListTeams; output: Page_Team };
  "team.reassign": { input: ReassignTeam; output: Reassigned };
  "team.update": { input: UpdateTeam; output: Team };
  "token.create": { input: CreateToken; output: NewToken };
  "token.list": { input: ListTokens; output: Page_Token };
  "token.revoke": { input: ById; output: Deleted };
  "transfer.cancel": { input: ById; output: Transfer };
  "transfer.delete": { input: ById; output: Deleted };
  "transfer.export": { input: ExportData; output: Transfer };
  "transfer.get": { input: ById; output: Transfer };
  "transfer.import_file": { input: ImportFile; output: Transfer };
  "transfer.list": { input: ListTransfers; output: Page_Transfer };
  "transfer.undo": { input: ById; output: Transfer };
  "user.create": { input: CreateUser; output: PasswordGiven };
  "user.disable": { input: ById; output: User };
  "user.enable": { input: ById; output: User };
  "user.get": { input: ById; output: User };
  "user.list": { input: ListUsers; output: Page_User };
  "user.reset_password": { input: ResetPassword; output: PasswordGiven };
  "user.update": { input: UpdateUser; output: User };
}

export interface Entities {
  "user": User;
  "agenda": Event;
  "alarm": Alarm;
  "bookmark": Bookmark;
  "budget": BudgetLine;
  "budget_envelope": Envelope;
  "budget_vendor": Vendor;
  "contact": Contact;
  "file": StoredFile;
  "journal": JournalLine;
  "journal_summary": JournalSummary;
  "link": Link;
  "message": Message;
  "note": Note;
  "note_label": NoteLabel;
  "note_session": NoteSession;
  "note_line": NoteLine;
  "person": Person;
  "poll": Poll;
  "poll_vote": PollVote;
  "project": Project;
  "project_member": ProjectMember;
  "lot": Lot;
  "disk_session": DiskSession;
  "order": Order;
  "loan": Loan;
  "donation": Donation;
  "lot_item": LotItem;
  "disk": Disk;
  "loan_item": LoanItem;
  "donation_item": DonationItem;
  "report": MessageReport;
  "room": Room;
  "membership": RoomMember;
  "scheduled_message": ScheduledMessage;
  "situation": Situation;
  "situation_actor": SituationActor;
  "situation_note": SituationNote;
  "situation_question": SituationQuestion;
  "situation_summary": SituationSummary;
  "task": Task;
  "task_comment": TaskComment;
  "team": Team;
  "transfer": Transfer;
}

export const routes = {
  "account.change_password": ["POST", "/api/auth/password"],
  "account.get": ["GET", "/api/auth/me"],
  "account.update": ["PATCH", "/api/auth/me"],
  "activity.export": ["GET", "/api/activity/export"],
  "activity.get": ["GET", "/api/activity/{id}"],
  "activity.list": ["GET", "/api/activity"],
  "activity.reveal": ["POST", "/api/activity/{id}/reveal"],
  "activity.undo": ["POST", "/api/activity/{id}/undo"],
  "activity.undo_last": ["POST", "/api/activity/undo-last"],
  "agenda.create": ["POST", "/api/agenda"],
  "agenda.delete": ["DELETE", "/api/agenda/{id}"],
  "agenda.export": ["GET", "/api/agenda/export"],
  "agenda.free": ["GET", "/api/agenda/free"],
  "agenda.get": ["GET", "/api/agenda/{id}"],
  "agenda.holidays": ["GET", "/api/agenda/holidays"],
  "agenda.import": ["POST", "/api/agenda/import"],
  "agenda.list": ["GET", "/api/agenda"],
  "agenda.upcoming": ["GET", "/api/agenda/upcoming"],
  "agenda.update": ["PATCH", "/api/agenda/{id}"],
  "agent.status": ["GET", "/api/agent/status"],
  "alarm.create": ["POST", "/api/alarms"],
  "alarm.delete": ["DELETE", "/api/alarms/{id}"],
  "alarm.dismiss": ["POST", "/api/alarms/{id}/dismiss"],
  "alarm.get": ["GET", "/api/alarms/{id}"],
  "alarm.list": ["GET", "/api/alarms"],
  "alarm.snooze": ["POST", "/api/alarms/{id}/snooze"],
  "alarm.update": ["PATCH", "/api/alarms/{id}"],
  "approval.decide": ["POST", "/api/approvals/{id}"],
  "approval.list": ["GET", "/api/approvals"],
  "auth.login": ["POST", "/api/auth/login"],
  "auth.logout": ["POST", "/api/auth/logout"],
  "auth.refresh": ["POST", "/api/auth/refresh"],
  "auth.register": ["POST", "/api/auth/register"],
  "bookmark.create": ["POST", "/api/bookmarks"],
  "bookmark.delete": ["DELETE", "/api/bookmarks/{id}"],
  "bookmark.get": ["GET", "/api/bookmarks/{id}"],
  "bookmark.list": ["GET", "/api/bookmarks"],
  "bookmark.update": ["PATCH", "/api/bookmarks/{id}"],
  "budget.create": ["POST", "/api/budget"],
  "budget.delete": ["DELETE", "/api/budget/{id}"],
  "budget.export": ["GET", "/api/budget/export"],
  "budget.get": ["GET", "/api/budget/{id}"],
  "budget.import": ["POST", "/api/budget/import"],
  "budget.list": ["GET", "/api/budget"],
  "budget.preview_import": ["POST", "/api/budget/import/preview"],
  "budget.set_envelope": ["PUT", "/api/budget/envelopes"],
  "budget.set_vendor_department": ["POST", "/api/budget/vendors/department"],
  "budget.summary": ["GET", "/api/budget/summary"],
  "budget.undo_import": ["POST", "/api/budget/import/{batch_id}/undo"],
  "budget.update": ["PATCH", "/api/budget/{id}"],
  "client_error.delete": ["DELETE", "/api/client-errors/{id}"],
  "client_error.list": ["GET", "/api/client-errors"],
  "client_error.report": ["POST", "/api/client-errors"],
  "command.list": ["GET", "/api/commands"],
  "contact.create": ["POST", "/api/contacts"],
  "contact.delete": ["DELETE", "/api/contacts/{id}"],
  "contact.get": ["GET", "/api/contacts/{id}"],
  "contact.list": ["GET", "/api/contacts"],
  "contact.update": ["PATCH", "/api/contacts/{id}"],
  "dashboard.admin": ["GET", "/api/dashboard/admin"],
  "dashboard.get": ["GET", "/api/dashboard"],
  "disk.delete": ["DELETE", "/api/disks/{id}"],
  "disk.get": ["GET", "/api/disks/{id}"],
  "disk.known": ["GET", "/api/disks/known"],
  "disk.list": ["GET", "/api/disks"],
  "disk.scan": ["POST", "/api/disk-sessions/{session_id}/disks"],
  "disk.set_many": ["POST", "/api/disks/set"],
  "disk.update": ["PATCH", "/api/disks/{id}"],
  "disk_session.create": ["POST", "/api/disk-sessions"],
  "disk_session.delete": ["DELETE", "/api/disk-sessions/{id}"],
  "disk_session.get": ["GET", "/api/disk-sessions/{id}"],
  "disk_session.list": ["GET", "/api/disk-sessions"],
  "disk_session.update": ["PATCH", "/api/disk-sessions/{id}"],
  "donation.create": ["POST", "/api/donations"],
  "donation.delete": ["DELETE", "/api/donations/{id}"],
  "donation.get": ["GET", "/api/donations/{id}"],
  "donation.list": ["GET", "/api/donations"],
  "donation.update": ["PATCH", "/api/donations/{id}"],
  "donation_item.delete": ["DELETE", "/api/donation-items/{id}"],
  "donation_item.get": ["GET", "/api/donation-items/{id}"],
  "donation_item.known": ["GET", "/api/donation-items/known"],
  "donation_item.list": ["GET", "/api/donation-items"],
  "donation_item.scan": ["POST", "/api/donations/{donation_id}/items"],
  "donation_item.set_many": ["POST", "/api/donation-items/set"],
  "donation_item.update": ["PATCH", "/api/donation-items/{id}"],
  "draft.delete": ["DELETE", "/api/drafts/{room_id}"],
  "draft.list": ["GET", "/api/drafts"],
  "draft.save": ["PUT", "/api/drafts/{room_id}"],
  "file.abort_upload": ["DELETE", "/api/files/uploads/{id}"],
  "file.attach": ["PUT", "/api/files/{id}/belongs-to"],
  "file.begin_upload": ["POST", "/api/files/uploads"],
  "file.create": ["POST", "/api/files/uploads/{upload_id}/finish"],
  "file.delete": ["DELETE", "/api/files/{id}"],
  "file.gallery": ["GET", "/api/gallery"],
  "file.get": ["GET", "/api/files/{id}"],
  "file.list": ["GET", "/api/files"],
  "file.sign": ["GET", "/api/files/{id}/link"],
  "file.update": ["PATCH", "/api/files/{id}"],
  "file.upload_state": ["GET", "/api/files/uploads/{id}"],
  "invitation.create": ["POST", "/api/invitations"],
  "invitation.list": ["GET", "/api/invitations"],
  "invitation.revoke": ["DELETE", "/api/invitations/{id}"],
  "journal.create": ["POST", "/api/journal"],
  "journal.delete": ["DELETE", "/api/journal/{id}"],
  "journal.delete_summary": ["DELETE", "/api/journal-summaries/{id}"],
  "journal.fix": ["POST", "/api/journal/{id}/fix"],
  "journal.get": ["GET", "/api/journal/{id}"],
  "journal.get_summary": ["GET", "/api/journal-summaries/{id}"],
  "journal.list": ["GET", "/api/journal"],
  "journal.make_task": ["POST", "/api/journal-summaries/{id}/tasks"],
  "journal.summaries": ["GET", "/api/journal-summaries"],
  "journal.summarize": ["POST", "/api/journal/summarize"],
  "journal.update": ["PATCH", "/api/journal/{id}"],
  "link.create": ["POST", "/api/links"],
  "link.delete": ["DELETE", "/api/links/{id}"],
  "link.get": ["GET", "/api/links/{id}"],
  "link.list": ["GET", "/api/links"],
  "link.open": ["POST", "/api/links/{id}/open"],
  "link.update": ["PATCH", "/api/links/{id}"],
  "loan.create": ["POST", "/api/loans"],
  "loan.delete": ["DELETE", "/api/loans/{id}"],
  "loan.get": ["GET", "/api/loans/{id}"],
  "loan.give_out": ["POST", "/api/loans/{id}/give-out"],
  "loan.list": ["GET", "/api/loans"],
  "loan.take_back": ["POST", "/api/loans/{id}/take-back"],
  "loan.update": ["PATCH", "/api/loans/{id}"],
  "loan_item.delete": ["DELETE", "/api/loan-items/{id}"],
  "loan_item.get": ["GET", "/api/loan-items/{id}"],
  "loan_item.known": ["GET", "/api/loan-items/known"],
  "loan_item.list": ["GET", "/api/loan-items"],
  "loan_item.scan": ["POST", "/api/loans/{loan_id}/items"],
  "loan_item.set_many": ["POST", "/api/loan-items/set"],
  "loan_item.update": ["PATCH", "/api/loan-items/{id}"],
  "lot.create": ["POST", "/api/lots"],
  "lot.delete": ["DELETE", "/api/lots/{id}"],
  "lot.finish": ["POST", "/api/lots/{id}/finish"],
  "lot.get": ["GET", "/api/lots/{id}"],
  "lot.list": ["GET", "/api/lots"],
  "lot.reopen": ["POST", "/api/lots/{id}/reopen"],
  "lot.update": ["PATCH", "/api/lots/{id}"],
  "lot_item.delete": ["DELETE", "/api/lot-items/{id}"],
  "lot_item.get": ["GET", "/api/lot-items/{id}"],
  "lot_item.known": ["GET", "/api/lot-items/known"],
  "lot_item.list": ["GET", "/api/lot-items"],
  "lot_item.scan": ["POST", "/api/lots/{lot_id}/items"],
  "lot_item.set_many": ["POST", "/api/lot-items/set"],
  "lot_item.update": ["PATCH", "/api/lot-items/{id}"],
  "message.around": ["GET", "/api/messages/{id}/around"],
  "message.delete": ["DELETE", "/api/messages/{id}"],
  "message.edit": ["PATCH", "/api/messages/{id}"],
  "message.get": ["GET", "/api/messages/{id}"],
  "message.history": ["GET", "/api/messages/{id}/history"],
  "message.list": ["GET", "/api/rooms/{room_id}/messages"],
  "message.pin": ["PUT", "/api/messages/{id}/pin"],
  "message.react": ["PUT", "/api/messages/{id}/reactions/{emoji}"],
  "message.send": ["POST", "/api/rooms/{room_id}/messages"],
  "message.thread": ["GET", "/api/messages/{id}/thread"],
  "message.unpin": ["DELETE", "/api/messages/{id}/pin"],
  "message.unreact": ["DELETE", "/api/messages/{id}/reactions/{emoji}"],
  "note.backlinks": ["GET", "/api/notes/{id}/backlinks"],
  "note.create": ["POST", "/api/notes"],
  "note.delete": ["DELETE", "/api/notes/{id}"],
  "note.get": ["GET", "/api/notes/{id}"],
  "note.list": ["GET", "/api/notes"],
  "note.restore_revision": ["POST", "/api/notes/{id}/revisions/{revision_id}/restore"],
  "note.revisions": ["GET", "/api/notes/{id}/revisions"],
  "note.update": ["PATCH", "/api/notes/{id}"],
  "note_label.create": ["POST", "/api/note-labels"],
  "note_label.delete": ["DELETE", "/api/note-labels/{id}"],
  "note_label.get": ["GET", "/api/note-labels/{id}"],
  "note_label.list": ["GET", "/api/note-labels"],
  "note_label.update": ["PATCH", "/api/note-labels/{id}"],
  "note_session.add_line": ["POST", "/api/note-sessions/{id}/lines"],
  "note_session.coach": ["POST", "/api/note-sessions/{id}/coach"],
  "note_session.create": ["POST", "/api/note-sessions"],
  "note_session.delete": ["DELETE", "/api/note-sessions/{id}"],
  "note_session.delete_line": ["DELETE", "/api/note-sessions/{id}/lines/{line_id}"],
  "note_session.get": ["GET", "/api/note-sessions/{id}"],
  "note_session.lines": ["GET", "/api/note-sessions/{id}/lines"],
  "note_session.list": ["GET", "/api/note-sessions"],
  "note_session.make_task": ["POST", "/api/note-sessions/{id}/tasks"],
  "note_session.move_line": ["POST", "/api/note-sessions/{id}/lines/{line_id}/move"],
  "note_session.summarize": ["POST", "/api/note-sessions/{id}/summarize"],
  "note_session.update": ["PATCH", "/api/note-sessions/{id}"],
  "note_session.update_line": ["PATCH", "/api/note-sessions/{id}/lines/{line_id}"],
  "order.create": ["POST", "/api/orders"],
  "order.delete": ["DELETE", "/api/orders/{id}"],
  "order.get": ["GET", "/api/orders/{id}"],
  "order.known": ["GET", "/api/orders/known"],
  "order.list": ["GET", "/api/orders"],
  "order.update": ["PATCH", "/api/orders/{id}"],
  "person.create": ["POST", "/api/people"],
  "person.delete": ["DELETE", "/api/people/{id}"],
  "person.get": ["GET", "/api/people/{id}"],
  "person.list": ["GET", "/api/people"],
  "person.reports": ["GET", "/api/people/{id}/reports"],
  "person.update": ["PATCH", "/api/people/{id}"],
  "poll.close": ["POST", "/api/polls/{id}/close"],
  "poll.create": ["POST", "/api/polls"],
  "poll.get": ["GET", "/api/polls/{id}"],
  "poll.list": ["GET", "/api/polls"],
  "poll.vote": ["POST", "/api/polls/{id}/vote"],
  "project.create": ["POST", "/api/projects"],
  "project.delete": ["DELETE", "/api/projects/{id}"],
  "project.get": ["GET", "/api/projects/{id}"],
  "project.leave": ["POST", "/api/projects/{id}/leave"],
  "project.list": ["GET", "/api/projects"],
  "project.members": ["GET", "/api/projects/{id}/members"],
  "project.move": ["POST", "/api/projects/{id}/move"],
  "project.remove_member": ["DELETE", "/api/projects/{id}/members/{user_id}"],
  "project.set_member": ["PUT", "/api/projects/{id}/members/{user_id}"],
  "project.update": ["PATCH", "/api/projects/{id}"],
  "reception.history": ["GET", "/api/traceability/history"],
  "reception.trace": ["GET", "/api/traceability"],
  "report.create": ["POST", "/api/reports"],
  "report.get": ["GET", "/api/reports/{id}"],
  "report.list": ["GET", "/api/reports"],
  "report.resolve": ["POST", "/api/reports/{id}/resolve"],
  "report.reveal": ["POST", "/api/reports/{id}/reveal"],
  "room.add_member": ["POST", "/api/rooms/{id}/members"],
  "room.create": ["POST", "/api/rooms"],
  "room.delete": ["DELETE", "/api/rooms/{id}"],
  "room.get": ["GET", "/api/rooms/{id}"],
  "room.join": ["POST", "/api/rooms/{id}/join"],
  "room.leave": ["POST", "/api/rooms/{id}/leave"],
  "room.list": ["GET", "/api/rooms"],
  "room.members": ["GET", "/api/rooms/{id}/members"],
  "room.read": ["POST", "/api/rooms/{id}/read"],
  "room.remove_member": ["DELETE", "/api/rooms/{id}/members/{user_id}"],
  "room.set_preferences": ["PUT", "/api/rooms/{id}/preferences"],
  "room.sync": ["GET", "/api/rooms/{room_id}/sync"],
  "room.threads": ["GET", "/api/rooms/{room_id}/threads"],
  "room.update": ["PATCH", "/api/rooms/{id}"],
  "run.cancel": ["POST", "/api/runs/{id}/cancel"],
  "run.get": ["GET", "/api/runs/{id}"],
  "run.list": ["GET", "/api/runs"],
  "run.undo": ["POST", "/api/runs/{id}/undo"],
  "scheduled.create": ["POST", "/api/scheduled"],
  "scheduled.delete": ["DELETE", "/api/scheduled/{id}"],
  "scheduled.get": ["GET", "/api/scheduled/{id}"],
  "scheduled.list": ["GET", "/api/scheduled"],
  "scheduled.send_now": ["POST", "/api/scheduled/{id}/send-now"],
  "scheduled.update": ["PATCH", "/api/scheduled/{id}"],
  "search.collection_info": ["GET", "/api/search/collection-info"],
  "search.find": ["GET", "/api/search"],
  "search.rebuild": ["POST", "/api/search/rebuild"],
  "search.similar": ["GET", "/api/search/similar"],
  "search.status": ["GET", "/api/search/ai-status"],
  "session.list": ["GET", "/api/auth/sessions"],
  "session.revoke": ["DELETE", "/api/auth/sessions/{id}"],
  "session.revoke_others": ["DELETE", "/api/auth/sessions"],
  "situation.actors": ["GET", "/api/situations/{id}/actors"],
  "situation.add_actor": ["POST", "/api/situations/{id}/actors"],
  "situation.add_note": ["POST", "/api/situations/{id}/notes"],
  "situation.add_question": ["POST", "/api/situations/{id}/questions"],
  "situation.ask_questions": ["POST", "/api/situations/{id}/actors/{actor_id}/ask-questions"],
  "situation.create": ["POST", "/api/situations"],
  "situation.delete": ["DELETE", "/api/situations/{id}"],
  "situation.delete_actor": ["DELETE", "/api/situations/{id}/actors/{actor_id}"],
  "situation.delete_note": ["DELETE", "/api/situations/{id}/notes/{note_id}"],
  "situation.delete_question": ["DELETE", "/api/situations/{id}/questions/{question_id}"],
  "situation.delete_summary": ["DELETE", "/api/situations/{id}/summaries/{summary_id}"],
  "situation.get": ["GET", "/api/situations/{id}"],
  "situation.list": ["GET", "/api/situations"],
  "situation.notes": ["GET", "/api/situations/{id}/notes"],
  "situation.propose_actors": ["POST", "/api/situations/{id}/propose-actors"],
  "situation.questions": ["GET", "/api/situations/{id}/questions"],
  "situation.summaries": ["GET", "/api/situations/{id}/summaries"],
  "situation.summarize": ["POST", "/api/situations/{id}/summarize"],
  "situation.update": ["PATCH", "/api/situations/{id}"],
  "situation.update_actor": ["PATCH", "/api/situations/{id}/actors/{actor_id}"],
  "situation.update_note": ["PATCH", "/api/situations/{id}/notes/{note_id}"],
  "situation.update_question": ["PATCH", "/api/situations/{id}/questions/{question_id}"],
  "task.comment": ["POST", "/api/tasks/{id}/comments"],
  "task.comments": ["GET", "/api/tasks/{id}/comments"],
  "task.complete": ["POST", "/api/tasks/{id}/complete"],
  "task.create": ["POST", "/api/tasks"],
  "task.delete": ["DELETE", "/api/tasks/{id}"],
  "task.delete_comment": ["DELETE", "/api/tasks/{id}/comments/{comment_id}"],
  "task.get": ["GET", "/api/tasks/{id}"],
  "task.list": ["GET", "/api/tasks"],
  "task.move": ["POST", "/api/tasks/{id}/move"],
  "task.reopen": ["POST", "/api/tasks/{id}/reopen"],
  "task.update": ["PATCH", "/api/tasks/{id}"],
  "team.can_remove": ["GET", "/api/teams/{id}/can-remove"],
  "team.create": ["POST", "/api/teams"],
  "team.delete": ["DELETE", "/api/teams/{id}"],
  "team.get": ["GET", "/api/teams/{id}"],
  "team.list": ["GET", "/api/teams"],
  "team.reassign": ["POST", "/api/teams/{id}/reassign"],
  "team.update": ["PATCH", "/api/teams/{id}"],
  "token.create": ["POST", "/api/tokens"],
  "token.list": ["GET", "/api/tokens"],
  "token.revoke": ["DELETE", "/api/tokens/{id}"],
  "transfer.cancel": ["POST", "/api/transfers/{id}/cancel"],
  "transfer.delete": ["DELETE", "/api/transfers/{id}"],
  "transfer.export": ["POST", "/api/transfers/export"],
  "transfer.get": ["GET", "/api/transfers/{id}"],
  "transfer.import_file": ["POST", "/api/transfers/import"],
  "transfer.list": ["GET", "/api/transfers"],
  "transfer.undo": ["POST", "/api/transfers/{id}/undo"],
  "user.create": ["POST", "/api/users"],
  "user.disable": ["POST", "/api/users/{id}/disable"],
  "user.enable": ["POST", "/api/users/{id}/enable"],
  "user.get": ["GET", "/api/users/{id}"],
  "user.list": ["GET", "/api/users"],
  "user.reset_password": ["POST", "/api/users/{id}/reset-password"],
  "user.update": ["PATCH", "/api/users/{id}"],
} as const;
