import Shared
import Testing

struct DateRangeTests {
    @Test(arguments: [
        ("2003/2010", "2003/2010"), ("2008-10/2010-03", "2008-10/2010-03"),
        ("1998/..", "1998/.."), ("1998/", "1998/"), ("../2010", "../2010"), ("/2010", "../2010"),
        ("1997", "1997/1997"), ("9/2025", "2025-09/2025-09"),
        ("18/01/2026", "2026-01-18/2026-01-18"), ("about 1997", "1997~/1997~"),
        ("2003-2010", "2003/2010"), ("2003 - 2010", "2003/2010"), ("2003–2010", "2003/2010"),
        ("2003 — 2010", "2003/2010"), ("2003 đến 2010", "2003/2010"),
        ("từ 2003 đến 2010", "2003/2010"), ("from 2003 to 2010", "2003/2010"),
        ("từ năm 1998 đến nay", "1998/.."), ("1998 – present", "1998/.."),
        ("1998 - now", "1998/.."),
        ("1998 – nay", "1998/.."), ("từ 1998", "1998/"), ("1998 – ?", "1998/"),
        ("? – 2010", "../2010"), ("1998/?", "1998/"),
        ("18/01/2026 - 23/01/2026", "2026-01-18/2026-01-23"),
        ("10/2008/03/2010", "2008-10/2010-03"), ("18/01/2026/23/01/2026", "2026-01-18/2026-01-23"),
        ("18/01/2026/..", "2026-01-18/.."), ("../18/01/2026", "../2026-01-18"),
        ("2003?/2010~", "2003?/2010~"), ("about 2003/2010", "2003~/2010"),
        ("2010-06/2010", "2010-06/2010"), ("2010/2010-06", "2010/2010-06"),
    ])
    func `periods are read as people write them`(text: String, canonical: String) throws {
        #expect(try DateRange(parsing: text).canonical == canonical)
    }

    @Test(arguments: [
        "../..", "/", "..", "../", "/..", "? – ?", "", "2003/2005/2010", "2003 to 2005 to 2010",
        "nay – 2010", "2003/abc", "abc/2010", "1998/nowhere", "2003..2010", "2003/2010/",
        "2003-", "18/01/2026/23/01", "to 2010",
    ])
    func `what is no period is refused`(text: String) {
        #expect { try DateRange(parsing: text) } throws: { error in
            guard case .malformed(_, _, let example) = error as? ValueError else { return false }
            return !example.isEmpty
        }
    }

    @Test(arguments: [
        ("2010/2003", "2010", "2003"), ("2010-03/2010-02", "2010-03", "2010-02"),
        ("2026-01-18/2026-01-17", "2026-01-18", "2026-01-17"),
        ("2010-06 - 2009", "2010-06", "2009"),
    ])
    func `an end before the start is refused`(text: String, start: String, end: String) {
        let given = start + "/" + end
        #expect(throws: ValueError.reversed(.dateRange, given: given, start: start, end: end)) {
            try DateRange(parsing: text)
        }
    }

    @Test func `a wrong day in a period is named`() {
        #expect(throws: ValueError.outOfRange(.day, given: "30", least: "1", most: "28")) {
            try DateRange(parsing: "2025-02-01/2025-02-30")
        }
    }

    @Test(arguments: [
        "2003", "2003/2010/", "../..", "/2010", "2010/2003", "2003 / 2010", "2003/...", "../", "/",
        "", "..", "1998/?",
    ])
    func `only the exact form is canonical`(text: String) {
        #expect(DateRange(canonical: text) == nil)
    }

    @Test(arguments: [
        ("2008-10/2010-03", "10/2008 – 03/2010", "2008-10 – 2010-03"),
        ("1998/..", "1998 – nay", "1998 – present"), ("1998/", "1998 – ?", "1998 – ?"),
        ("../2010", "? – 2010", "? – 2010"), ("1997/1997", "1997", "1997"),
        ("1997~/1998", "khoảng 1997 – 1998", "about 1997 – 1998"),
    ])
    func `periods are shown in both languages`(canonical: String, vi: String, en: String) throws {
        let range = try #require(DateRange(canonical: canonical))
        #expect(range.display(in: .vi) == vi)
        #expect(range.display(in: .en) == en)
    }

    @Test func `every period comes back from its canonical and its shown form`() throws {
        for seed in 0..<1000 {
            var random = ValueRandom(seed: seed)
            let range = try random.range()
            #expect(DateRange(canonical: range.canonical) == range, "seed \(seed)")
            #expect(try DateRange(parsing: range.canonical) == range, "seed \(seed)")
            for language in DisplayLanguage.allCases {
                let shown = range.display(in: language)
                #expect(try DateRange(parsing: shown) == range, "seed \(seed): \(shown)")
            }
        }
    }

    @Test(
        arguments: [
            ("2003/2010", 2003, .certain), ("2003/2010", 2010, .certain),
            ("2003/2010", 2011, .none),
            ("2003/2010", 2002, .none), ("2008-10/2010-03", 2010, .certain),
            ("1998/", 1998, .certain),
            ("1998/", 2010, .possible), ("1998/", 1997, .none), ("1998/..", 2010, .certain),
            ("1998/..", 1997, .none), ("../2010", 2010, .certain), ("../2010", 2009, .possible),
            ("../2010", 2011, .none), ("2003~/2010", 2005, .possible), ("2003/2010?", 2011, .none),
            ("2010/2010", 2010, .certain), ("2003/2010", 0, .none), ("2003/2010", 10_000, .none),
        ] as [(String, Int32, DateOverlap)]
    )
    func `a period runs in a year for certain, possibly or not`(
        text: String,
        year: Int32,
        overlap: DateOverlap
    ) throws {
        let range = try #require(DateRange(canonical: text))
        #expect(range.overlap(year: year) == overlap)
    }

    @Test(
        arguments: [
            ("2003/2010", "2005-06-01", .certain), ("2003/2010", "2003-06-01", .possible),
            ("2003/2010", "2010-12-31", .possible), ("2003/2010", "2011-01-01", .none),
            ("2026-01-18/2026-01-23", "2026-01-23", .certain),
            ("2026-01-18/2026-01-23", "2026-01-24", .none),
        ] as [(String, String, DateOverlap)]
    )
    func `a day belongs to a period for certain, possibly or not`(
        text: String,
        day: String,
        overlap: DateOverlap
    ) throws {
        let range = try #require(DateRange(canonical: text))
        let date = try #require(PartialDate(canonical: day))
        #expect(range.overlap(day: date.earliestDay) == overlap)
    }

    @Test func `overlapping does not depend on the order`() throws {
        for seed in 0..<1000 {
            var random = ValueRandom(seed: seed)
            let ranges = (try random.range(), try random.range())
            let there = ranges.0.overlap(ranges.1)
            #expect(there == ranges.1.overlap(ranges.0), "seed \(seed)")
            #expect(ranges.0.overlap(ranges.0) != .none, "seed \(seed)")
        }
    }

    @Test func `a span of days without days overlaps nothing`() throws {
        let range = try #require(DateRange(canonical: "1998/.."))
        #expect(range.overlap(first: 20_000, last: 19_999) == .none)
        #expect(range.overlap(first: .min, last: .max) == .certain)
    }
}
