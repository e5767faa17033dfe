// Command ringbench measures the hot paths of the service. Figures of a machine
// mean little, so each is a ratio to a limit measured in the same run: a bare
// sipgo server, pgbench on the same statements, a bare UDP relay, raw sockets.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/pprof"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "ringbench:", err)
		os.Exit(1)
	}
}

// cli is every command.
type cli struct {
	settings

	Calls      callsCommand      `cmd:"" help:"Calls a second with lookup and row, beside a bare sipgo answerer."`
	Pop        popCommand        `cmd:"" help:"From INVITE to screen pop on a websocket, beside a bare sipgo answer."`
	Lookup     lookupCommand     `cmd:"" help:"Caller lookup, beside pgbench on the same statements."`
	List       listCommand       `cmd:"" help:"A page of the contact list, beside pgbench on the same statements."`
	Search     searchCommand     `cmd:"" help:"Contact search by beginning and by part, beside a bare lookup."`
	Filters    filtersCommand    `cmd:"" help:"The contact list narrowed and sorted, beside pgbench on the same statements."`
	Everywhere everywhereCommand `cmd:"" help:"Search of every noun at once, beside a bare lookup."`
	Duplicates duplicatesCommand `cmd:"" help:"Pages of those who may be one person, beside a bare lookup."`
	Merge      mergeCommand      `cmd:"" help:"A merge of 100,000 records and its undo, beside the bare updates."`
	History    historyCommand    `cmd:"" help:"Timeline and activities of a contact with 100,000 records, beside a bare lookup."`
	Export     exportCommand     `cmd:"" help:"All contacts through HTTP into a file, beside COPY into one."`
	Import     importCommand     `cmd:"" help:"100,000 rows of CSV, beside COPY of as many contacts."`
	Relay      relayCommand      `cmd:"" help:"One RTP packet through the bridge, beside a bare UDP relay."`
	Fanout     fanoutCommand     `cmd:"" help:"One event to many websockets, beside raw socket writes."`
	All        allCommand        `cmd:"" default:"1" help:"All of them, on one database."`
}

// settings are shared by all commands.
type settings struct {
	Contacts int    `help:"Contacts in the database." default:"1000000"`
	Quick    bool   `help:"50,000 contacts and a tenth of the time."`
	Data     string `help:"Directory for the database, kept for the next run. Empty: a temporary one." type:"path" placeholder:"DIR"`
	PgBin    string `name:"pg-bin" help:"Folder of pgbench. Empty: where PostgreSQL usually is." placeholder:"DIR"`
	Profile  string `name:"cpu-profile" help:"Write a CPU profile of the whole run, for go tool pprof." type:"path" placeholder:"FILE"`
	JSON     string `name:"json" help:"Also write the figures to this file." type:"path" placeholder:"FILE"`
}

const (
	quickContacts = 50_000
	// quicker divides the time of measurements with --quick.
	quicker = 10
)

func (s *settings) contacts() int {
	if s.Quick {
		return min(s.Contacts, quickContacts)
	}
	return s.Contacts
}

// exitStatus is how kong's wish to end the program travels to run.
type exitStatus int

// run parses args, measures, and prints.
func run(ctx context.Context, args []string, stdout io.Writer) (err error) {
	defer func() {
		switch status := recover().(type) {
		case nil:
		case exitStatus:
			if status != 0 {
				err = errors.New("not understood")
			}
		default:
			panic(status)
		}
	}()
	var commands cli
	parser, err := kong.New(&commands, kong.Name("ringbench"),
		kong.Description("Measures the hot paths as ratios to limits of the same run."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Writers(stdout, stdout), kong.Exit(func(status int) { panic(exitStatus(status)) }))
	if err != nil {
		return fmt.Errorf("build the command line: %w", err)
	}
	command, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w (try ringbench --help)", err)
	}
	b := &bench{settings: commands.settings, out: stdout}
	stop, err := b.profile()
	if err != nil {
		return err
	}
	err = command.Run(b)
	return errors.Join(err, b.close(context.WithoutCancel(ctx)), stop())
}

// profile begins the CPU profile that was asked for.
func (s *settings) profile() (stop func() error, err error) {
	if s.Profile == "" {
		return func() error { return nil }, nil
	}
	file, err := os.Create(s.Profile)
	if err != nil {
		return nil, fmt.Errorf("make the profile: %w", err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, errors.Join(fmt.Errorf("begin the profile: %w", err), file.Close())
	}
	return func() error {
		pprof.StopCPUProfile()
		return file.Close()
	}, nil
}

type allCommand struct{}

// Run measures everything on one database.
func (allCommand) Run(ctx context.Context, b *bench) error {
	for _, measure := range []func(context.Context, *bench) error{
		relayCommand{}.Run, callsCommand{}.Run, popCommand{}.Run, fanoutCommand{}.Run,
		lookupCommand{}.Run, listCommand{}.Run, searchCommand{}.Run,
		filtersCommand{}.Run, everywhereCommand{}.Run, duplicatesCommand{}.Run, historyCommand{}.Run, mergeCommand{}.Run,
		exportCommand{}.Run, importCommand{}.Run,
	} {
		if err := measure(ctx, b); err != nil {
			return err
		}
	}
	return nil
}
