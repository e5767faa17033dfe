package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// demoField is a custom field of the demo and how a contact comes by a value.
type demoField struct {
	crm.CustomField
	value func(random *rand.Rand) string
}

func demoFields(now time.Time) []demoField {
	plans := []string{"Basic", "Standard", "Premium"}
	return []demoField{
		{
			crm.CustomField{Key: "service_plan", Name: "Service plan", Kind: crm.FieldChoice, Choices: plans},
			func(random *rand.Rand) string { return plans[min(random.IntN(3), random.IntN(3))] },
		},
		{
			crm.CustomField{Key: "contract_ends", Name: "Contract ends", Kind: crm.FieldDate},
			func(random *rand.Rand) string {
				return now.AddDate(0, random.IntN(24)-1, random.IntN(28)).Format(time.DateOnly)
			},
		},
		{
			crm.CustomField{Key: "boilers", Name: "Boilers installed", Kind: crm.FieldNumber},
			func(random *rand.Rand) string { return strconv.Itoa(1 + random.IntN(4)*random.IntN(6)) },
		},
	}
}

// demoColours are the colours of some tags of the demo.
func demoColours() map[string]string {
	return map[string]string{
		"vip": "purple", "decision-maker": "blue", "billing": "orange", "renewal": "teal", "quick-payer": "green", "technical": "yellow",
	}
}

// writeFields gives customers values in the demo's custom fields. Its randomness
// is its own, so that the people of the demo stay who they are.
func (p demoPlan) writeFields(ctx context.Context, tx scope) error {
	random := rand.New(rand.NewPCG(demoSeedNumber, 1))
	fields := demoFields(now())
	for i := range fields {
		field := &fields[i]
		field.ID, field.Position = id.New[id.CustomField](), int32(i+1)
		if err := tx.CustomFieldInsert(ctx, db.CustomFieldInsertParams{
			OrgID: p.org.ID, ID: field.ID, Key: field.Key, Name: field.Name, NameFold: crm.Fold(field.Name), Kind: field.Kind,
			Choices: notNil(field.Choices), Position: field.Position, CreatedAt: p.org.CreatedAt,
		}); err != nil {
			return fmt.Errorf("field %s: %w", field.Key, err)
		}
	}
	for i, contact := range p.contacts {
		if contact.Kind != crm.KindCustomer || i > 0 && random.IntN(4) == 0 {
			continue
		}
		var values []crm.CustomValue
		for _, field := range fields {
			values = append(values, crm.CustomValue{FieldID: field.ID, Kind: field.Kind, Text: field.value(random)})
		}
		if err := tx.writeValues(ctx, contact.ID, values); err != nil {
			return err
		}
	}
	for name, colour := range demoColours() {
		if err := tx.DemoTagColour(ctx, db.DemoTagColourParams{Colour: colour, OrgID: p.org.ID, NameFold: crm.Fold(name)}); err != nil {
			return fmt.Errorf("colour: %w", err)
		}
	}
	return nil
}
