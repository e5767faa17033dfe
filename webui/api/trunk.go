package api

import (
	"fmt"
	"net/netip"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Trunk is the way to one carrier or PBX. Its password is never read back.
type Trunk struct {
	ID          id.Trunk `json:"id" format:"uuid"`
	Name        string   `json:"name"`
	Country     string   `json:"country"`
	Addresses   []string `json:"addresses" nullable:"false" doc:"Prefixes that its calls may come from."`
	Proxy       string   `json:"proxy"`
	Transport   string   `json:"transport"`
	Domain      string   `json:"domain"`
	Register    bool     `json:"register"`
	Username    string   `json:"username"`
	HasPassword bool     `json:"hasPassword"`
	CallerID    string   `json:"callerId"`
	Enabled     bool     `json:"enabled"`

	Priority       int32             `json:"priority" doc:"Calls out try the trunk with the least first."`
	MaxCalls       int32             `json:"maxCalls" doc:"At once; 0 sets no limit."`
	BareE164       bool              `json:"bareE164" doc:"The carrier sends international numbers without +."`
	Withhold       bool              `json:"withhold" doc:"The called is not shown who calls."`
	OptionsSeconds int32             `json:"optionsSeconds" doc:"How often the proxy is asked whether it lives; 0 asks never."`
	CallerIDs      map[string]string `json:"callerIds" doc:"Numbers shown instead of callerId, by the ISO country called."`
}

// TrunkOf is the wire form of a trunk.
func TrunkOf(trunk callsvc.Trunk) Trunk {
	return Trunk{
		ID: trunk.ID, Name: trunk.Name, Country: trunk.Country,
		Addresses: convertAll(trunk.Addresses, netip.Prefix.String), Proxy: trunk.Proxy,
		Transport: trunk.Transport, Domain: trunk.Domain, Register: trunk.Register,
		Username: trunk.Username, HasPassword: trunk.Password != "", CallerID: trunk.CallerID,
		Enabled: trunk.Enabled, Priority: trunk.Priority, MaxCalls: trunk.MaxCalls, BareE164: trunk.BareE164,
		Withhold: trunk.Withhold, OptionsSeconds: trunk.OptionsSeconds, CallerIDs: someCallers(trunk.CallerIDs),
	}
}

func someCallers(callers map[string]string) map[string]string {
	if callers == nil {
		return map[string]string{}
	}
	return callers
}

// TrunkDraft is a trunk to be made.
type TrunkDraft struct {
	Name      string   `json:"name" minLength:"1" maxLength:"100"`
	Country   string   `json:"country,omitempty" pattern:"^([A-Z]{2})?$"`
	Addresses []string `json:"addresses,omitempty" nullable:"false" maxItems:"100" doc:"Addresses or prefixes."`
	Proxy     string   `json:"proxy,omitempty" maxLength:"255"`
	Transport string   `json:"transport,omitempty" enum:"udp,tcp,tls" doc:"udp when left out."`
	Domain    string   `json:"domain,omitempty" maxLength:"255"`
	Register  bool     `json:"register,omitempty"`
	Username  string   `json:"username,omitempty" maxLength:"100"`
	Password  string   `json:"password,omitempty" maxLength:"200" format:"password"`
	CallerID  string   `json:"callerId,omitempty" maxLength:"16"`
	Enabled   *bool    `json:"enabled,omitempty" doc:"True when left out."`

	Priority       int32             `json:"priority,omitempty" minimum:"0" maximum:"1000"`
	MaxCalls       int32             `json:"maxCalls,omitempty" minimum:"0" maximum:"10000"`
	BareE164       bool              `json:"bareE164,omitempty"`
	Withhold       bool              `json:"withhold,omitempty"`
	OptionsSeconds int32             `json:"optionsSeconds,omitempty" minimum:"0" maximum:"3600"`
	CallerIDs      map[string]string `json:"callerIds,omitempty" doc:"By ISO country."`
}

// Record is the draft as callsvc takes it.
func (d TrunkDraft) Record() (callsvc.Trunk, error) {
	addresses, err := prefixesFrom(d.Addresses)
	if err != nil {
		return callsvc.Trunk{}, err
	}
	transport := d.Transport
	if transport == "" {
		transport = "udp"
	}
	return callsvc.Trunk{
		Name: d.Name, Country: d.Country, Addresses: addresses, Proxy: d.Proxy, Transport: transport,
		Domain: d.Domain, Register: d.Register, Username: d.Username, Password: d.Password,
		CallerID: d.CallerID, Enabled: d.Enabled == nil || *d.Enabled,
		Priority: d.Priority, MaxCalls: d.MaxCalls, BareE164: d.BareE164, Withhold: d.Withhold,
		OptionsSeconds: d.OptionsSeconds, CallerIDs: d.CallerIDs,
	}, nil
}

// TrunkPatch is any subset of a trunk's fields.
type TrunkPatch struct {
	Name      *string   `json:"name,omitempty" minLength:"1" maxLength:"100"`
	Country   *string   `json:"country,omitempty" pattern:"^([A-Z]{2})?$"`
	Addresses *[]string `json:"addresses,omitempty" nullable:"false" maxItems:"100"`
	Proxy     *string   `json:"proxy,omitempty" maxLength:"255"`
	Transport *string   `json:"transport,omitempty" enum:"udp,tcp,tls"`
	Domain    *string   `json:"domain,omitempty" maxLength:"255"`
	Register  *bool     `json:"register,omitempty"`
	Username  *string   `json:"username,omitempty" maxLength:"100"`
	Password  *string   `json:"password,omitempty" maxLength:"200" format:"password" doc:"Kept when left out."`
	CallerID  *string   `json:"callerId,omitempty" maxLength:"16"`
	Enabled   *bool     `json:"enabled,omitempty"`

	Priority       *int32             `json:"priority,omitempty" minimum:"0" maximum:"1000"`
	MaxCalls       *int32             `json:"maxCalls,omitempty" minimum:"0" maximum:"10000"`
	BareE164       *bool              `json:"bareE164,omitempty"`
	Withhold       *bool              `json:"withhold,omitempty"`
	OptionsSeconds *int32             `json:"optionsSeconds,omitempty" minimum:"0" maximum:"3600"`
	CallerIDs      *map[string]string `json:"callerIds,omitempty" doc:"By ISO country."`
}

// Apply is trunk with the patch's fields.
func (p TrunkPatch) Apply(trunk callsvc.Trunk) (callsvc.Trunk, error) {
	if p.Addresses != nil {
		addresses, err := prefixesFrom(*p.Addresses)
		if err != nil {
			return callsvc.Trunk{}, err
		}
		trunk.Addresses = addresses
	}
	replace(&trunk.Name, p.Name)
	replace(&trunk.Country, p.Country)
	replace(&trunk.Proxy, p.Proxy)
	replace(&trunk.Transport, p.Transport)
	replace(&trunk.Domain, p.Domain)
	replace(&trunk.Register, p.Register)
	replace(&trunk.Username, p.Username)
	replace(&trunk.Password, p.Password)
	replace(&trunk.CallerID, p.CallerID)
	replace(&trunk.Enabled, p.Enabled)
	replace(&trunk.Priority, p.Priority)
	replace(&trunk.MaxCalls, p.MaxCalls)
	replace(&trunk.BareE164, p.BareE164)
	replace(&trunk.Withhold, p.Withhold)
	replace(&trunk.OptionsSeconds, p.OptionsSeconds)
	replace(&trunk.CallerIDs, p.CallerIDs)
	return trunk, nil
}

func replace[T any](field, with *T) {
	if with != nil {
		*field = *with
	}
}

// prefixesFrom reads addresses and prefixes; an address is a prefix of itself.
func prefixesFrom(texts []string) ([]netip.Prefix, error) {
	prefixes := make([]netip.Prefix, 0, len(texts))
	for i, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			address, addressErr := netip.ParseAddr(text)
			if addressErr != nil {
				return nil, &crm.Error{Code: crm.CodeInvalid, Message: "A trunk's address cannot be read.", Fields: []crm.FieldError{{
					Field: fmt.Sprintf("addresses[%d]", i), Message: "must be an IP address or a prefix such as 192.0.2.0/24",
				}}}
			}
			prefix = netip.PrefixFrom(address, address.BitLen())
		}
		prefixes = append(prefixes, prefix.Masked())
	}
	return prefixes, nil
}
