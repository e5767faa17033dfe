// Command ringbook is the whole product in one program: the SIP user agent, the
// call service, the CRM and its web pages. `ringbook serve` runs it; the other
// commands look after its data and play the outside world for demos and tests.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// version is set by the linker.
var version = "dev"

func main() {
	ctx, impatient := untilSignals()
	err := run(context.WithValue(ctx, impatienceKey{}, impatient), os.Args[1:], os.Stdout, os.Getenv)
	if err != nil {
		fmt.Fprintln(os.Stderr, "ringbook:", err)
		os.Exit(1)
	}
}

// cli is every command; the help texts are its documentation.
type cli struct {
	Serve    serveCommand    `cmd:"" help:"Run the service."`
	Simulate simulateCommand `cmd:"" help:"Play the outside world with real SIP calls."`
	Admin    adminCommand    `cmd:"" help:"Look after organisations and users, also beside a running service."`
	Export   exportCommand   `cmd:"" help:"Take records out, also beside a running service."`
	Import   importCommand   `cmd:"" help:"Bring records in, also beside a running service."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database schema up to date."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// exitStatus is how kong's wish to end the program travels to run.
type exitStatus int

// run parses args and carries the command out. Each flag can be given as
// RINGBOOK_<FLAG> too. Tests call it as main does.
func run(ctx context.Context, args []string, stdout io.Writer, getenv func(string) string) (err error) {
	defer func() {
		switch status := recover().(type) {
		case nil:
		case exitStatus:
			if status != 0 {
				err = fmt.Errorf("exit status %d", status)
			}
		default:
			panic(status)
		}
	}()
	parser, err := kong.New(&cli{},
		kong.Name("ringbook"),
		kong.Description("A CRM that rings. Each flag is also an environment variable: --database-url is RINGBOOK_DATABASE_URL."),
		kong.Writers(stdout, stdout),
		kong.Exit(func(status int) { panic(exitStatus(status)) }),
		kong.Resolvers(environment(getenv)),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(stdout, (*io.Writer)(nil)),
	)
	if err != nil {
		return fmt.Errorf("build the command line: %w", err)
	}
	command, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w (try ringbook --help)", err)
	}
	return command.Run()
}

// environment reads RINGBOOK_<FLAG> for flags that the command line leaves out.
func environment(getenv func(string) string) kong.ResolverFunc {
	return func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		name := "RINGBOOK_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		if value := getenv(name); value != "" {
			return value, nil
		}
		return nil, nil //nolint:nilnil // kong's way of saying "not set"
	}
}

// impatienceKey carries a channel that closes when the person asks to stop a second time.
type impatienceKey struct{}

// impatience closes when draining should be cut short; nil never does.
func impatience(ctx context.Context) <-chan struct{} {
	impatient, _ := ctx.Value(impatienceKey{}).(<-chan struct{})
	return impatient
}

var errSignal = errors.New("asked to stop")

// untilSignals returns a context that ends at the first SIGINT or SIGTERM, and a
// channel that closes at a later one. A wrapper may send both signals at once,
// so only one that comes a second after the first counts as a second wish.
func untilSignals() (context.Context, <-chan struct{}) {
	ctx, cancel := context.WithCancelCause(context.Background())
	impatient := make(chan struct{})
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		<-signals
		first := time.Now()
		cancel(errSignal)
		for range signals {
			if time.Since(first) > time.Second {
				close(impatient)
				return
			}
		}
	}()
	return ctx, impatient
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(stdout io.Writer) error {
	_, err := fmt.Fprintln(stdout, "ringbook", version)
	return err
}
