package store

import "strings"

// Names of people by the country that they live in. The first names are given
// names that are common there, so that the demo reads like an address book.
const (
	demoFirstGB = "Oliver Amelia Harry Isla George Ava Noah Mia Jack Grace Arthur Freya Leo Emily Oscar Sophie Charlie Poppy " +
		"Henry Ella Archie Evie Theo Florence Alfie Daisy Joshua Ruby Edward Alice Adeel Priya Kwame Aisha Rhys Carys Callum Eilidh " +
		"Niamh Conor Zara Imran Thomas Charlotte William Jessica Samuel Hannah Daniel Beth Matthew Rosie"
	demoLastGB = "Whitfield Ashworth Hargreaves Thornton Pemberton Blackwood Fairclough Ogden Hollis Marsden Entwistle Sutcliffe " +
		"Redfern Kershaw Lockwood Bramley Haworth Crossley Whittaker Barraclough Okafor Mensah Patel Sharma Hussain Begum Llewellyn " +
		"Griffiths Prosser Bevan MacLeod Farquhar Buchanan Drummond Sinclair Gallagher Doherty McKenna Tregenza Penrose Holloway " +
		"Winterbourne Ainsley Copeland Fenwick Rutherford Gosling Hatherley Longbottom Pickering"
	demoFirstIE = "Aoife Cian Saoirse Oisín Róisín Darragh Ciara Fionn Gráinne Eoghan"
	demoLastIE  = "Ó'Brien Kavanagh Brennan Ní-Dhónaill Fitzgerald Quinlan Hennessy Tierney"
	demoFirstDE = "Lukas Anna Jürgen Katharina Björn Lena Matthias Jörg Sabine Grit Felix Änne"
	demoLastDE  = "Müller Schröder Weiß Krüger Böhm Lindner Großmann Jäger Vogt Hoffmann"
	demoFirstFR = "Camille Hugo Chloé Étienne Inès Théo Margaux François Noémie Loïc"
	demoLastFR  = "Lefèvre Moreau Béranger Dubois Gauthier Lemaître Rousseau Besançon"
	demoFirstSE = "Astrid Elin Gustav Måns Åsa Nils Linnéa Sören"
	demoLastSE  = "Lindqvist Åkesson Bergström Söderberg Nyström Hägglund"
	demoFirstUS = "Madison Tyler Savannah Logan Brooke Carter Hailey Mason"
	demoLastUS  = "Whitaker Delgado Kowalski Nakamura Hendricks Ferraro"

	demoJobs = "Managing Director|Operations Manager|Office Manager|Head of Purchasing|Buyer|Accounts Payable|Finance Director|" +
		"IT Manager|Network Engineer|Facilities Manager|Warehouse Supervisor|Service Desk Lead|Sales Director|Marketing Manager|" +
		"Executive Assistant|Receptionist|Site Manager|Quality Lead|Founder|Chief Technology Officer"
	demoStatuses = "Active|Active|Active|Active|Lead|Prospect|Inactive|On hold"
	demoTags     = "vip|decision-maker|billing|technical|newsletter|trade-show|referral|renewal|multi-site|quick-payer"
)

// demoNames are the given and family names of a country.
func demoNames(country string) (first, last []string) {
	switch country {
	case "IE":
		return strings.Fields(demoFirstIE), strings.Fields(demoLastIE)
	case "DE":
		return strings.Fields(demoFirstDE), strings.Fields(demoLastDE)
	case "FR":
		return strings.Fields(demoFirstFR), strings.Fields(demoLastFR)
	case "SE":
		return strings.Fields(demoFirstSE), strings.Fields(demoLastSE)
	case "US":
		return strings.Fields(demoFirstUS), strings.Fields(demoLastUS)
	}
	return strings.Fields(demoFirstGB), strings.Fields(demoLastGB)
}

// demoAddress writes a name as the local part of an address at the reserved
// domain .example.
func demoAddress(first, last, domain string) string {
	plain := strings.NewReplacer(
		"ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "Ä", "ae", "å", "a", "Å", "a", "é", "e", "É", "e", "è", "e", "ë", "e",
		"î", "i", "ï", "i", "í", "i", "ç", "c", "ó", "o", "Ó", "o", "á", "a", "'", "", "-", "")
	return strings.ToLower(plain.Replace(first)+"."+plain.Replace(last)) + "@" + domain
}
