import Shared

/// What says which record a new one is: a title, a name, a code, or what it is about.
struct Identification {
    /// The fields of references that say nothing of that: who is in charge, and where it was read.
    private static let vain: Set<String> = ["lead_department", "co_departments", "sources"]

    /// The fields by which records are known besides their titles.
    private static let names: Set<String> = [
        "abbr", "aliases", "code", "family", "middle", "given", "url", "websites", "external_ids",
        "iati_identifier", "email", "tel",
    ]

    private let collection: CollectionDefinition

    init(of collection: CollectionDefinition) { self.collection = collection }

    /// Whether anything of what was entered says which record it is.
    func isGiven(among understood: [Understood]) -> Bool {
        understood.contains { identifies($0) }
    }

    /// Refuses what was entered where nobody could tell from it which record it is.
    ///
    /// - Throws: a failure `nothing_identifies` that names what would do.
    func require(among understood: [Understood], _ console: Console) throws {
        guard !isGiven(among: understood) else { return }
        let fields = collection.fields.filter { isName($0) }
        let names = fields.map { $0.id }.joined(separator: ", ")
        throw CommandFailure(
            code: "nothing_identifies",
            console.say(
                en: "nothing here says which record it is; give at least one of these, or a "
                    + "reference to another record: \(names); nothing was saved",
                vi: "chưa có gì cho biết đây là hồ sơ nào; cần ít nhất một trường sau, hoặc một "
                    + "tham chiếu tới hồ sơ khác: \(names); chưa lưu gì"
            ),
            hint: fields.first.map { field in
                "caunoi add \(collection.id) '\(field.id)\(field.assignedExample)'"
            }
        )
    }

    private func identifies(_ item: Understood) -> Bool {
        guard item.operation != .remove, let value = item.value,
            let field = collection.field(id: item.fieldID)
        else { return false }
        if isName(field) { return true }
        guard !Self.vain.contains(field.id) else { return false }
        if value.reference != nil { return true }
        // The parts of a claim say where it was read, and who says it.
        guard case .partsSet = field.type else { return false }
        return item.parts.contains { $0.value.reference != nil }
    }

    /// Whether records are called by the field.
    private func isName(_ field: FieldDefinition) -> Bool {
        field.isTitle || collection.label.contains(field.number)
            || Self.names.contains(field.id)
    }
}

extension Understood {
    /// The id of the field that was entered.
    var fieldID: String {
        String(decoding: path.utf8.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    }
}
