import ArgumentParser
import Shared

struct ShowCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a record; disputed fields with every candidate.",
        discussion: "EXAMPLE: caunoi show partners/TPO --lang vi"
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The record: collection/KEY.") var ref: String

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
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
        var version = VersionVector()
        for head in view.state.heads { version.cover(head.dot) }
        let collection = view.collection?.id ?? "\(view.state.collection)"
        var members: [JSONValue.Member] = [
            .init(key: "ref", value: .string(ref(view.id))),
            .init(key: "id", value: .string(view.id.text)),
            .init(key: "collection", value: .string(collection)),
            .init(key: "state", value: .string(view.life.code)),
            .init(key: "label", value: .string(label(of: view.id))),
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
        if !view.unknown.isEmpty {
            members.append(.init(key: "unknown", value: view.unknownJSON))
        }
        return .object(members)
    }
}
