import ClientCore
import Shared

extension Register {
    /// The record that `collection/KEY` names, be it deleted or not.
    ///
    /// Records in use come first: a deleted one is found by its name only where no other has it.
    func findEvenDeleted(_ text: String) throws -> RecordID {
        do {
            return try find(text)
        } catch let failure as CommandFailure
            where ["unknown_reference", RecordLife.deleted.code].contains(failure.code)
        {
            let found = deletedRecords(named: text)
            guard let id = found.first else { throw failure }
            if found.count > 1 {
                let names = found.map { shortRef($0) + " " + label(of: $0) }
                throw self.failure(.ambiguous(names), text)
            }
            return id
        }
    }

    private func deletedRecords(named text: String) -> [RecordID] {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")),
            let collection = schema.collection(id: String(text[..<slash]))
        else { return [] }
        let key = String(text[text.utf8.index(after: slash)...])
        return deletedRecords(called: key, in: [collection.number])
    }

    private func deletedRecords(called key: String, in collections: [UInt16]) -> [RecordID] {
        let kinds: [CatalogueEntry.Term.Kind] = [.code, .abbreviation, .name]
        let found = collections.flatMap { collection in
            kinds.flatMap { self.found($0, key, in: collection) }
        }
        let deleted = found.filter { $0.life == .deleted }.map { $0.record }
        return Set(deleted).sorted { $0.precedes($1) }
    }

    /// The same problem; that the record has been deleted where it is that.
    func toldOfDeleted(
        _ problem: ReferenceProblem,
        _ text: String,
        in collections: [UInt16]
    ) -> ReferenceProblem {
        guard case .notFound = problem, let (collections, key) = try? parted(text, collections)
        else { return problem }
        let found = deletedRecords(called: key, in: collections)
        return found.isEmpty ? problem : .deleted(found.map { shortRef($0) })
    }

    /// That what `collection/KEY` names is here no more, and how it comes back; nil where no deleted record
    /// is called so.
    func failureOfDeleted(_ text: String) -> CommandFailure? {
        let found = deletedRecords(named: text)
        guard let first = found.first else { return nil }
        let ref = found.count == 1 ? shortRef(first) : text
        return CommandFailure(
            code: RecordLife.deleted.code,
            language == .vi ? "\(text) đã bị xóa" : "\(text) has been deleted",
            hint: "caunoi restore '\(ref)'; caunoi history '\(ref)'"
        )
    }

    /// The view of a record that was found.
    func seen(_ id: RecordID) throws -> RecordView {
        guard let view = view(id) else {
            throw CommandFailure(
                .damaged,
                code: "damaged",
                language == .vi
                    ? "không đọc được bản ghi \(id.text)" : "the record \(id.text) cannot be read",
                hint: "run: caunoi doctor"
            )
        }
        return view
    }

    /// What keeps a record from being changed at all; nil when nothing does.
    func failureOfChanging(_ view: RecordView) -> CommandFailure? {
        if view.collection == nil {
            return CommandFailure(
                code: "newer_schema",
                language == .vi
                    ? "cần phiên bản chương trình mới hơn để sửa bản ghi này"
                    : "a newer version of the program is needed to change this record"
            )
        }
        switch view.life {
        case .purged:
            return CommandFailure(
                code: "purged",
                language == .vi
                    ? "nội dung của bản ghi đã bị xóa vĩnh viễn"
                    : "the content of this record has been removed for good"
            )
        case .disputedDelete, .disputedPurge:
            let ref = shortRef(view.id)
            return CommandFailure(
                code: "disputed_delete",
                language == .vi
                    ? "có người xóa, có người sửa bản ghi này; cần quyết định điều đó trước"
                    : "someone deleted this record while someone edited it; settle that first",
                hint: "caunoi resolve '\(ref)' --keep-deleted, or --restore"
            )
        case .live, .deleted: return nil
        }
    }
}
