import ClientCore
import Shared

/// The records of a register that may leave the house, and what they are called there.
struct PublicRecords: QuerySource {
    private let register: Register
    private let labels: RecordLabels

    init(_ register: Register) {
        self.register = register
        labels = RecordLabels(in: register.language, register.schema) { [register] id in
            register.view(id).flatMap { $0.isForAll ? $0 : nil }
        }
    }

    var schema: Schema { register.schema }

    func records(of collection: UInt16) -> [RecordID] { register.records(of: collection) }

    func view(_ reference: Reference) -> RecordView? {
        register.view(reference.record).flatMap { $0.isForAll ? $0 : nil }
    }

    /// The record's name, in which no other record is named that is not public.
    func label(of id: RecordID) -> String {
        guard let view = register.view(id), !view.isForAll else { return labels.label(of: id) }
        return register.language == .vi ? "(không công khai)" : "(not public)"
    }
}

extension RecordView {
    /// Whether the record may leave the house.
    var isForAll: Bool {
        if case .code(let level) = value("classification"), level != "public" { return false }
        guard case .code(let visibility) = value("visibility") else { return true }
        return visibility != "restricted" && visibility != "personal"
    }
}
