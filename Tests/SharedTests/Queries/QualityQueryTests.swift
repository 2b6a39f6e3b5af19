import Shared
import Testing

/// What the questions on what is old and what is missing must answer on the sample register.
struct QualityQueryTests {
    static let cases = [
        QueryCase(
            query: .stale,
            rows: [
                "tpo | size | 24 cities | not stated | undated",
                "eu-kas-acvn | state | in_implementation | 2011 | over",
            ],
            never: ["hcmc | tie_count | 58 localities | 2025"]
        ),
        QueryCase(
            query: .incomplete,
            code: "agreements",
            rows: [
                "adgm-mou-2025 | signatories", "wef-joint-statement-2025 | signatories",
                "davos-2026-unspecified | parties, signatories",
            ]
        ),
    ]

    @Test(arguments: cases)
    func `a question is answered from the facts`(asked: QueryCase) throws { try asked.check() }

    @Test func `fields are named for people, and by their ids for programs`() throws {
        let rows = try QueryCase(query: .stale, rows: []).answer(from: .sample).rows
        var names: [String: Labels] = [:]
        for row in rows {
            guard case .word(let id, let labels) = row[1] else {
                Issue.record("\(row[1])")
                continue
            }
            names[id] = labels
        }
        #expect(names["size"] == Labels(vi: "quy mô", en: "size"))
        #expect(names["state"] == Labels(vi: "trạng thái", en: "state"))
    }
}
