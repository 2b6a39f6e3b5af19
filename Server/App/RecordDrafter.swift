import CryptoAdapters
import Shared

/// Makes drafts of whole records from JSON.
struct RecordDrafter {
    let schema: Schema
    /// For the ids of new records, in milliseconds since 1970.
    let now: Int64

    /// A draft that writes `fields` into a record; `view` is what the record has, nil for a new one.
    ///
    /// - Returns: The draft; and before it those of the records that it asks for by `new:NAME`.
    func drafts(
        of record: RecordID,
        in collection: CollectionDefinition,
        fields: JSONValue,
        view: RecordView? = nil,
        resolver: @escaping FieldEditor<SecureRandom>.Resolver
    ) throws(FieldError) -> [Draft] {
        var editor = FieldEditor(
            schema: schema,
            collection: collection,
            view: view,
            settings: .init(style: .undecided, milliseconds: now),
            random: SecureRandom(),
            resolver: resolver
        )
        try editor.load(fields)
        var drafts: [Draft] = []
        for new in editor.created {
            guard let collection = schema.collection(number: new.reference.collection),
                let title = collection.titleField
            else { continue }
            drafts += try self.drafts(
                of: new.reference.record,
                in: collection,
                fields: .members([title.id: .string(new.name)]),
                resolver: resolver
            )
        }
        drafts.append(
            Draft(
                kind: view == nil ? .create : .edit,
                record: record,
                collection: collection.number,
                cells: editor.cells
            )
        )
        return drafts
    }

    /// A draft that creates a department.
    ///
    /// - Throws: ``CommandFailure`` where the schema has no departments; `FieldError`.
    func draft(of department: Department) throws -> Draft {
        let collection = try departments
        var random = SecureRandom()
        let drafts = try drafts(
            of: RecordID(milliseconds: now, using: &random),
            in: collection,
            fields: department.fields
        ) { (_, _) throws(ReferenceProblem) in throw .notFound(nearest: nil) }
        guard let draft = drafts.last else { preconditionFailure("a draft was asked for") }
        return draft
    }

    /// The collection of departments.
    var departments: CollectionDefinition {
        get throws {
            guard let collection = schema.collection(id: "departments"),
                collection.field(id: "code") != nil, collection.field(id: "name") != nil
            else {
                throw CommandFailure(
                    code: "invalid_schema",
                    Labels(
                        vi: "lược đồ không có nhóm departments với các trường code và name",
                        en: "the schema has no collection departments with the fields code and name"
                    )
                )
            }
            return collection
        }
    }
}
