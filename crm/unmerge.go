package crm

import "slices"

// Unmerge takes a merge's changes back from its survivor as it is now: survivor
// and merged are the contact before and after the merge, duplicate the other
// one before it. What somebody changed since stays, and kept says so. A
// survivor that was merged since gives back addresses and numbers only; its
// fields are those of another person. others are the contacts that it was merged
// into on the way to where it is now: what they had of their own stays theirs.
func Unmerge(now Contact, journal MergeJournal, others ...Contact) (restored Contact, kept []string) {
	survivor, duplicate, merged := journal.Survivor, journal.Duplicate, journal.Merged
	restored = now
	if now.ID == survivor.ID {
		kept = restored.restoreFields(survivor, merged)
	}
	var emails []Email
	var phones []Phone
	for _, other := range others {
		emails, phones = append(emails, other.Emails...), append(phones, other.Phones...)
	}
	restored.Emails = unfold(now.Emails, survivor.Emails, emails, duplicate.Emails, merged.Emails, SameEmail, func(e *Email) *bool { return &e.Primary })
	restored.Phones = unfold(now.Phones, survivor.Phones, phones, duplicate.Phones, merged.Phones, SamePhone, func(p *Phone) *bool { return &p.Primary })
	return restored, kept
}

func (c *Contact) restoreFields(before, merged Contact) (kept []string) {
	back := func(what string, done bool) {
		if !done {
			kept = append(kept, "The "+what+" was changed after the merge and stays as it is.")
		}
	}
	back("first name", restore(&c.FirstName, before.FirstName, merged.FirstName))
	back("last name", restore(&c.LastName, before.LastName, merged.LastName))
	back("job title", restore(&c.JobTitle, before.JobTitle, merged.JobTitle))
	back("kind", restore(&c.Kind, before.Kind, merged.Kind))
	back("status", restore(&c.Status, before.Status, merged.Status))
	back("marketing opt-out", restore(&c.MarketingOptOut, before.MarketingOptOut, merged.MarketingOptOut))
	back("owner", restorePointer(&c.OwnerID, before.OwnerID, merged.OwnerID))
	customer := restorePointer(&c.CustomerID, before.CustomerID, merged.CustomerID)
	back("company", customer)
	if customer {
		// The lock belongs to the customer: it goes back with it only.
		back("lock to the company", restore(&c.LockedToCustomer, before.LockedToCustomer, merged.LockedToCustomer))
	}
	if c.CustomerID == nil {
		c.LockedToCustomer = false
	}
	return append(kept, c.restoreCustom(before, merged)...)
}

// restore puts a field back unless it is no longer what the merge made of it.
func restore[T comparable](field *T, before, merged T) bool {
	if before == merged {
		return true
	}
	if *field != merged {
		return *field == before
	}
	*field = before
	return true
}

func restorePointer[T comparable](field **T, before, merged *T) bool {
	same := func(a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }
	if same(before, merged) {
		return true
	}
	if !same(*field, merged) {
		return same(*field, before)
	}
	*field = before
	return true
}

// unfold is the list as before the merge where nobody changed it since, else
// without what came from the duplicate and from nobody else.
func unfold[T any](now, before, others, duplicate, merged []T, same func(a, b T) bool, flag func(*T) *bool) []T {
	if len(others) == 0 && slices.EqualFunc(now, merged, same) {
		return before
	}
	var left []T
	for _, entry := range now {
		like := func(other T) bool { return same(entry, other) }
		if slices.ContainsFunc(duplicate, like) && !slices.ContainsFunc(before, like) && !slices.ContainsFunc(others, like) {
			continue
		}
		*flag(&entry) = len(left) == 0
		left = append(left, entry)
	}
	return left
}
