package crm

import (
	"reflect"
	"slices"
)

// Unimport gives a contact back what an import took from it: every field that
// is still as the import left it. It names the fields that others changed since
// and that therefore stay. untouched says that nobody has changed the contact.
func Unimport(current, before, after Contact, untouched bool) (next Contact, kept []string) {
	next = current
	restore := func(field string, changed, same bool, put func()) {
		switch {
		case !changed:
		case same || untouched:
			put()
		default:
			kept = append(kept, field)
		}
	}
	restore("firstName", before.FirstName != after.FirstName, current.FirstName == after.FirstName, func() { next.FirstName = before.FirstName })
	restore("lastName", before.LastName != after.LastName, current.LastName == after.LastName, func() { next.LastName = before.LastName })
	restore("emails", !sameList(before.Emails, after.Emails), sameList(current.Emails, after.Emails), func() { next.Emails = before.Emails })
	restore("phones", !sameList(before.Phones, after.Phones), sameList(current.Phones, after.Phones), func() { next.Phones = before.Phones })
	restore("jobTitle", before.JobTitle != after.JobTitle, current.JobTitle == after.JobTitle, func() { next.JobTitle = before.JobTitle })
	restore("customer", !sameCustomer(before.CustomerID, after.CustomerID),
		sameCustomer(current.CustomerID, after.CustomerID) && !current.LockedToCustomer, func() {
			next.CustomerID, next.CustomerName = before.CustomerID, before.CustomerName
		})
	restore("kind", before.Kind != after.Kind, current.Kind == after.Kind, func() { next.Kind = before.Kind })
	restore("status", before.Status != after.Status, current.Status == after.Status, func() { next.Status = before.Status })
	// Whoever worked on the contact since may rely on the opt-out.
	restore("marketingOptOut", before.MarketingOptOut != after.MarketingOptOut, false, func() { next.MarketingOptOut = before.MarketingOptOut })
	restore("ownerId", ref(before.OwnerID) != ref(after.OwnerID), ref(current.OwnerID) == ref(after.OwnerID), func() { next.OwnerID = before.OwnerID })
	restore("tags", !sameTags(before.Tags, after.Tags), sameTags(current.Tags, after.Tags), func() { next.Tags = before.Tags })
	eachCustom(before.Custom, after.Custom, func(field CustomValue, was, became string) {
		now := current.CustomText(field.FieldID)
		restore(customPrefix+field.Key, was != became, now == became, func() {
			field.Text = was
			next.Custom = withCustom(next.Custom, field)
		})
	})
	return next, kept
}

func sameList[T any](a, b []T) bool { return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b) }

// sameTags compares without regard to order, which tags do not have.
func sameTags(a, b []string) bool {
	folded := func(tags []string) []string {
		folds := make([]string, len(tags))
		for i, tag := range tags {
			folds[i] = Fold(tag)
		}
		slices.Sort(folds)
		return folds
	}
	return slices.Equal(folded(a), folded(b))
}
