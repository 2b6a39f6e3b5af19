import CryptoAdapters
import Glibc
import Shared

/// One record in a person's editor, until it is saved or given up.
struct EditSession {
    private let workspace: Workspace
    private let id: RecordID
    private let options: GlobalOptions
    private let console: Console
    private let editor: TextEditor
    private let register: Register
    private let document: RecordDocument
    /// What others made of fields meanwhile, as the person was told.
    private var told: [String: JSONValue] = [:]
    /// Whether the file holds what the person wrote and could not save.
    private(set) var holdsUnsavedText = false

    /// How the lines begin that say what was wrong.
    private static let errorMark = "#! "

    /// How many texts in a row may be wrong where nobody sits at a terminal to mend them.
    private static let wrongTextsMax = 3

    init(
        _ workspace: Workspace,
        _ register: Register,
        _ id: RecordID,
        _ options: GlobalOptions,
        _ console: Console
    ) throws {
        self.workspace = workspace
        self.register = register
        self.id = id
        self.options = options
        self.console = console
        document = try Self.document(id, register)
        editor = try TextEditor(fileName: document.collection.id + "-" + id.shortText + ".yaml")
    }

    /// Removes the file.
    func close() { editor.remove() }

    /// Opens the editor until what is in it can be saved, or nothing was changed.
    ///
    /// - Returns: the fields that were changed and saved.
    mutating func run(note: String?) throws -> [FieldDefinition] {
        var shown = try document.text()
        var wrongTexts = 0
        let triesOn = isatty(STDIN_FILENO) == 1
        while true {
            let text = try editor.edited(shown)
            let isUntouched = text.utf8.elementsEqual(shown.utf8)
            if isUntouched && !holdsUnsavedText { return [] }
            let content = Self.withoutErrors(text)
            do {
                guard let after = try YAMLText.mapping(content) else { return [] }
                return try save(after, note: note)
            } catch {
                let failure = CommandFailure(error, in: options.language)
                holdsUnsavedText = true
                wrongTexts += 1
                guard !isUntouched, failure.isMendable,
                    triesOn || wrongTexts < Self.wrongTextsMax
                else { throw given(up: failure) }
                shown = errorLines(failure) + content
            }
        }
    }

    private mutating func save(_ after: JSONValue, note: String?) throws -> [FieldDefinition] {
        let saving = Saving(workspace, register, options)
        guard let view = register.view(id) else { return [] }
        var editing = DocumentEditing(
            document,
            saving.editor(of: document.collection, view),
            ownDepartment: ownDepartment
        )
        try editing.apply(after)
        guard !editing.changed.isEmpty else { return [] }
        try refuseWhatOthersChanged(editing.changed)
        let result = try saving.save(
            editing.editor,
            kind: .edit,
            record: id,
            collection: document.collection,
            note: note
        )
        return result == nil ? [] : editing.changed
    }

    /// A sync may have brought values while the editor was open; they are not overwritten unseen.
    private mutating func refuseWhatOthersChanged(_ fields: [FieldDefinition]) throws {
        let fresh = try Register(workspace, language: options.language)
        let current = try Self.document(id, fresh)
        for field in fields {
            let value = current.value(of: field) ?? .null
            let known = told[field.id] ?? document.value(of: field) ?? .null
            guard value != known else { continue }
            told[field.id] = value
            let text = try YAMLText.entry(field.id, value)
            throw CommandFailure(
                code: "changed_meanwhile",
                console.say(
                    en: "\(field.id) was changed by another program while you were editing",
                    vi: "\(field.id) đã bị chương trình khác thay đổi trong lúc bạn sửa"
                ),
                field: field.id,
                hint: console.say(
                    en: "it is now:\n\(text)save again to replace it",
                    vi: "giá trị hiện nay:\n\(text)lưu lần nữa để thay thế"
                )
            )
        }
    }

    private var ownDepartment: String? {
        guard let actor = workspace.me else { return nil }
        return register.directory[actor.number]?.department.map { register.ref($0) }
    }

    private static func document(_ id: RecordID, _ register: Register) throws -> RecordDocument {
        guard let view = register.view(id), let collection = view.collection else {
            throw CommandFailure(
                code: "newer_schema",
                Labels(
                    vi: "cần phiên bản chương trình mới hơn để sửa hồ sơ này",
                    en: "a newer version of the program is needed to change this record"
                )
            )
        }
        return RecordDocument(view, collection, register)
    }
}

// MARK: - Errors

extension EditSession {
    private func errorLines(_ failure: CommandFailure) -> String {
        var lines = [console.say(en: "ERROR: ", vi: "LỖI: ") + failure.message]
        if let hint = failure.hint { lines += hint.split(separator: "\n").map(String.init) }
        let advice = console.say(
            en: "Mend it and save; close without changes to give up.",
            vi: "Sửa rồi lưu lại; đóng mà không sửa để bỏ."
        )
        return (lines + [advice]).map { Self.errorMark + printable($0) + "\n" }.joined()
    }

    private static func withoutErrors(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.utf8.starts(with: errorMark.utf8) }
            .joined(separator: "\n")
    }

    private func given(up failure: CommandFailure) -> CommandFailure {
        CommandFailure(
            code: failure.code,
            failure.message,
            field: failure.field,
            hint: console.say(
                en: "nothing was saved; your text is kept in \(editor.file)",
                vi: "chưa lưu gì; văn bản của bạn ở \(editor.file)"
            )
        )
    }
}

extension CommandFailure {
    /// Whether another text can put it right.
    fileprivate var isMendable: Bool {
        !["busy", "store_failed", "damaged"].contains(code)
    }
}
