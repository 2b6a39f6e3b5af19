import CryptoAdapters
import ServerCore
import ServerSQL
import Shared

extension OpenRegister {
    /// Runs `body` in one transaction, with random numbers that are fit for secrets.
    func write<Result>(
        _ body: (inout SecureRandom, inout SQLTransaction) throws -> Result
    ) throws -> Result {
        try store.write { transaction in
            var random = SecureRandom()
            return try body(&random, &transaction)
        }
    }

    /// Visits every record of the register, or of one collection, as people see it.
    func visitViews(
        of collection: UInt16? = nil,
        in transaction: SQLTransaction,
        _ visit: (RecordView) throws -> Void
    ) throws {
        var failure: (any Error)?
        try transaction.visitRecords(in: .common, after: 0) { id, stored in
            if let collection, Self.collection(ofFrame: stored.frame) != collection { return true }
            do {
                let state = try stored.state()
                try visit(RecordView(id, state, schema: schema, directory: Directory()))
                return true
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
    }

    /// The collection of a record, without reading all of its bytes.
    private static func collection(ofFrame frame: [UInt8]) -> UInt16? {
        var reader = CBORReader(frame)
        guard (try? reader.arrayCount(limit: 16)) != nil, let number = try? reader.unsigned()
        else { return nil }
        return UInt16(exactly: number)
    }

    /// The record that `text` names: `collection/ID`, or `collection/#` and the end of the id.
    ///
    /// - Throws: ``CommandFailure`` when none or several have that name.
    func record(
        _ text: String,
        in transaction: SQLTransaction
    ) throws -> (view: RecordView, collection: CollectionDefinition) {
        let slash = text.utf8.firstIndex(of: UInt8(ascii: "/"))
        guard let slash, let collection = schema.collection(id: String(text[..<slash])) else {
            throw CommandFailure(
                .usage,
                code: "unknown_collection",
                "\(text) does not begin with a collection and a slash",
                hint: "write it as in partners/#7QX2KM"
            )
        }
        let key = Array(text[slash...].utf8.dropFirst())
        var found: [RecordView] = []
        if let id = RecordID(text: String(decoding: key, as: UTF8.self)) {
            if let state = try transaction.record(id, in: .common)?.state(),
                state.collection == collection.number
            {
                found = [RecordView(id, state, schema: schema, directory: Directory())]
            }
        } else {
            let end = key.first == UInt8(ascii: "#") ? Array(key.dropFirst()) : key
            let upper = end.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
            try visitViews(of: collection.number, in: transaction) { view in
                if upper.count >= 6, Array(view.id.text.utf8.suffix(upper.count)) == upper {
                    found.append(view)
                }
            }
        }
        guard let view = found.first, found.count == 1 else {
            throw CommandFailure(
                code: found.isEmpty ? "unknown_record" : "ambiguous_record",
                found.isEmpty ? "there is no record \(text)" : "\(text) names several records",
                hint: "use the record's whole id"
            )
        }
        return (view, collection)
    }
}
