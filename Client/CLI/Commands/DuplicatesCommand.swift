import ArgumentParser
import ClientCore
import ProgramText
import Shared

struct DuplicatesCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: HelpText.say(
            en: "List records that are probably one thing, entered several times.",
            vi: "Liệt kê các hồ sơ có lẽ là một, được nhập nhiều lần."
        ),
        discussion: HelpText.discussion(
            en: """
                Works offline, and changes nothing. Looks for the same name or alias, the same \
                abbreviation or initials, the same web site, and names a typing error apart. Pairs \
                noted as not_same_as are left out.
                """,
            vi: """
                Không cần mạng và không thay đổi gì. Tìm tên hoặc tên khác giống nhau, tên viết \
                tắt hoặc chữ đầu giống nhau, cùng trang web, và tên chỉ khác nhau do gõ nhầm. Cặp \
                đã ghi not_same_as thì bỏ qua.
                """,
            examples: "caunoi duplicates --collection partners"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Only in this collection; partners when none is named.",
                vi: "Chỉ trong nhóm này; không nêu là partners."
            )
        )
    )
    var collection = "partners"

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let collection = try register.collection(collection)
        var finder = DoubleFinder()
        for id in register.records(of: collection.number) {
            guard let view = register.view(id), view.life.isInUse else { continue }
            finder.add(
                id,
                names: view.names,
                abbreviations: view.texts(of: ["abbr"]) + view.abbreviatedAliases,
                websites: view.elements("websites").compactMap { element in
                    guard case .scalar(let value) = element else { return nil }
                    return value.canonicalText
                },
                notSameAs: view.references("not_same_as").map(\.record),
                possiblySameAs: view.references("possibly_same_as").map(\.record)
                    .filter { register.view($0)?.life.isInUse == true }
            )
        }
        let groups = finder.groups
        if console.isJSON {
            document(groups, collection, register, console)
        } else if groups.isEmpty {
            console.message(
                console.say(en: "no probable doubles", vi: "không thấy bản ghi trùng")
            )
        } else {
            for group in groups { show(group, register, console) }
        }
        return .done
    }

    private func document(
        _ groups: [DoubleFinder.Group],
        _ collection: CollectionDefinition,
        _ register: Register,
        _ console: Console
    ) {
        let json = groups.map { group -> JSONValue in
            .object([
                .init(
                    key: "records",
                    value: .array(
                        group.records.map { id in
                            .object([
                                .init(key: "ref", value: .string(register.ref(id))),
                                .init(key: "label", value: .string(register.label(of: id))),
                            ])
                        }
                    )
                ),
                .init(
                    key: "reasons",
                    value: .array(
                        group.evidence.map { evidence in
                            .object([
                                .init(key: "reason", value: .string(evidence.reason.rawValue)),
                                .init(key: "key", value: .string(evidence.key)),
                                .init(
                                    key: "refs",
                                    value: .array(
                                        evidence.records.map { .string(register.ref($0)) }
                                    )
                                ),
                            ])
                        }
                    )
                ),
            ])
        }
        console.document(
            .object([
                .init(key: "collection", value: .string(collection.id)),
                .init(key: "duplicates", value: .array(json)),
            ])
        )
    }

    private func show(_ group: DoubleFinder.Group, _ register: Register, _ console: Console) {
        let reasons = Set(group.evidence.map { text($0, console) }).sorted()
        console.line(console.dim(reasons.joined(separator: "; ")))
        for id in group.records {
            console.line(
                "  " + padded(register.shortRef(id), to: 20) + printable(register.label(of: id))
            )
        }
        guard group.records.count > 1 else { return }
        let (stays, double) = (group.records[0], group.records[1])
        console.line(
            "  → caunoi merge '\(register.shortRef(double))' --into '\(register.shortRef(stays))'"
        )
    }

    private func text(_ evidence: DoubleFinder.Evidence, _ console: Console) -> String {
        let key = printable(evidence.key)
        return switch evidence.reason {
        case .name: console.say(en: "one name: \(key)", vi: "cùng tên: \(key)")
        case .acronym: console.say(en: "one abbreviation: \(key)", vi: "cùng tên viết tắt: \(key)")
        case .website: console.say(en: "one web site: \(key)", vi: "cùng trang web: \(key)")
        case .spelling:
            console.say(en: "names one letter apart", vi: "tên chỉ khác một chữ cái")
        case .noted:
            console.say(en: "noted as possibly the same", vi: "đã ghi là có thể trùng nhau")
        }
    }
}

extension RecordView {
    /// The aliases that are abbreviations.
    fileprivate var abbreviatedAliases: [String] {
        elements("aliases").compactMap { element in
            guard case .code(let kind) = element.part("kind"), kind.isSame(as: "abbr"),
                case .text(let text) = element.part("text")
            else { return nil }
            return text
        }
    }
}
