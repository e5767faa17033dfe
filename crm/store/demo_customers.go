package store

import "strings"

// demoPlace is a town and the telephone numbers there that a regulator keeps
// for fiction, so that no demo call can reach anybody. Each # is a digit.
type demoPlace struct {
	town, country string
	// lines and mobiles are patterns of numbers.
	lines, mobiles string
}

// The reserved ranges: Ofcom's numbers for drama; Bundesnetzagentur notice
// 148/2021; Arcep decision 2018-0881; ComReg 020 91; PTS' numbers for fiction;
// the North American 555-0100 to 555-0199. Mobile is empty where none is kept.
const demoPlaces = `London|GB|020 7946 0###|07700 900###
Manchester|GB|0161 496 0###|07700 900###
Leeds|GB|0113 496 0###|07700 900###
Sheffield|GB|0114 496 0###|07700 900###
Nottingham|GB|+44 115 496 0###|07700 900###
Leicester|GB|0116 496 0###|07700 900###
Bristol|GB|0117 496 0###|07700 900###
Reading|GB|0118 496 0###|07700 900###
Birmingham|GB|0121 496 0###|07700 900###
Edinburgh|GB|0131 496 0###|07700 900###
Glasgow|GB|0141 496 0###|07700 900###
Liverpool|GB|0151 496 0###|07700 900###
Newcastle|GB|0191 498 0###|07700 900###
Belfast|GB|028 9649 6###|07700 900###
Cardiff|GB|029 2018 0###|07700 900###
Dublin|IE|+353 20 910 1###|
Berlin|DE|+49 30 23125 ###|+49 176 040690 ##
Hamburg|DE|+49 40 66969 ###|+49 176 040690 ##
München|DE|+49 89 99998 ###|+49 176 040690 ##
Paris|FR|+33 1 99 00 0# ##|+33 6 39 98 0# ##
Lyon|FR|+33 4 65 71 0# ##|+33 6 39 98 0# ##
Stockholm|SE|+46 8 465 004 ##|+46 70 174 06 ##
New York|US|+1 212-555-01##|`

// Names of the demo's customers: name, town, kind of its people, street.
const demoCompanies = `Pennine Outdoor Supplies Ltd|Manchester|customer|14 Ancoats Mill Yard
Irwell Catering Equipment|Manchester|customer|Unit 7, Lowry Trading Estate
Kettle & Quill Stationers|London|customer|221 Lamplighter Row
Thameside Property Care|London|customer|9 Cooper's Wharf
Marlowe Legal LLP|London|partner|3 Chancery Mews
Aire Valley Printworks|Leeds|customer|58 Foundry Lane
Whiterose Dental Group|Leeds|customer|2 Briggate Arcade
Steelbank Precision|Sheffield|vendor|Forge House, Attercliffe Way
Peakview Logistics|Sheffield|customer|Unit 12, Tinsley Park
Sherwood Timber & Joinery|Nottingham|customer|31 Lacemaker Street
Trentside Veterinary Practice|Nottingham|customer|17 Embankment Road
Soar Textiles|Leicester|vendor|40 Hosiery Lane
Abbey Park Nurseries|Leicester|customer|Abbey Park Farm
Harbourside Cycles|Bristol|customer|6 Spike Island Yard
Severn Solar Installations|Bristol|contractor|Unit 3, Avonside Works
Kennet IT Services|Reading|contractor|Abbey Gate House
Forbury Bookkeeping|Reading|partner|11 Forbury Court
Canalside Coffee Roasters|Birmingham|customer|Gas Lock Basin
Jewellery Quarter Optics|Birmingham|customer|88 Vyse Row
Lothian Lift Engineers|Edinburgh|contractor|24 Leith Dock Road
Saltire Hospitality|Edinburgh|customer|5 Canongate Close
Clydebuilt Interiors|Glasgow|customer|Fairfield Works
Kelvin Analytics|Glasgow|partner|19 Kelvinhaugh Lane
Mersey Marine Chandlery|Liverpool|customer|Albert Slipway
Hudson Loft Letterpress Inc|New York|customer|88 Cobbler Street
Tyne Bridge Scaffolding|Newcastle|contractor|Quayside Yard
Northumbria Pharmacy Group|Newcastle|customer|14 Grainger Row
Lagan Linen Company|Belfast|vendor|Mill Street
Causeway Coach Hire|Belfast|customer|Unit 2, Titanic Park
Taff Valley Plumbing|Cardiff|contractor|3 Millstream Lane
Celtic Learning Trust|Cardiff|customer|Cathedral Gardens
Southwark Stage Lighting|London|customer|Arch 44, Druid Lane
Liffey Craft Brewing|Dublin|customer|Cooperage Quay
Emerald Isle Tours|Dublin|customer|8 Parnell Row
Spreewerk Möbel GmbH|Berlin|vendor|Köpenicker Hof 4
Elbhafen Logistik GmbH|Hamburg|partner|Speicherweg 12
Isartal Feinkost KG|München|customer|Marktgasse 3
Atelier Beaulieu SARL|Paris|customer|14 rue des Imprimeurs
Rhône Mécanique SA|Lyon|vendor|Zone des Tanneries
Norrglim Design AB|Stockholm|partner|Hantverkargränd 9`

func demoPlaceByTown() map[string]demoPlace {
	places := map[string]demoPlace{}
	for line := range strings.Lines(demoPlaces) {
		part := strings.Split(strings.TrimSpace(line), "|")
		places[part[0]] = demoPlace{town: part[0], country: part[1], lines: part[2], mobiles: part[3]}
	}
	return places
}

// demoDigits writes n into the #s of a pattern.
func demoDigits(pattern string, n int) string {
	text := []byte(pattern)
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == '#' {
			text[i] = byte('0' + n%10)
			n /= 10
		}
	}
	return string(text)
}

// demoNumbers is how many numbers a pattern has.
func demoNumbers(pattern string) int {
	n := 1
	for range strings.Count(pattern, "#") {
		n *= 10
	}
	return n
}
