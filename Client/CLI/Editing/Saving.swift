import ClientCore
import ClientSQLite
package import CryptoAdapters
package import Shared

/// Turns what a person entered into one act, and saves it.
package struct Saving {
    package let register: Register
    private let workspace: Workspace
    private let options: GlobalOptions

    package init(_ workspace: Workspace, _ register: Register, _ options: GlobalOptions) {
        self.workspace = workspace
        self.register = register
        self.options = options
    }
}

/// What a save did.
package struct SaveResult {
    package let record: RecordID
    package let changes: [SealedChange]
    package let understood: [Understood]
    package let created: [NewRecord]
    /// What was to be created and is there already.
    package let linked: [NewRecord]
}

extension Saving {
    /// An editor of a record, or of one that is being created.
    ///
    /// `known` finds records that are not in the register yet. What the record refers to already may be written
    /// again, also where it leads to a record that is not here.
    package func editor(
        of collection: CollectionDefinition,
        _ view: RecordView?,
        knowing known: @escaping ([UInt16], String) -> Reference? = { _, _ in nil }
    ) -> FieldEditor<SecureRandom> {
        let acknowledged = register.acknowledged
        let own = register.ownReplicas
        let scope = view.map { register.scope(of: $0.id) } ?? .common
        let settings = FieldEditor<SecureRandom>.Settings(
            style: options.numberStyle,
            milliseconds: Workspace.now,
            today: AskedDate.today,
            ownDepartment: ownDepartment,
            isAcknowledged: { dot in
                !own.contains(dot.replica) || acknowledged[scope]?.covers(dot) == true
            },
            finder: { [register] (collection, name) throws(ReferenceProblem) in
                try register.called(name, in: collection)
            }
        )
        return FieldEditor(
            schema: register.schema,
            collection: collection,
            view: view,
            settings: settings,
            random: SecureRandom(),
            resolver: { [register] (collections, text) throws(ReferenceProblem) in
                if let reference = known(collections, text) { return reference }
                if let view, let reference = register.reference(written: text, in: collections),
                    view.refers(to: reference)
                {
                    return reference
                }
                do throws(ReferenceProblem) {
                    return try register.resolve(collections, text)
                } catch {
                    throw register.toldOfDeleted(error, text, in: collections)
                }
            }
        )
    }

    private var ownDepartment: Reference? {
        guard let actor = workspace.me,
            let record = register.directory[actor.number]?.department,
            let collection = register.schema.collection(id: "departments")
        else { return nil }
        return Reference(collection: collection.number, record: record)
    }

    /// Saves an editor's cells on a record, and the records that its references ask for.
    ///
    /// - Returns: nil when there is nothing to change.
    /// - Throws: a failure where the cells would merge the record into another: that has a command.
    package func save(
        _ editor: FieldEditor<SecureRandom>,
        kind: Change.Kind,
        record: RecordID,
        collection: CollectionDefinition,
        note: String?
    ) throws -> SaveResult? {
        guard kind != .edit || !editor.cells.isEmpty || !editor.created.isEmpty else { return nil }
        if let failure = register.failureOfMergingByHand(editor.cells, of: record) { throw failure }
        var drafts: [Draft] = []
        for new in editor.created { drafts.append(try draft(of: new)) }
        if kind != .edit || !editor.cells.isEmpty {
            let draft = Draft(
                kind: kind,
                record: record,
                collection: collection.number,
                cells: editor.cells,
                note: note
            )
            if kind == .edit, let view = register.view(record) {
                drafts += register.drafts(for: draft, on: view).map(\.draft)
            } else {
                drafts.append(draft)
            }
        }
        return SaveResult(
            record: record,
            changes: try save(drafts),
            understood: editor.understood,
            created: editor.created,
            linked: editor.linked
        )
    }

    /// Saves drafts as one act.
    package func save(
        _ drafts: [Draft],
        heads: [HeadValue?] = [],
        in scope: ScopeID = .common
    ) throws -> [SealedChange] {
        var random = SecureRandom()
        return try workspace.store.write { transaction in
            try ReplicaEngine(hash: SHA256Hash.self).save(
                drafts,
                heads: heads,
                in: scope,
                by: workspace.author,
                at: Workspace.now,
                using: &random,
                in: &transaction
            )
        }
    }

    func draft(of new: NewRecord) throws -> Draft {
        guard let collection = register.schema.collection(number: new.reference.collection),
            let title = collection.titleField
        else {
            throw CommandFailure(
                code: "cannot_create",
                Labels(
                    vi: "không tạo được hồ sơ thuộc nhóm đó chỉ từ một tên",
                    en: "a record of that collection cannot be made from a name alone"
                )
            )
        }
        var editor = editor(of: collection, nil)
        try editor.apply(title.id + "=" + new.name)
        return Draft(
            kind: .create,
            record: new.reference.record,
            collection: collection.number,
            cells: editor.cells
        )
    }
}
