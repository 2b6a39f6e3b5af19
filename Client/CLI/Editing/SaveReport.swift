import Shared

/// Prints back what was saved, as it was understood.
struct SaveReport {
    private let workspace: Workspace
    private let result: SaveResult

    init(_ workspace: Workspace, _ result: SaveResult) {
        self.workspace = workspace
        self.result = result
    }

    func show(_ console: Console) throws {
        let register = try Register(workspace, language: console.language)
        let warnings = SaveWarnings(result.record, changed: changed, register, console)
        let doubles = NearDoubles(result.created, register, console)
        if console.isJSON {
            guard let view = register.view(result.record) else { return }
            let members = register.members(of: view, label: register.label(of: view.id))
            let linked = result.linked.map { known in
                JSONValue.object([
                    .init(key: "name", value: .string(known.name)),
                    .init(key: "ref", value: .string(register.ref(known.reference.record))),
                ])
            }
            console.document(
                .object(
                    members + [
                        .init(key: "warnings", value: .array(warnings.json + doubles.json)),
                        .init(key: "linked", value: .array(linked)),
                    ]
                )
            )
            return
        }
        console.line(
            console.bold(register.shortRef(result.record)) + "  "
                + printable(register.label(of: result.record))
        )
        for new in result.created {
            let label = console.say(en: "also made: ", vi: "đã tạo thêm: ")
            console.line(
                "  " + label + register.shortRef(new.reference.record) + "  " + printable(new.name)
            )
        }
        for known in result.linked {
            let name = printable(known.name)
            let ref = register.shortRef(known.reference.record)
            console.line(
                "  " + console.say(en: "\(name) is \(ref) already", vi: "\(name) đã có: \(ref)")
            )
        }
        guard let collection = register.view(result.record)?.collection else { return }
        for item in result.understood where item.isChange {
            let text = text(item, collection, register)
            console.line("  " + padded(item.path, to: 22) + gone(item, collection, console) + text)
        }
        warnings.show()
        doubles.show()
    }

    /// The ids of the fields that were changed.
    private var changed: Set<String> {
        Set(result.understood.filter { $0.isChange }.map { $0.fieldID })
    }

    /// What stands before a value that was taken out; nothing before others.
    private func gone(
        _ item: Understood,
        _ collection: CollectionDefinition,
        _ console: Console
    ) -> String {
        guard item.operation == .remove, item.value != nil else { return "" }
        if case .claims? = collection.field(id: item.fieldID)?.type {
            return console.say(en: "withdrawn: ", vi: "rút lại: ")
        }
        return console.say(en: "removed: ", vi: "đã bỏ: ")
    }

    private func text(
        _ item: Understood,
        _ collection: CollectionDefinition,
        _ register: Register
    ) -> String {
        guard let value = item.value else {
            return register.language == .vi ? "(bỏ)" : "(cleared)"
        }
        var text = value.display(in: register.language, type: .text) {
            register.label(of: $0.record)
        }
        for part in item.parts {
            let value = part.value.display(in: register.language, type: .text) {
                register.label(of: $0.record)
            }
            text += "; " + part.id + "=" + value
        }
        return printable(text)
    }
}
