import Shared
import Testing

/// What makes two records probable doubles.
struct DoubleFinderTests {
    /// Two records: names of both, and whether they are to be proposed.
    struct Case: Sendable, CustomTestStringConvertible {
        let first: [String]
        let second: [String]
        let reason: DoubleFinder.Reason?

        init(_ first: String..., and second: [String], is reason: DoubleFinder.Reason?) {
            self.first = first
            self.second = second
            self.reason = reason
        }

        var testDescription: String { "\(first) and \(second)" }
    }

    static let cases = [
        Case("AIMF", and: ["Association Internationale des Maires Francophones"], is: .acronym),
        Case(
            "AIMF",
            and: ["Hiệp hội Thị trưởng các thành phố nói tiếng Pháp (AIMF)"],
            is: .acronym
        ),
        Case("Asian Institute of Technology", and: ["AIT"], is: .acronym),
        Case("Thành phố Lyon", and: ["thanh pho lyon"], is: .name),
        Case("Hoà Bình", and: ["Hòa Bình"], is: .name),
        Case("Diễn đàn Kinh tế Thế giới", and: ["Diễn đàn Kinh tế Thể giới"], is: .name),
        Case("Canada Development Fund", and: ["Canada Developmnt Fund"], is: .spelling),
        Case("Quận 1 Thành phố", and: ["Quận 2 Thành phố"], is: nil),
        Case("Cities Alliance", and: ["UCLG ASPAC"], is: nil),
        Case("Lyon", and: ["Lyo"], is: nil),
        // Initials alone prove nothing: many have them in common.
        Case(
            "International Finance Corporation",
            and: ["Institut Français de Coopération"],
            is: nil
        ),
    ]

    private func ids(_ count: UInt64) -> [RecordID] {
        (1...count).map { RecordID(high: 0, low: $0) }
    }

    @Test(arguments: cases)
    func `names and abbreviations`(_ item: Case) {
        let ids = ids(2)
        var finder = DoubleFinder()
        finder.add(ids[0], names: item.first, abbreviations: [], websites: [], notSameAs: [])
        finder.add(ids[1], names: item.second, abbreviations: [], websites: [], notSameAs: [])
        let groups = finder.groups
        #expect(groups.flatMap(\.records) == (item.reason == nil ? [] : ids))
        if let reason = item.reason {
            #expect(groups.first?.evidence.contains { $0.reason == reason } == true)
        }
    }

    @Test func `web sites, abbreviations and notes; and what was said not to be the same`() {
        let ids = ids(5)
        var finder = DoubleFinder()
        func add(_ place: Int, _ abbr: String, _ site: String, not other: Int? = nil) {
            finder.add(
                ids[place],
                names: ["Record \(place)"],
                abbreviations: [abbr],
                websites: [site],
                notSameAs: other.map { [ids[$0]] } ?? [],
                possiblySameAs: place == 4 ? [ids[3]] : []
            )
        }
        add(0, "CA", "https://www.example.org/vi")
        add(1, "X", "http://example.org")
        add(2, "CA", "https://other.example.org", not: 0)
        add(3, "Y", "https://third.example.org")
        add(4, "Z", "https://fourth.example.org")
        let groups = finder.groups
        #expect(groups.map(\.records) == [[ids[0], ids[1]], [ids[3], ids[4]]])
        #expect(groups.first?.evidence.map(\.key) == ["example.org"])
        #expect(groups.last?.evidence.map(\.reason) == [.noted])
    }
}
