import Shared
import Testing

struct PartialDateTests {
    @Test(arguments: [
        ("1997", "1997"), ("2025-09", "2025-09"), ("2025-9", "2025-09"), ("0001", "0001"),
        ("2026-01-18", "2026-01-18"), ("18/01/2026", "2026-01-18"), ("18/1/2026", "2026-01-18"),
        ("18.01.2026", "2026-01-18"), ("18-01-2026", "2026-01-18"), ("18 / 1 / 2026", "2026-01-18"),
        ("9/2025", "2025-09"), ("09/2025", "2025-09"), ("about 1997", "1997~"),
        ("khoảng 1997", "1997~"), ("KHOẢNG 1997", "1997~"), ("khoa\u{309}ng 1997", "1997~"),
        ("~1997", "1997~"), ("1997~", "1997~"), ("1997 ~", "1997~"), ("2003?", "2003?"),
        ("approx. 1997", "1997~"), ("ca. 1997", "1997~"), ("about 9/2025", "2025-09~"),
        (" \u{A0}1997\t", "1997"), ("tháng 9 năm 2025", "2025-09"), ("tháng 9/2025", "2025-09"),
        ("năm 1997", "1997"), ("Ngày 18 tháng 1 năm 2026", "2026-01-18"),
        ("khoảng năm 1997", "1997~"), ("29/02/2024", "2024-02-29"),
    ])
    func `dates are read as people write them`(text: String, canonical: String) throws {
        #expect(try PartialDate(parsing: text).canonical == canonical)
    }

    @Test(arguments: [
        "", " ", "97", "199", "19970", "1997-", "1997-1-", "1997-001", "2025/09", "2026/01/18",
        "2003/2010", "18/01", "18/01/26", "18/01-2026", "18/01/2026/", "1/1/1/2026", "1997~?",
        "1997??", "~1997~", "about 1997?", "more than 1997", "hundreds of 1997", "about", "~",
        "2025-09-", "Sept 2025", "１９９７", "1997\u{0}", "-1997", "1997 08", "năm tháng 9", "..",
    ])
    func `what is no date is refused with an example`(text: String) {
        let error = ValueError.malformed(.partialDate, given: text, example: "2026-01-18")
        #expect(throws: error) { try PartialDate(parsing: text) }
    }

    @Test(arguments: [
        ("2025-02-29", ValueKind.day, "29", "28"), ("29/02/1900", .day, "29", "28"),
        ("31/4/2025", .day, "31", "30"), ("0/4/2025", .day, "0", "30"),
        ("01/18/2026", .month, "18", "12"), ("2025-00", .month, "0", "12"),
        ("0000", .year, "0", "9999"),
    ])
    func `what the calendar does not have is refused with the limits`(
        text: String,
        part: ValueKind,
        given: String,
        most: String
    ) {
        let error = ValueError.outOfRange(part, given: given, least: "1", most: most)
        #expect(throws: error) { try PartialDate(parsing: text) }
    }

    @Test func `a day needs a month`() {
        #expect(throws: ValueError.self) { try PartialDate(year: 2026, day: 18) }
    }

    @Test(arguments: [
        "", "199", "97", "1997-1", "1997-01-1", "1997/01", "1997~~", "1997?~", "1997-13",
        "2025-02-29", "0000", " 1997", "1997-01-01-01", "1997-", "~1997", "+997", "1997\u{301}",
    ])
    func `only the exact form is canonical`(text: String) {
        #expect(PartialDate(canonical: text) == nil)
    }

    @Test func `a very long text is refused at once`() {
        #expect(throws: ValueError.tooLong(.partialDate, limit: 2048)) {
            try PartialDate(parsing: String(repeating: "1", count: 2049))
        }
    }

    @Test(arguments: [
        ("2026-01-18", "18/01/2026", "2026-01-18"), ("2025-09", "09/2025", "2025-09"),
        ("1997~", "khoảng 1997", "about 1997"), ("2003?", "2003?", "2003?"),
        ("2025-09~", "khoảng 09/2025", "about 2025-09"), ("0987", "0987", "0987"),
    ])
    func `dates are shown in both languages`(canonical: String, vi: String, en: String) throws {
        let date = try #require(PartialDate(canonical: canonical))
        #expect(date.display(in: .vi) == vi)
        #expect(date.display(in: .en) == en)
    }

    @Test func `every date comes back from its canonical and its shown form`() throws {
        for seed in 0..<1000 {
            var random = ValueRandom(seed: seed)
            let date = try random.date()
            #expect(PartialDate(canonical: date.canonical) == date, "seed \(seed)")
            #expect(try PartialDate(parsing: date.canonical) == date, "seed \(seed)")
            for language in DisplayLanguage.allCases {
                let shown = date.display(in: language)
                #expect(try PartialDate(parsing: shown) == date, "seed \(seed): \(shown)")
            }
        }
    }

    @Test func `a partial date spans its earliest to its latest day`() throws {
        let year = try PartialDate(year: 2024)
        #expect(PartialDate(dayNumber: year.earliestDay)?.canonical == "2024-01-01")
        #expect(PartialDate(dayNumber: year.latestDay)?.canonical == "2024-12-31")
        let month = try PartialDate(year: 2024, month: 2, mark: .about)
        #expect(PartialDate(dayNumber: month.earliestDay)?.canonical == "2024-02-01")
        #expect(PartialDate(dayNumber: month.latestDay)?.canonical == "2024-02-29")
        let day = try PartialDate(year: 2026, month: 1, day: 18)
        #expect(day.earliestDay == 20_471 && day.latestDay == 20_471)
    }

    @Test func `a partial date sorts by its earliest day`() throws {
        let sorted = [
            "1996-12-31", "1997", "1997~", "1997?", "1997-01", "1997-01-01", "1997-01-02",
            "1997-05",
            "1998",
        ]
        let dates = sorted.compactMap(PartialDate.init(canonical:))
        let shuffled = dates.reversed().sorted { $0.isOrdered(before: $1) }
        #expect(shuffled.map(\.canonical) == sorted)
        #expect(!dates[1].isCertainlyBefore(dates[7]))
        #expect(dates[1].isCertainlyBefore(dates[8]))
    }

    @Test(
        arguments: [
            ("2025-09", "2026-09-15", 11, 12), ("2025-09", "2026-12-01", 14, 15),
            ("2023-09-15", "2024-09-15", 12, 12), ("1997", "1998", 0, 23),
            ("2026-01", "2026-01", 0, 0),
            ("1998", "1997", -23, 0),
        ] as [(String, String, Int32, Int32)]
    )
    func `the months between partial dates are at least and at most`(
        from: String,
        to: String,
        least: Int32,
        most: Int32
    ) throws {
        let dates = (
            try #require(PartialDate(canonical: from)), try #require(PartialDate(canonical: to))
        )
        #expect(dates.0.monthsBetween(dates.1) == least...most)
    }
}
