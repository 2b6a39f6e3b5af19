import Shared
import Testing

struct SearchQueryTests {
    private let aliases = AliasGroups([
        ["UBND", "Ủy ban nhân dân"], ["TPHCM", "TP.HCM", "Thành phố Hồ Chí Minh"],
    ])

    @Test func `several words must stand side by side`() throws {
        let query = try SearchQuery("hữu nghị")
        #expect(query.match("hội hữu nghị").ranges == [6..<18])
        #expect(query.match("hữu hảo, nghị quyết") == .none)
        #expect(query.match("nghị hữu") == .none)
    }

    @Test func `every place is reported, and overlapping ones as one`() throws {
        #expect(try SearchQuery("an an").match("an an an - an") == .exact([0..<13]))
        #expect(try SearchQuery("an").match("an, AN") == .exact([0..<2, 4..<6]))
    }

    @Test func `marks typed on one word do not bind the others`() throws {
        let query = try SearchQuery("doi ngoại")
        #expect(query.match("đối ngoại") == .exact([0..<14]))
        #expect(query.match("đối ngoài") == .similar([0..<13]))
        #expect(query.phrases.map { $0.kind } == [nil])
    }

    @Test func `joined and split forms find each other`() throws {
        for query in ["PMI-LED", "pmi led", "pmiled"] {
            #expect(try SearchQuery(query).match("dự án PMI-LED 2") == .exact([9..<16]), "\(query)")
        }
        #expect(try SearchQuery("PMI-LED").match("PMILED") == .exact([0..<6]))
        #expect(try SearchQuery("án pmiled 2").match("dự án PMI-LED 2") == .exact([5..<18]))
    }

    @Test func `aliases inside a longer query are exchanged one by one`() throws {
        let query = try SearchQuery("UBND TPHCM", aliases: aliases)
        for text in [
            "UBND TP.HCM", "Ủy ban nhân dân TPHCM", "UỶ BAN NHÂN DÂN Thành phố Hồ Chí Minh",
        ] {
            #expect(query.match(text) == .exact([0..<text.utf8.count]), "\(text)")
        }
        #expect(query.match("UBND quận 1, TP.HCM") == .none)
        #expect(query.phrases.first?.words.map { $0.key } == ["ubnd", "tphcm"])
    }

    @Test func `an alias finds its own marks only`() throws {
        let query = try SearchQuery("ubnd", aliases: aliases)
        #expect(query.match("Ủy ban nhân dân") == .exact([0..<19]))
        #expect(query.match("uy ban nhan dan") == .similar([0..<15]))
    }

    @Test func `an alias without marks is no word with marks`() throws {
        let aliases = AliasGroups([["CA", "Cities Alliance", "Liên minh các thành phố"]])
        for text in ["Liên minh các thành phố", "Cities Alliance"] {
            let query = try SearchQuery(text, aliases: aliases)
            #expect(query.match("CA") == .exact([0..<2]), "\(text)")
            #expect(query.match("cả nước") == .similar([0..<4]), "\(text)")
        }
    }

    @Test func `a query must have a word and may not be endless`() {
        #expect(throws: SearchQueryError.noWords) { try SearchQuery(" -- ") }
        #expect(throws: Never.self) { try SearchQuery(String(repeating: "a ", count: 16)) }
        #expect(throws: SearchQueryError.tooManyWords(count: 17, limit: 16)) {
            try SearchQuery(String(repeating: "a ", count: 17))
        }
        #expect(throws: SearchQueryError.tooLong(bytes: 1025, limit: 1024)) {
            try SearchQuery(String(repeating: "a", count: 1025))
        }
    }

    @Test func `combinations of aliases are bounded`() throws {
        let query = try SearchQuery(String(repeating: "ubnd ", count: 16), aliases: aliases)
        #expect(query.phrases.count <= SearchQuery.phrasesMax)
        #expect(query.similarPhrases.count <= SearchQuery.phrasesMax * 4)
    }

    @Test func `similar phrases have both spellings`() throws {
        let query = try SearchQuery("kỹ thuật")
        #expect(query.phrases.map { $0.words.map { $0.key } } == [["ky3", "thuâ5t"]])
        let similar = query.similarPhrases.map { $0.words.map { $0.key } }
        #expect(similar == [["ky", "thuat"], ["ki", "thuat"]])
    }

    @Test func `an index entry repeats what surrounds a compound`() {
        let entry = SearchText("UBND TP.HCM").indexEntry()
        let stop = SearchIndexEntry.breakWord
        #expect(entry.folded == ["ubnd", "tp", "hcm", stop, "ubnd", "tphcm"])
        #expect(SearchText("Hoà bình").indexEntry().exact == ["hoa1", "bi1nh"])
        #expect(SearchText(stop).tokens.map { $0.exact } == ["ss"])
    }
}
