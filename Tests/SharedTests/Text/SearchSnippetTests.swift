import Shared
import Testing

struct SearchSnippetTests {
    private let text =
        "Ngày 23/9, đoàn công tác của thành phố đã bàn về hoà bình,\nhợp tác và hòa bình lâu dài."

    private func marked(_ query: String, _ text: String, width: Int) throws -> String {
        let match = try SearchQuery(query).match(text)
        return snippet(of: text, match: match, width: width, opening: "[", closing: "]")
    }

    @Test func `matches are marked in place`() throws {
        let line = try marked("hòa bình", text, width: 500)
        #expect(
            line == "Ngày 23/9, đoàn công tác của thành phố đã bàn về [hoà bình], "
                + "hợp tác và [hòa bình] lâu dài."
        )
    }

    @Test func `a narrow snippet is cut between words around the first match`() throws {
        #expect(try marked("hòa bình", text, width: 24) == "…bàn về [hoà bình], hợp…")
        #expect(try marked("hòa bình", text, width: 0) == "…[hoà bình]…")
        #expect(try marked("ngày", text, width: 12) == "[Ngày] 23/9,…")
        #expect(try marked("lâu dài", text, width: 16) == "…bình [lâu dài].")
    }

    @Test func `what others wrote is harmless before it is marked`() throws {
        #expect(try marked("b", "a\u{1B}[2J b\u{202E}", width: 80) == "a\\u{1B}[2J [b]\\u{202E}")
    }

    @Test func `without a match the beginning is shown`() throws {
        #expect(try marked("zzz", text, width: 10) == "Ngày 23/9,…")
        #expect(try marked("zzz", "", width: 10) == "")
    }

    @Test func `any match and width give a snippet no wider than both`() throws {
        for seed in 0..<400 {
            var samples = TextSamples(seed: UInt64(seed))
            let text = seed % 2 == 0 ? samples.words(20) : samples.scalars(60)
            let lower = samples.number(below: 80)
            let range = lower..<(lower + samples.number(below: 80))
            let match =
                seed % 4 < 2 ? try SearchQuery("hoa").match(text) : SearchMatch.exact([range])
            let width = samples.number(below: 70)
            let found = SearchSnippet(of: text, match: match, width: width)
            guard seed % 4 == 0 else { continue }
            let count = found.pieces.reduce(0) { $0 + $1.text.unicodeScalars.count }
            #expect(count <= max(width, 4) + 2, "seed \(seed)")
            #expect(found.pieces.contains { $0.isMatch } == !match.ranges.isEmpty, "seed \(seed)")
        }
    }
}
