import ArgumentParser
import Shared

struct SearchCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find records by their text, the best first.",
        discussion: """
            Words typed without marks find every marking, words with marks only their own; others are
            listed apart as similar. Abbreviations and aliases find each other.

            EXAMPLE: caunoi search "hữu nghị" --collection partners
            """
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "What to look for.") var text: [String]
    @Option(help: "Only in this collection.") var collection: String?
    @Option(help: "At most so many records in each group.") var limit: Int?

    /// Unicode scalars of a snippet.
    private static let snippetWidth = 76

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let wanted = try collection.map { try register.collection($0).number }
        let texts = SearchTexts(register)
        let typed = text.joined(separator: " ")
        let query: SearchQuery
        let plain: SearchQuery
        do throws(SearchQueryError) {
            query = try SearchQuery(typed, aliases: texts.aliases())
            plain = try SearchQuery(typed)
        } catch {
            throw CommandFailure(.usage, code: "bad_query", error.message)
        }
        var exact: [SearchHit] = []
        var similar: [SearchHit] = []
        let ids = wanted.map { register.records(of: $0) } ?? register.allRecords
        for id in ids {
            guard let view = register.view(id), view.life != .deleted, view.life != .purged,
                let hit = SearchHit(view, texts.entries(of: view), query, plain, typed)
            else { continue }
            if hit.isExact { exact.append(hit) } else { similar.append(hit) }
        }
        show(sorted(exact, register), sorted(similar, register), typed, register, console)
        return .done
    }

    private func sorted(_ hits: [SearchHit], _ register: Register) -> [SearchHit] {
        let keyed = hits.map { hit in
            (hit: hit, key: VietnameseOrder.key(register.label(of: hit.record)))
        }
        let sorted = keyed.sorted { left, right in
            if left.hit.rank != right.hit.rank { return left.hit.rank < right.hit.rank }
            if left.key != right.key { return left.key.lexicographicallyPrecedes(right.key) }
            return left.hit.record.precedes(right.hit.record)
        }.map { $0.hit }
        return limit.map { Array(sorted.prefix(max(0, $0))) } ?? sorted
    }

    private func show(
        _ exact: [SearchHit],
        _ similar: [SearchHit],
        _ typed: String,
        _ register: Register,
        _ console: Console
    ) {
        if console.isJSON {
            func json(_ hits: [SearchHit]) -> JSONValue {
                .array(
                    hits.map { hit in
                        let snippet = hit.snippet(width: Self.snippetWidth)
                        return .object([
                            .init(key: "ref", value: .string(register.ref(hit.record))),
                            .init(key: "title", value: .string(register.label(of: hit.record))),
                            .init(key: "field", value: .string(hit.field)),
                            .init(
                                key: "snippet",
                                value: .string(snippet.marked(opening: "", closing: ""))
                            ),
                        ])
                    }
                )
            }
            console.document(
                .object([
                    .init(key: "query", value: .string(typed)),
                    .init(key: "exact", value: json(exact)),
                    .init(key: "similar", value: json(similar)),
                ])
            )
            return
        }
        func lines(_ hits: [SearchHit]) {
            for hit in hits {
                let pieces = hit.snippet(width: Self.snippetWidth).pieces
                let snippet = pieces.map { $0.isMatch ? console.bold($0.text) : $0.text }.joined()
                console.line(
                    padded(register.shortRef(hit.record), to: 22)
                        + printable(register.label(of: hit.record))
                )
                console.line("    " + console.dim(hit.field + ": ") + snippet)
            }
        }
        lines(exact)
        if !similar.isEmpty {
            console.line(console.dim(console.say(en: "similar:", vi: "gần giống:")))
            lines(similar)
        }
        if exact.isEmpty, similar.isEmpty {
            console.message(console.say(en: "nothing found", vi: "không tìm thấy"))
        }
    }
}

/// A record that was found, with the place that says most.
struct SearchHit {
    let record: RecordID
    let isExact: Bool
    let field: String
    private let text: String
    private let match: SearchMatch
    /// Lower is better.
    let rank: Int

    /// Nil when the record has nothing of the query.
    ///
    /// What has the words as typed, as `plain` does, stands before what has only an alias of them.
    init?(
        _ view: RecordView,
        _ entries: [SearchTexts.Entry],
        _ query: SearchQuery,
        _ plain: SearchQuery,
        _ typed: String
    ) {
        var best: (entry: SearchTexts.Entry, match: SearchMatch, rank: Int, isExact: Bool)?
        let wanted = foldedName(typed)
        for entry in entries {
            let match = query.match(entry.text)
            let isExact: Bool
            switch match {
            case .none: continue
            case .exact: isExact = true
            case .similar: isExact = false
            }
            let isWhole =
                entry.place == .name && foldedName(entry.text).isSame(as: wanted)
            let isTyped = plain.match(entry.text) == match
            let rank = isWhole ? 0 : entry.place.rawValue * 2 + (isTyped ? 1 : 2)
            if let held = best, held.isExact && !isExact { continue }
            if let held = best, held.isExact == isExact, held.rank <= rank { continue }
            best = (entry, match, rank, isExact)
        }
        guard let best else { return nil }
        record = view.id
        isExact = best.isExact
        field = best.entry.field
        text = best.entry.text
        match = best.match
        rank = best.rank
    }

    func snippet(width: Int) -> SearchSnippet {
        SearchSnippet(of: text, match: match, width: width)
    }
}
