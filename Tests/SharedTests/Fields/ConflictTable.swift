import Foundation
import Shared
import Testing

/// The table "Two edits of one record" of the README, row by row.
enum ConflictTable {
    enum Row: String, CaseIterable, Sendable {
        case fields = "of two fields | both values"
        case equal = "of one field, to one value | that value; no question is asked"
        case different = "of one field, to two values | a conflict with two candidates"
        case languages = "of one text, in two languages | both"
        case cleared = "setting and clearing one field | a conflict"
        case setAdds = "adding two elements to a set | both elements"
        case addWins =
            "removing an element that the other adds anew | the element stays"
        case log = "two entries of a log | both; the state is that of the latest date"
        case claims = "two claims on one fact | both, each with its source"
        case preferred = "two different preferred claims | a conflict"
        case counter = "counting at two doors | the sum"
        case paragraphs =
            "different paragraphs of one long text | merged, marked to be checked"
        case oneParagraph = "one paragraph of one long text | a conflict, side by side"
        case deleteEdit =
            "deleting and editing | the record stays, marked: deleted by one, edited by another"
        case deleteTwice = "deleting twice | deleted"
        case settledTwice =
            "settling one conflict in two ways | open again, with these two candidates"

        /// Whether people are asked, in the words of the table.
        var asks: Bool {
            let seen = rawValue.components(separatedBy: " | ").last ?? ""
            return ["a conflict", "open again", "deleted by one"].contains { seen.contains($0) }
        }
    }

    /// The rows of the README's table, each with single spaces around its bar.
    static func readme() throws -> [String] {
        var url = URL(filePath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        let text = try String(contentsOf: url.appending(path: "README.md"), encoding: .utf8)
        let chapter = text.components(separatedBy: "\n## Two edits of one record\n").dropFirst()
            .first?.components(separatedBy: "\n## ").first
        let lines = (chapter ?? "").split(separator: "\n").filter { $0.hasPrefix("|") }
        return lines.dropFirst(2).map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
                .joined(separator: " | ")
        }
    }
}

extension ConflictTableTests {
    @Test func `the README's table has these rows`() throws {
        #expect(try ConflictTable.readme() == ConflictTable.Row.allCases.map { $0.rawValue })
    }

    @Test(arguments: ConflictTable.Row.allCases)
    func `a row of the README's table asks people where it says so`(
        row: ConflictTable.Row
    ) throws {
        let shown = Self.cases.filter { $0.row == row }
        for example in shown { #expect(example.disputed.isEmpty == !row.asks) }
        guard shown.isEmpty else { return }
        let world = try Self.world(of: row)
        let view = try #require(world.view)
        #expect(view.conflicts.isEmpty == !row.asks)
        switch row {
        case .addWins: #expect(world.json("tags") == #"["a"]"#)
        case .claims:
            guard case .claims(let claims) = view.field(id: "size")?.content else {
                Issue.record("no claims")
                return
            }
            let sources = claims.entries.map { entry in
                guard case .text(let text) = entry.claim.source else { return "" }
                return text
            }
            #expect(Set(sources) == ["a letter", "a call"])
        case .preferred: #expect(view.conflicts.map { $0.path } == ["size.preferred"])
        case .deleteEdit: #expect(view.life == .disputedDelete)
        case .deleteTwice: #expect(view.life == .deleted)
        case .settledTwice:
            guard case .value(let candidates) = view.conflicts.first?.kind else {
                Issue.record("no candidates")
                return
            }
            let values = candidates.map { $0.value?.json(in: world.schema).string ?? "" }
            #expect(values.sorted() == ["C", "D"])
        default: Issue.record("no case shows: \(row.rawValue)")
        }
    }

    /// What two people make of a record at once, for the rows that have no case of single edits.
    private static func world(of row: ConflictTable.Row) throws -> FieldWorld {
        var world = try FieldWorld("partners")
        try world.save(["code=X", "tags+=a"], at: 1)
        var seen = world.state
        var an: [String] = []
        var binh: [String] = []
        switch row {
        case .addWins:
            try world.save(["tags-=a"], by: .binh, at: 2, seeing: seen)
            an = ["tags-=a"]
            try world.save(["tags+=a"], by: .binh, at: 3)
            try world.save(an, by: .an, at: 4, seeing: seen)
            return world
        case .claims:
            an = ["size+=63 cities;source=a letter"]
            binh = ["size+=40 cities;source=a call"]
        case .preferred:
            try world.save(["size+=63 cities", "size+=40 cities"], at: 2)
            guard case .claims(let claims) = world.view?.field(id: "size")?.content,
                claims.entries.count == 2
            else { return world }
            seen = world.state
            an = ["size.preferred=\(claims.entries[0].id.text)"]
            binh = ["size.preferred=\(claims.entries[1].id.text)"]
        case .deleteEdit, .deleteTwice: binh = row == .deleteEdit ? ["abbr=B"] : []
        case .settledTwice:
            try world.save(["abbr=A"], by: .an, at: 2, seeing: seen)
            try world.save(["abbr=B"], by: .binh, at: 3, seeing: seen)
            seen = world.state
            an = ["abbr=C"]
            binh = ["abbr=D"]
        default: break
        }
        let isDelete = row == .deleteEdit || row == .deleteTwice
        try world.save(an, by: .an, at: 10, seeing: seen, kind: isDelete ? .delete : .edit)
        let isAgain = row == .deleteTwice
        try world.save(binh, by: .binh, at: 20, seeing: seen, kind: isAgain ? .delete : .edit)
        return world
    }
}
