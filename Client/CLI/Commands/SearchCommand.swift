import ArgumentParser
import ClientCore
import ProgramText
import Shared

struct SearchCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: HelpText.say(
            en: "Find records by their text, the best first.",
            vi: "Tìm hồ sơ theo nội dung, kết quả sát nhất trước."
        ),
        discussion: HelpText.discussion(
            en: """
                Words typed without marks find every marking, words with marks only their own; \
                others are listed apart as similar. Abbreviations and aliases find each other.
                """,
            vi: """
                Từ gõ không dấu tìm mọi cách đặt dấu, từ có dấu chỉ tìm đúng dấu đó; kết quả khác \
                xếp riêng là gần giống. Tên viết tắt và tên khác tìm ra nhau.
                """,
            examples: #"caunoi search "hữu nghị" --collection partners"#
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp(HelpText.say(en: "What to look for.", vi: "Cần tìm gì.")))
    var text: [String]
    @Option(
        help: ArgumentHelp(HelpText.say(en: "Only in this collection.", vi: "Chỉ trong nhóm này."))
    ) var collection: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "At most so many records in each group.",
                vi: "Nhiều nhất bấy nhiêu hồ sơ mỗi nhóm."
            )
        )
    ) var limit = 200

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            HelpText.say(
                en: "Also what is only similar, in a group of its own.",
                vi: "Cả kết quả gần giống, thành một nhóm riêng."
            )
        )
    ) var similar = true

    /// Unicode scalars of a snippet.
    private static let snippetWidth = 76

    func validate() throws {
        guard limit < 0 else { return }
        throw ValidationError(
            HelpText.say(
                en: "--limit takes a number that is not below 0",
                vi: "--limit nhận một số không âm"
            )
        )
    }

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(
            workspace,
            language: options.language,
            texts: true,
            telling: console
        )
        let wanted = CatalogueSearch(
            collection: try collection.map { try register.collection($0).number },
            language: options.language,
            countMax: limit
        )
        let typed = text.joined(separator: " ")
        var result: RecordSearch.Result
        do {
            result = try register.search(typed, wanted)
        } catch let error as SearchQueryError {
            throw CommandFailure(.usage, code: "bad_query", error.labels)
        }
        if !similar { result.similar = [] }
        show(result, typed, register, console)
        return .done
    }

    private func show(
        _ result: RecordSearch.Result,
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
                    .init(key: "exact", value: json(result.exact)),
                    .init(key: "similar", value: json(result.similar)),
                    .init(key: "more", value: .boolean(result.isCut)),
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
                let place = printable(name(ofPlace: hit, register, console))
                console.line("    " + console.dim(place + ": ") + snippet)
            }
        }
        lines(result.exact)
        if !result.similar.isEmpty {
            console.line(console.dim(console.say(en: "similar:", vi: "gần giống:")))
            lines(result.similar)
        }
        if result.isCut {
            console.message(
                console.say(
                    en: "there is more: --limit, --collection, or more words",
                    vi: "còn nữa: thêm --limit, --collection hoặc thêm từ"
                )
            )
        }
        if result.exact.isEmpty, result.similar.isEmpty {
            console.message(console.say(en: "nothing found", vi: "không tìm thấy"))
        }
    }

    /// The field in which a hit was found; of what is called after others, its title.
    private func name(
        ofPlace hit: SearchHit,
        _ register: Register,
        _ console: Console
    ) -> String {
        let field = register.view(hit.record)?.collection?.field(id: hit.field)
        return field?.labels[console.language] ?? console.say(en: "title", vi: "tên gọi")
    }
}
