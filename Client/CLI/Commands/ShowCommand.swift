import ArgumentParser
import ClientCore
import ProgramText
import Shared

struct ShowCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: HelpText.say(
            en: "Show a record; disputed fields with every candidate.",
            vi: "Xem một hồ sơ; trường còn khác nhau có đủ các giá trị."
        ),
        discussion: HelpText.discussion(
            en: """
                With --at as the register had it then: what the server had received, and of this \
                device's unsent changes those made by then. Without the server, as far as this \
                device knows.
                """,
            vi: """
                Với --at: như trong sổ lúc đó, gồm những gì máy chủ đã nhận và các thay đổi chưa \
                gửi của máy này làm đến lúc đó. Không có máy chủ thì theo những gì máy này biết.
                """,
            examples: "caunoi show partners/TPO --lang vi",
            "caunoi show agreements/G1 --at 2026-08-01"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(HelpText.say(en: "The record: collection/KEY.", vi: "Hồ sơ: nhóm/KHÓA."))
    ) var ref: String
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "As it was then: a day, to its end, or a day and a time.",
                vi: "Như lúc đó: một ngày (đến hết ngày), hoặc ngày và giờ."
            ),
            valueName: "time"
        )
    )
    var at: MomentOption?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        if let at {
            return try PastRecord(workspace, register, console, at).show(ref)
        }
        let id = try register.find(ref)
        if console.isJSON {
            try Self.document(id, register, console)
        } else if let view = register.view(id) {
            RecordPrinter(register, console).show(view)
        }
        if let view = register.view(id) {
            var shown = ShownCandidates(workspace)
            shown.note(view)
            shown.save()
        }
        return .done
    }

    static func document(_ id: RecordID, _ register: Register, _ console: Console) throws {
        guard let view = register.view(id) else { return }
        console.document(register.json(view))
    }
}

extension Register {
    /// A record as `show --json` prints it.
    func json(_ view: RecordView) -> JSONValue {
        .object(members(of: view, label: label(of: view.id)))
    }

    func members(of view: RecordView, label: String) -> [JSONValue.Member] {
        var version = VersionVector()
        for head in view.state.heads { version.cover(head.dot) }
        let collection = view.collection?.id ?? "\(view.state.collection)"
        var members: [JSONValue.Member] = [
            .init(key: "ref", value: .string(ref(view.id))),
            .init(key: "id", value: .string(view.id.text)),
            .init(key: "collection", value: .string(collection)),
            .init(key: "state", value: .string(view.life.code)),
            .init(key: "label", value: .string(label)),
            .init(key: "fields", value: view.fieldsJSON(in: schema)),
            .init(
                key: "disputed",
                value: view.disputedJSON(
                    in: schema,
                    received: { [self] in received($0, in: scope(of: view.id)) },
                    people: { [self] in person($0) }
                )
            ),
            .init(
                key: "version",
                value: .object(
                    version.entries.map {
                        .init(key: $0.replica.text, value: .unsigned($0.counter))
                    }
                )
            ),
            .init(key: "pending", value: .boolean(isPending(view.id))),
        ]
        let parts = reader.merges.parts(of: view.id)
        if !parts.isEmpty {
            members.append(.init(key: "merged", value: .array(parts.map { .string(ref($0)) })))
        }
        if !view.unknown.isEmpty {
            members.append(.init(key: "unknown", value: view.unknownJSON))
        }
        return members
    }
}
