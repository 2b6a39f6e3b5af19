import ArgumentParser
import ProgramText
import Shared

struct SchemaCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: HelpText.say(
            en: "Show the collections, or the fields of one: types, examples, who leads.",
            vi: "Xem các nhóm, hoặc các trường của một nhóm: kiểu, ví dụ, ai chủ trì."
        ),
        discussion: HelpText.discussion(
            en: "Every field has an example of what to type, and tells who may read it.",
            vi: "Mỗi trường có ví dụ về cách nhập, và cho biết ai được đọc.",
            examples: "caunoi schema agreements --lang vi"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(en: "A collection, for example partners.", vi: "Một nhóm, ví dụ partners.")
        )
    ) var collection: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let printer = SchemaPrinter(register.schema, console) { register.department(code: $0) }
        if let collection = try collection.map({ try register.collection($0) }) {
            if console.isJSON {
                console.document(printer.json(collection))
            } else {
                printer.show(collection)
            }
        } else if console.isJSON {
            console.document(printer.json)
        } else {
            printer.overview()
        }
        return .done
    }
}

extension Register {
    /// The name of the department that a schema calls `code`; nil when there is none here.
    ///
    /// Schemas write the words of a code with `_`, departments with `-`.
    fileprivate func department(code: String) -> String? {
        guard let collection = schema.collection(id: "departments") else { return nil }
        let wanted = code.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
        let found = records(of: collection.number).first { id in
            guard case .text(let text) = view(id)?.value("code") else { return false }
            return text.utf8.elementsEqual(wanted) || text.utf8.elementsEqual(code.utf8)
        }
        return found.map { label(of: $0) }
    }
}
