import CryptoAdapters
import Shared

/// What one command gives for the fields of a record: values, and fields that are to be emptied.
struct GivenValues {
    private let assignments: [Assignment]
    private let cleared: [FieldPath]

    /// Reads `field=value` and its like, and the names of fields that are to be emptied.
    ///
    /// - Throws: `FieldError` for what is no such text, and a failure where two of them contradict each
    ///   other: what is saved must not depend on which of them is applied last.
    init(
        _ values: [String],
        clearing fields: [String] = [],
        in collection: CollectionDefinition,
        of schema: Schema
    ) throws {
        assignments = try values.map { try Assignment($0, in: collection, of: schema) }
        cleared = try fields.map { try FieldPath($0, in: collection, of: schema) }
        try refuseContradictions(schema)
    }

    /// Enters everything, with what stands in files that values name.
    ///
    /// Fields are emptied first, so that what a command adds to one of them is what stands in it afterwards.
    func apply(to editor: inout FieldEditor<SecureRandom>) throws {
        for path in cleared { try editor.clear(path.text) }
        for given in assignments {
            var assignment = given
            try Input.complete(&assignment)
            try editor.apply(assignment)
            try refuseWithdrawn(assignment, editor)
        }
    }
}

// MARK: - Contradictions

extension GivenValues {
    /// Fields of one value have it once, and are not emptied too; of others each value is another one.
    private func refuseContradictions(_ schema: Schema) throws {
        var written: [String] = []
        for assignment in assignments {
            let path = assignment.path
            guard assignment.operation == .set, path.holdsOneValue else { continue }
            let own = path.written(in: schema)
            if written.contains(where: { $0.isSame(as: own) }) { throw givenTwice(path) }
            if let empty = cleared.first(where: { $0.covers(path, in: schema) }) {
                throw givenAndCleared(path, empty)
            }
            written.append(own)
        }
    }

    /// A claim that stands is not entered anew, and emptying its field would withdraw it.
    private func refuseWithdrawn(
        _ assignment: Assignment,
        _ editor: FieldEditor<SecureRandom>
    ) throws {
        let path = assignment.path
        guard case (.claims, .whole) = (path.field.type, path.part), assignment.operation == .add,
            editor.understood.last?.isChange == false,
            cleared.contains(where: { $0.text.isSame(as: path.text) })
        else { return }
        throw CommandFailure(
            code: "given_and_cleared",
            Labels(
                vi: "\(path.text): số liệu này đã có và --clear sẽ rút lại; chưa lưu gì",
                en: "\(path.text): this claim stands, and --clear would withdraw it; "
                    + "nothing was saved"
            ),
            field: path.text,
            hint: Labels(
                vi: "rút từng số liệu khác: \(path.text)-=MÃ",
                en: "withdraw the others one by one: \(path.text)-=ID"
            )
        )
    }

    private func givenTwice(_ path: FieldPath) -> CommandFailure {
        CommandFailure(
            code: "given_twice",
            Labels(
                vi: "\(path.text): trường chỉ giữ một giá trị mà lệnh này nêu hai; chưa lưu gì",
                en: "\(path.text): it holds one value and is given twice here; nothing was saved"
            ),
            field: path.text,
            hint: Labels(
                vi: "chỉ nêu một lần: \(path.text)=GIÁ_TRỊ",
                en: "give it once: \(path.text)=VALUE"
            )
        )
    }

    private func givenAndCleared(_ path: FieldPath, _ empty: FieldPath) -> CommandFailure {
        CommandFailure(
            code: "given_and_cleared",
            Labels(
                vi: "\(path.text): một lệnh vừa nêu giá trị vừa xóa trống; chưa lưu gì",
                en: "\(path.text): one command both sets and clears it; nothing was saved"
            ),
            field: path.text,
            hint: Labels(
                vi: "bỏ --clear \(empty.text): giá trị mới thay giá trị cũ",
                en: "leave out --clear \(empty.text): a new value replaces the old one"
            )
        )
    }
}

extension FieldPath {
    /// Whether emptying this empties what is written at `other`: the whole field, or the same part of it.
    fileprivate func covers(_ other: FieldPath, in schema: Schema) -> Bool {
        guard field.number == other.field.number else { return false }
        if case .whole = part { return true }
        return text.isSame(as: other.written(in: schema))
    }
}
