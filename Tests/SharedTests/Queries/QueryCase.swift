import Shared
import Testing

/// A named question, and the rows that it must be answered with.
struct QueryCase: CustomTestStringConvertible, Sendable {
    let query: NamedQuery
    var subject: (collection: String, key: String)?
    var from: String?
    var until: String?
    var code: String?
    var on = "2026-12-01"
    /// Rows that must be there, in this order; others may stand between them.
    let rows: [String]
    /// How many rows there are; nil where that is not fixed.
    var count: Int?
    /// Texts that are in no row.
    var never: [String] = []

    var testDescription: String { "\(query.rawValue) \(subject?.key ?? code ?? from ?? "")" }

    /// Asks the sample, and holds the answer against the rows.
    func check() throws {
        let sample = SampleSource.sample
        let answer = try self.answer(from: sample)
        let found = answer.rows.map { sample.text($0) }
        var rest = found[...]
        for row in rows {
            let place = rest.firstIndex(of: row)
            #expect(place != nil, "\(row) is missing from:\n\(found.joined(separator: "\n"))")
            if let place { rest = rest[(place + 1)...] }
        }
        if let count { #expect(found.count == count, "\(found)") }
        for text in never { #expect(!found.contains { $0.contains(text) }, "\(found)") }
        for row in answer.rows + answer.totals { #expect(row.count == answer.columns.count) }
    }

    /// What records answer.
    func answer(from source: SampleSource) throws -> QueryAnswer {
        let day = try #require(PartialDate(canonical: on)).earliestDay
        var options = QueryOptions(day: day)
        options.subject = try subject.map { try source.reference($0.collection, $0.key) }
        options.from = from.flatMap { PartialDate(canonical: $0) }
        options.until = until.flatMap { PartialDate(canonical: $0) }
        options.code = code
        return query.answer(from: source, options)
    }
}

extension FieldWorld {
    /// Two people save one field at once.
    mutating func dispute(_ an: String, _ binh: String) throws {
        let seen = state
        try save([an], by: .an, at: 10, seeing: seen)
        try save([binh], by: .binh, at: 20, seeing: seen)
    }
}
