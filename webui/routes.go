package webui

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/webui/api"
)

// routes is every route of the service, on one page. An API route needs a live
// session unless it says open.
func (s *Server) routes(engine *gin.Engine, v1 *gin.RouterGroup) {
	engine.GET("/healthz", s.healthz)
	engine.GET("/readyz", s.readyz)
	engine.GET("/api/openapi.json", s.openAPIJSON)
	engine.GET("/api/openapi.yaml", s.openAPIYAML)
	engine.GET("/api/docs", s.docs)
	engine.GET("/api/docs.js", s.docsScript)
	engine.GET("/api/docs.css", s.docsStyle)
	engine.GET("/calendar/:file", s.calendar)
	engine.HEAD("/calendar/:file", s.calendar)
	v1.GET("/ws", s.websocket)

	route(s, post("/session", "createSession", "Log in").open(), s.sessionCreate)
	route(s, remove("/session", "deleteSession", "Log out").inPerson(), s.sessionDelete)
	route(s, get("/me", "getMe", "The logged-in user"), s.me)
	route(s, patch("/me", "updateMe", "Change your own name, language or time zone"), s.meUpdate)
	route(s, post("/me/password", "changePassword", "Choose a new password; other sessions end").inPerson().answers(http.StatusNoContent), s.passwordChange)

	route(s, get("/contacts", "listContacts", "List and search contacts"), s.contactList)
	route(s, post("/contacts", "createContact", "Make a contact").answers(http.StatusCreated), s.contactCreate)
	route(s, get("/contacts/statuses", "listContactStatuses", "Statuses in use"), s.contactStatuses)
	route(s, get("/contacts/export.csv", "exportContactsCSV", "Contacts as CSV, filtered as the list").sends("text/csv"), s.contactExportCSV)
	route(s, get("/contacts/export.xlsx", "exportContactsXLSX", "Contacts as an Excel workbook, filtered as the list").sends(mediaXLSX), s.contactExportXLSX)
	route(s, get("/contacts/{id}/vcard", "getContactVCard", "One contact as a vCard 4.0").sends("text/vcard"), s.contactVCard)
	route(s, post("/contacts/similar", "findSimilarContacts", "Contacts that a draft may duplicate"), s.contactSimilar)
	route(s, get("/contacts/{id}", "getContact", "One contact, archived or not"), s.contactGet)
	route(s, patch("/contacts/{id}", "updateContact", "Change some fields of a contact"), s.contactUpdate)
	route(s, remove("/contacts/{id}", "archiveContact", "Archive a contact"), s.contactArchive)
	route(s, post("/contacts/{id}/restore", "restoreContact", "Bring an archived contact back"), s.contactRestore)
	route(s, post("/contacts/{id}/confirm-customer", "confirmContactCustomer", "Settle a contact's customer and lock it"), s.contactConfirmCustomer)
	route(s, get("/contacts/{id}/notes", "listContactNotes", "Notes on a contact, pinned first, then newest"), s.noteList)
	route(s, post("/contacts/{id}/notes", "createContactNote", "Add a note").answers(http.StatusCreated), s.noteCreate)
	route(s, patch("/notes/{id}", "updateNote", "Edit or pin a note"), s.noteUpdate)
	route(s, remove("/notes/{id}", "deleteNote", "Delete a note"), s.noteDelete)
	route(s, get("/contacts/{id}/activities", "listContactActivities", "Activities and calls of a contact together, newest first"), s.contactActivities)
	route(s, get("/contacts/{id}/timeline", "listContactTimeline", "Everything that happened with a contact, newest first"), s.contactTimeline)
	route(s, get("/contacts/{id}/calls", "listContactCalls", "Calls of a contact, newest first"), s.contactCalls)
	route(s, get("/contacts/{id}/tickets", "listContactTickets", "Tickets of a contact"), s.contactTickets)
	route(s, get("/contacts/{id}/merge-preview", "previewMerge", "What merging the contact into another one would do"), s.mergePreview)
	route(s, post("/contacts/{id}/merge", "mergeContacts", "Merge the contact into the survivor"), s.contactMerge)
	route(s, get("/contacts/{id}/merges", "listContactMerges", "What was merged into the contact, newest first"), s.contactMerges)
	route(s, post("/merges/{id}/undo", "undoMerge", "Take a merge back"), s.mergeUndo)
	route(s, get("/contacts/duplicates", "listDuplicates", "Pairs of contacts that may be one person"), s.duplicateList)
	route(s, post("/contacts/duplicates/dismiss", "dismissDuplicate", "Note that two contacts are two persons").answers(http.StatusNoContent), s.duplicateDismiss)
	route(s, get("/contacts/imports", "listImports", "Imports of contacts, newest first (supervisors)"), s.importList)
	route(s, post("/contacts/imports", "createImport", "Bring a file of contacts; nothing is done before it is applied (supervisors)").receives().answers(http.StatusCreated), s.importCreate)
	route(s, get("/contacts/imports/{id}", "getImport", "How a file was read and how far its import is"), s.importGet)
	route(s, patch("/contacts/imports/{id}", "updateImport", "Read the file another way; the dry run begins anew"), s.importUpdate)
	route(s, remove("/contacts/imports/{id}", "discardImport", "Discard an import, or stop it and take back what it did"), s.importDiscard)
	route(s, get("/contacts/imports/{id}/rows", "listImportRows", "What each row of the file does, and why"), s.importRows)
	route(s, post("/contacts/imports/{id}/apply", "applyImport", "Do what the dry run shows").answers(http.StatusAccepted), s.importApply)
	route(s, post("/contacts/imports/{id}/revert", "revertImport", "Take the whole import back").answers(http.StatusAccepted), s.importRevert)
	route(s, post("/contacts/duplicates/undismiss", "undismissDuplicate", "Take it back that two contacts are two persons").answers(http.StatusNoContent), s.duplicateUndismiss)
	route(s, get("/search", "search", "The first hits among all records"), s.search)
	route(s, get("/contacts/{id}/history", "listContactHistory", "Who changed the contact, newest first"), s.contactHistory)
	route(s, get("/contacts/recent", "listRecentContacts", "Contacts that you looked at last"), s.contactRecent)
	route(s, put("/contacts/{id}/seen", "markContactSeen", "Note that you looked at a contact").answers(http.StatusNoContent), s.contactSeen)
	route(s, post("/contacts/bulk", "bulkEditContacts", "Change many contacts at once, or count what would change"), s.contactBulk)
	route(s, post("/contacts/bulk/{bulkId}/undo", "undoBulkEdit", "Take a change of many contacts back"), s.contactBulkUndo)
	route(s, get("/views", "listViews", "Your saved views and those shared with you"), s.viewList)
	route(s, post("/views", "createView", "Save a view").answers(http.StatusCreated), s.viewCreate)
	route(s, patch("/views/{id}", "updateView", "Change a view: your own, or for supervisors a shared one"), s.viewUpdate)
	route(s, remove("/views/{id}", "deleteView", "Delete a view: your own, or for supervisors a shared one"), s.viewDelete)
	route(s, get("/contacts/{id}/personal-data", "exportPersonalData", "Everything that there is on a person (supervisors)").sends("application/json"), s.contactPersonalData)
	route(s, get("/contacts/{id}/erasure", "previewErasure", "What erasing the person would do (admins)"), s.contactErasure)
	route(s, post("/contacts/{id}/erase", "eraseContact", "Erase a person for ever and keep the statistics (admins)").inPerson(), s.contactErase)
	route(s, get("/lookup", "lookupNumber", "Who a number may belong to"), s.lookup)

	route(s, get("/customers", "listCustomers", "List and search customers"), s.customerList)
	route(s, post("/customers", "createCustomer", "Make a customer").answers(http.StatusCreated), s.customerCreate)
	route(s, get("/customers/{id}", "getCustomer", "One customer"), s.customerGet)
	route(s, patch("/customers/{id}", "updateCustomer", "Change some fields of a customer"), s.customerUpdate)
	route(s, get("/customers/{id}/history", "listCustomerHistory", "Who changed the customer, newest first"), s.customerHistory)
	route(s, get("/customers/{id}/contacts", "listCustomerContacts", "Contacts of a customer"), s.customerContacts)
	route(s, get("/customers/{id}/tickets", "listCustomerTickets", "Tickets of a customer"), s.customerTickets)
	route(s, post("/customers/{id}/contacts", "createCustomerContact", "Make a contact that is locked to the customer").answers(http.StatusCreated), s.customerContactCreate)

	route(s, get("/tickets", "listTickets", "List and search tickets"), s.ticketList)
	route(s, post("/tickets", "createTicket", "Make a ticket").answers(http.StatusCreated), s.ticketCreate)
	route(s, get("/tickets/{id}", "getTicket", "One ticket"), s.ticketGet)
	route(s, patch("/tickets/{id}", "updateTicket", "Change some fields of a ticket"), s.ticketUpdate)
	route(s, get("/tickets/{id}/history", "listTicketHistory", "Who changed the ticket, newest first"), s.ticketHistory)
	route(s, get("/tickets/{id}/messages", "listTicketMessages", "A ticket's conversation, oldest first"), s.ticketMessages)
	route(s, post("/tickets/{id}/messages", "createTicketMessage", "Add a reply or an internal note").answers(http.StatusCreated), s.ticketMessageCreate)

	route(s, get("/deals", "listDeals", "List and search deals"), s.dealList)
	route(s, post("/deals", "createDeal", "Make a deal").answers(http.StatusCreated), s.dealCreate)
	route(s, get("/deals/{id}", "getDeal", "One deal"), s.dealGet)
	route(s, patch("/deals/{id}", "updateDeal", "Change some fields of a deal, or move it on the board"), s.dealUpdate)
	route(s, remove("/deals/{id}", "deleteDeal", "Remove a deal"), s.dealDelete)
	route(s, get("/deals/{id}/history", "listDealHistory", "Who changed the deal, newest first"), s.dealHistory)
	route(s, post("/deals/{id}/won", "winDeal", "Close a deal as won"), s.dealWin)
	route(s, post("/deals/{id}/lost", "loseDeal", "Close a deal as lost"), s.dealLose)
	route(s, post("/deals/{id}/reopen", "reopenDeal", "Go on with a closed deal"), s.dealReopen)
	route(s, get("/contacts/{id}/deals", "listContactDeals", "Deals that a contact takes part in"), s.contactDeals)
	route(s, get("/customers/{id}/deals", "listCustomerDeals", "Deals with a customer"), s.customerDeals)
	route(s, get("/pipelines", "listPipelines", "Pipelines and their stages"), s.pipelineList)
	route(s, post("/pipelines", "createPipeline", "Add a pipeline (admins)").answers(http.StatusCreated), s.pipelineCreate)
	route(s, put("/pipelines/order", "orderPipelines", "Put the pipelines in another order (admins)"), s.pipelineOrder)
	route(s, patch("/pipelines/{id}", "updatePipeline", "Change a pipeline (admins)"), s.pipelineUpdate)
	route(s, remove("/pipelines/{id}", "deletePipeline", "Remove a pipeline without deals (admins)"), s.pipelineDelete)

	route(s, get("/activities", "listActivities", "List and search activities"), s.activityList)
	route(s, post("/activities", "createActivity", "Make an activity").answers(http.StatusCreated), s.activityCreate)
	route(s, get("/activities/{id}", "getActivity", "One activity"), s.activityGet)
	route(s, patch("/activities/{id}", "updateActivity", "Change some fields of an activity"), s.activityUpdate)
	route(s, remove("/activities/{id}", "deleteActivity", "Delete an activity"), s.activityDelete)
	route(s, get("/calendar-feed", "getCalendarFeed", "Whether you have a secret link to your calendar"), s.calendarFeedGet)
	route(s, post("/calendar-feed", "makeCalendarFeed", "Make a secret link to your calendar, which ends the one before").inPerson().answers(http.StatusCreated), s.calendarFeedMake)
	route(s, remove("/calendar-feed", "revokeCalendarFeed", "End the secret link to your calendar").inPerson(), s.calendarFeedRevoke)

	route(s, get("/notifications", "listNotifications", "What you were told, newest first"), s.notificationList)
	route(s, get("/notifications/count", "countNotifications", "How many notifications wait to be read"), s.notificationCount)
	route(s, post("/notifications/read", "readNotifications", "Mark some or all of your notifications as read").answers(http.StatusNoContent), s.notificationRead)

	route(s, get("/calls", "listCalls", "The call log; agents see their own"), s.callList)
	route(s, get("/board", "getBoard", "Calls, queues and agents of now, and the figures of today (supervisors)"), s.boardGet)
	route(s, get("/reports/calls", "reportCalls", "Calls by day, hour, agent, queue or disposition (supervisors)"), s.callReport)
	route(s, post("/calls", "placeCall", "Call a number or a contact").answers(http.StatusAccepted), s.callDial)
	route(s, get("/calls/totals", "totalCalls", "Calls added up, filtered as the list"), s.callTotals)
	route(s, get("/calls/export.csv", "exportCallsCSV", "Calls as CSV, filtered as the list (supervisors)").sends("text/csv"), s.callExport)
	route(s, get("/calls/{id}", "getCall", "One call with legs and events"), s.callGet)
	route(s, get("/calls/{id}/sip", "listCallMessages", "The SIP messages of a call that has ended, for thirty days (supervisors)"), s.callMessages)
	route(s, patch("/calls/{id}", "updateCall", "Correct a call's contact, disposition or notes"), s.callUpdate)
	route(s, post("/calls/{id}/answer", "answerCall", "Answer"), s.callCommand(callsvc.CommandAnswer))
	route(s, post("/calls/{id}/reject", "rejectCall", "Reject"), s.callCommand(callsvc.CommandReject))
	route(s, post("/calls/{id}/hangup", "hangUpCall", "Hang up"), s.callCommand(callsvc.CommandHangup))
	route(s, post("/calls/{id}/hold", "holdCall", "Hold"), s.callCommand(callsvc.CommandHold))
	route(s, post("/calls/{id}/resume", "resumeCall", "Resume"), s.callCommand(callsvc.CommandResume))
	route(s, post("/calls/{id}/skip-digits", "skipDigits", "Keep an extension from being sent"), s.callCommand(callsvc.CommandSkipDigits))
	route(s, post("/calls/{id}/mute", "muteCall", "Mute or unmute the agent"), s.callMute)
	route(s, post("/calls/{id}/dtmf", "sendDTMF", "Send keys"), s.callDTMF)
	route(s, post("/calls/{id}/transfer", "transferCall", "Send the call to a colleague, for whom it rings at once"), s.callTransfer)
	route(s, post("/calls/{id}/transfer/cancel", "cancelTransfer", "Take the call back before the colleague answers"), s.callCommand(callsvc.CommandTransferCancel))

	route(s, get("/organisation", "getOrganisation", "The organisation's settings (admins)"), s.organisationGet)
	route(s, patch("/organisation", "updateOrganisation", "Change some settings of the organisation (admins)"), s.organisationUpdate)
	route(s, get("/users", "listUsers", "The organisation's users and their presence"), s.userList)
	route(s, post("/users", "createUser", "Add a user (admins)").inPerson().answers(http.StatusCreated), s.userCreate)
	route(s, patch("/users/{id}", "updateUser", "Change a user (admins)"), s.userUpdate)
	route(s, post("/users/{id}/password", "setUserPassword", "Give a user a new password (admins)").inPerson().answers(http.StatusNoContent), s.userPassword)
	route(s, get("/tokens", "listTokens", "Your API tokens; everybody's for admins"), s.tokenList)
	route(s, post("/tokens", "createToken", "Make an API token, which is shown only now").inPerson().answers(http.StatusCreated), s.tokenCreate)
	route(s, remove("/tokens/{id}", "revokeToken", "Revoke an API token").inPerson(), s.tokenRevoke)
	route(s, get("/webhooks", "listWebhooks", "Addresses that are told of changes (admins)"), s.webhookList)
	route(s, post("/webhooks", "createWebhook", "Add a webhook; its secret is shown only now (admins)").answers(http.StatusCreated), s.webhookCreate)
	route(s, get("/webhooks/events", "listWebhookEvents", "The events, each with an example message (admins)"), s.webhookEvents)
	route(s, get("/webhooks/{id}", "getWebhook", "One webhook (admins)"), s.webhookGet)
	route(s, patch("/webhooks/{id}", "updateWebhook", "Change some fields of a webhook (admins)"), s.webhookUpdate)
	route(s, remove("/webhooks/{id}", "deleteWebhook", "Remove a webhook and its deliveries (admins)"), s.webhookDelete)
	route(s, post("/webhooks/{id}/secret", "rotateWebhookSecret", "A new secret, shown only now; the old one signs too for a day (admins)"), s.webhookRotate)
	route(s, post("/webhooks/{id}/test", "testWebhook", "Send a ping (admins)").answers(http.StatusAccepted), s.webhookTest)
	route(s, get("/webhooks/{id}/deliveries", "listWebhookDeliveries", "What was sent to a webhook, newest first (admins)"), s.webhookDeliveries)
	route(s, get("/webhooks/{id}/deliveries/{deliveryId}", "getWebhookDelivery", "One message to a webhook (admins)"), s.webhookDelivery)
	route(s, post("/webhooks/{id}/deliveries/{deliveryId}/retry", "retryWebhookDelivery", "Send a message again (admins)").answers(http.StatusAccepted), s.webhookRetry)
	route(s, get("/audit", "listAudit", "Who changed what; all of it for admins, of one record for everybody"), s.auditList)
	route(s, get("/tags", "listTags", "Tags and how many contacts carry them"), s.tagList)
	route(s, patch("/tags/{id}", "updateTag", "Rename or colour a tag, or merge it into another (supervisors, admins)"), s.tagUpdate)
	route(s, remove("/tags/{id}", "deleteTag", "Take a tag off all contacts (supervisors, admins)"), s.tagDelete)
	route(s, get("/custom-fields", "listCustomFields", "Fields that the organisation added to its contacts"), s.customFieldList)
	route(s, post("/custom-fields", "createCustomField", "Add a field (admins)").answers(http.StatusCreated), s.customFieldCreate)
	route(s, patch("/custom-fields/{id}", "updateCustomField", "Change a field (admins)"), s.customFieldUpdate)
	route(s, remove("/custom-fields/{id}", "archiveCustomField", "Archive a field; its values stay (admins)"), s.customFieldArchive)
	route(s, get("/trunks", "listTrunks", "Ways to carriers"), s.trunkList)
	route(s, post("/trunks", "createTrunk", "Add a trunk (admins)").answers(http.StatusCreated), s.trunkCreate)
	route(s, get("/trunks/states", "listTrunkStates", "How the trunks stand now (admins)"), s.trunkStates)
	route(s, post("/trunks/{id}/test", "testTrunk", "Call a number through a trunk, play a tune and report (admins)"), s.trunkTest)
	route(s, patch("/trunks/{id}", "updateTrunk", "Change a trunk (admins)"), s.trunkUpdate)
	route(s, remove("/trunks/{id}", "deleteTrunk", "Remove a trunk (admins)"), s.trunkDelete)
	route(s, get("/numbers", "listNumbers", "The organisation's numbers"), s.numberList)
	route(s, post("/numbers", "createNumber", "Add a number (admins)").answers(http.StatusCreated), s.numberCreate)
	route(s, patch("/numbers/{id}", "updateNumber", "Change a number (admins)"), s.numberUpdate)
	route(s, remove("/numbers/{id}", "deleteNumber", "Remove a number (admins)"), s.numberDelete)
	route(s, post("/numbers/{id}/route-test", "testRoute", "What would happen to a call"), s.routeTest)
	route(s, get("/business-hours", "listHours", "When numbers are open"), s.hoursList)
	route(s, post("/business-hours", "createHours", "Add business hours (admins)").answers(http.StatusCreated), s.hoursCreate)
	route(s, put("/business-hours/{id}", "updateHours", "Replace business hours (admins)"), s.hoursUpdate)
	route(s, remove("/business-hours/{id}", "deleteHours", "Remove business hours that no number keeps (admins)"), s.hoursDelete)
	route(s, get("/menus", "listMenus", "What callers choose from by key"), s.menuList)
	route(s, post("/menus", "createMenu", "Add a menu (admins)").answers(http.StatusCreated), s.menuCreate)
	route(s, put("/menus/{id}", "updateMenu", "Replace a menu (admins)"), s.menuUpdate)
	route(s, remove("/menus/{id}", "deleteMenu", "Remove a menu that nothing leads to (admins)"), s.menuDelete)
	route(s, get("/sounds", "listSounds", "Greetings and music that callers hear"), s.soundList)
	route(s, post("/sounds", "createSound", "Upload a WAV file of 16-bit PCM (admins)").receives().answers(http.StatusCreated), s.soundCreate)
	route(s, get("/sounds/{id}/audio", "getSoundAudio", "The sound itself; takes ranges").sends(mediaWAV), s.soundAudio)
	route(s, remove("/sounds/{id}", "deleteSound", "Remove a sound that nothing plays (admins)"), s.soundDelete)
	route(s, post("/calls/{id}/record", "recordCall", "Start, stop, pause or resume the recording"), s.callRecord)
	route(s, get("/calls/{id}/recording", "getCallRecording", "The first recording of a call; takes ranges, and is written to the audit log").sends(mediaWAV), s.callRecording)
	route(s, get("/calls/{id}/recordings", "listCallRecordings", "What was recorded of a call"), s.recordingList)
	route(s, get("/calls/{id}/recordings/{recordingId}/sound", "getRecordingSound", "A recording itself; takes ranges, and is written to the audit log").sends(mediaWAV), s.recordingSound)
	route(s, remove("/calls/{id}/recordings/{recordingId}", "deleteRecording", "Delete a recording and its sound (admins)"), s.recordingDelete)
	route(s, get("/recording-rules", "listRecordingRules", "Which calls are recorded (admins)"), s.recordingRules)
	route(s, put("/recording-rules", "setRecordingRules", "Replace the rules of what is recorded (admins)"), s.recordingRulesSet)
	route(s, get("/voicemails", "listVoicemails", "Messages, newest first: yours, your queues', all for supervisors"), s.voicemailList)
	route(s, get("/voicemails/count", "countVoicemails", "How many messages wait for you"), s.voicemailCount)
	route(s, patch("/voicemails/{id}", "updateVoicemail", "Mark a message as heard, or not"), s.voicemailHear)
	route(s, remove("/voicemails/{id}", "deleteVoicemail", "Delete a message and its sound"), s.voicemailDelete)
	route(s, get("/voicemails/{id}/sound", "getVoicemailSound", "The message itself; takes ranges, and is written to the audit log").sends(mediaWAV), s.voicemailSound)
	route(s, get("/callbacks", "listCallbacks", "Who rang in vain and is to be called back, longest first"), s.callbackList)
	route(s, post("/callbacks", "createCallback", "Ask for a callback; a caller has one open, which is changed").answers(http.StatusCreated), s.callbackCreate)
	route(s, get("/callbacks/count", "countCallbacks", "How many callbacks are due"), s.callbackCount)
	route(s, get("/callbacks/{id}", "getCallback", "One callback"), s.callbackGet)
	route(s, patch("/callbacks/{id}", "updateCallback", "Take, give, plan or close a callback"), s.callbackUpdate)
	route(s, get("/queues", "listQueues", "Groups of agents"), s.queueList)
	route(s, post("/queues", "createQueue", "Add a queue (admins)").answers(http.StatusCreated), s.queueCreate)
	route(s, patch("/queues/{id}", "updateQueue", "Change a queue (admins)"), s.queueUpdate)
	route(s, remove("/queues/{id}", "deleteQueue", "Remove a queue (admins)"), s.queueDelete)

	route(s, post("/demo/calls", "placeDemoCall", "A simulated caller rings; only in the demo").answers(http.StatusAccepted), s.demoCall)

	api.RegisterLive(s.huma.OpenAPI().Components.Schemas)
}

// operation describes one route.
type operation struct {
	method, path, id, summary string
	status                    int
	public                    bool
	// media is the type of a file that is the answer, "" for JSON.
	media string
	// person keeps API tokens out.
	person bool
	// file says that the body is a form with a file, which the handler reads.
	file bool
}

func get(path, id, summary string) operation {
	return operation{method: http.MethodGet, path: path, id: id, summary: summary}
}

func post(path, id, summary string) operation {
	return operation{method: http.MethodPost, path: path, id: id, summary: summary}
}

func patch(path, id, summary string) operation {
	return operation{method: http.MethodPatch, path: path, id: id, summary: summary}
}

func put(path, id, summary string) operation {
	return operation{method: http.MethodPut, path: path, id: id, summary: summary}
}

func remove(path, id, summary string) operation {
	return operation{method: http.MethodDelete, path: path, id: id, summary: summary}
}

// answers sets the status of success.
func (o operation) answers(status int) operation {
	o.status = status
	return o
}

// open lets the route be used without a session.
func (o operation) open() operation {
	o.public = true
	return o
}

// sends makes the answer a file of a media type.
func (o operation) sends(media string) operation {
	o.media = media
	return o
}

// receives makes the body a form with a file.
func (o operation) receives() operation {
	o.file = true
	return o
}

// inPerson keeps API tokens out: what hands out or changes credentials.
func (o operation) inPerson() operation {
	o.person = true
	return o
}

// bodyMost bounds a request's body; a contact with a long note fits easily.
const bodyMost = 256 << 10

// route registers an operation: who may, what it takes, and its errors as problems.
func route[I, O any](s *Server, o operation, handler func(context.Context, *I) (*O, error)) {
	described := huma.Operation{
		OperationID: o.id, Method: o.method, Path: o.path, Summary: o.summary, DefaultStatus: o.status,
		MaxBodyBytes: bodyMost,
	}
	if o.media != "" {
		file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		described.Responses = map[string]*huma.Response{
			"200": {Description: "A file", Content: map[string]*huma.MediaType{o.media: file}},
		}
	}
	if !o.public {
		described.Middlewares = huma.Middlewares{s.requireLogin}
		described.Security = []map[string][]string{{"session": {}}, {"token": {}}}
	}
	if o.file {
		described.Middlewares = append(described.Middlewares, s.patientUpload)
	}
	if o.person {
		described.Middlewares = append(described.Middlewares, s.requirePerson)
		described.Security = []map[string][]string{{"session": {}}}
	}
	huma.Register(s.huma, described, func(ctx context.Context, input *I) (*O, error) {
		output, err := handler(ctx, input)
		if err == nil {
			return output, nil
		}
		problem := s.problemOf(ctx, o.method, err)
		var headers huma.HeadersError
		if asHeaders(err, &headers) {
			return nil, huma.ErrorWithHeaders(problem, headers.GetHeaders())
		}
		return nil, problem
	})
	if o.file {
		// Told only now: huma would read the body itself.
		s.huma.OpenAPI().Paths[o.path].Post.RequestBody = formWithFile()
	}
}
