import ClientExchange
import Testing

/// Cards of organisations, as RFC 6350 has them.
@Suite struct CardWriterTests {
    private typealias Organisation = CardWriter.Organisation

    private func lines(_ organisations: [Organisation]) -> [String] {
        let text = String(decoding: CardWriter.cards(organisations), as: UTF8.self)
        return text.split(separator: "\r\n").map { String($0) }
    }

    @Test func `an organisation has its names in each language, and all that is known of it`() {
        var city = Organisation(
            uid: "urn:uuid:2",
            names: [
                .init(language: "vi", text: "Thành phố Lyon"),
                .init(language: "en", text: "City; of Lyon"),
            ]
        )
        city.abbreviation = "LY"
        city.aliases = ["Lugdunum", "Lyon, FR"]
        city.seat = "Lyon, Rhône"
        city.country = "France"
        city.websites = ["https://www.lyon.fr/a,b"]
        let bare = Organisation(uid: "urn:uuid:1", names: [.init(language: "", text: "Bare")])
        #expect(
            lines([city, bare]) == [
                "BEGIN:VCARD", "VERSION:4.0", "UID:urn:uuid:1", "KIND:org", "FN:Bare", "ORG:Bare",
                "END:VCARD",
                "BEGIN:VCARD", "VERSION:4.0", "UID:urn:uuid:2", "KIND:org",
                "FN;LANGUAGE=vi;ALTID=1:Thành phố Lyon", "FN;LANGUAGE=en;ALTID=1:City\\; of Lyon",
                "ORG;LANGUAGE=vi;ALTID=1:Thành phố Lyon", "ORG;LANGUAGE=en;ALTID=1:City\\; of Lyon",
                "NICKNAME:Lugdunum,Lyon\\, FR", "ADR:;;;Lyon\\, Rhône;;;France",
                "URL:https://www.lyon.fr/a,b", "X-ABBR:LY", "END:VCARD",
            ]
        )
    }
}
