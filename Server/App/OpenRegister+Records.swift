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

    /// The record that `text` names, to be purged: `collection/KEY`.
    ///
    /// The key is tried as everywhere: as the id or `#` and the end of it, as the code, the abbreviation, a name
    /// or alias. Of records that are called alike those count that have been deleted.
    ///
    /// - Throws: ``CommandFailure`` when none or several have that name.
    func record(
        _ text: String,
        in transaction: SQLTransaction
    ) throws -> (view: RecordView, collection: CollectionDefinition) {
        let (collection, key) = try parted(text)
        let found = try records(key, of: collection, in: transaction)
        if let view = found.first, found.count == 1 { return (view, collection) }
        guard !found.isEmpty else {
            throw CommandFailure(
                code: "unknown_record",
                Labels(vi: "không có hồ sơ \(text)", en: "there is no record \(text)"),
                hint: Labels(vi: "hãy dùng đủ id của hồ sơ", en: "use the record's whole id")
            )
        }
        let vi = found.map { listed($0, collection, .vi) }.joined(separator: ", ")
        let en = found.map { listed($0, collection, .en) }.joined(separator: ", ")
        throw CommandFailure(
            code: "ambiguous_record",
            Labels(vi: "\(text) ứng với nhiều hồ sơ", en: "\(text) names several records"),
            hint: Labels(vi: "chọn một: \(vi)", en: "choose one of \(en)")
        )
    }

    /// The collection that `collection/KEY` names, and the key.
    private func parted(
        _ text: String
    ) throws -> (collection: CollectionDefinition, key: String) {
        let slash = text.utf8.firstIndex(of: UInt8(ascii: "/"))
        let name = slash.map { String(text[..<$0]) } ?? text
        if let slash, let collection = schema.collection(id: name) {
            return (collection, String(text[text.utf8.index(after: slash)...]))
        }
        let meant = slash.flatMap { _ in schema.nearestCollection(to: name) }
        throw CommandFailure(
            .usage,
            code: "unknown_collection",
            Labels(
                vi: "\(text) không bắt đầu bằng một nhóm và dấu /",
                en: "\(text) does not begin with a collection and a slash"
            ),
            hint: meant.map { Labels(vi: "có phải \($0)?", en: "did you mean \($0)?") }
                ?? Labels(
                    vi: "hãy viết như partners/#7QX2KM",
                    en: "write it as in partners/#7QX2KM"
                )
        )
    }

    /// The records of a collection that a key names, in the first tier in which it names any.
    private func records(
        _ key: String,
        of collection: CollectionDefinition,
        in transaction: SQLTransaction
    ) throws -> [RecordView] {
        if let id = RecordID(text: key),
            let state = try transaction.record(id, in: .common)?.state(),
            state.collection == collection.number
        {
            return [RecordView(id, state, schema: schema, directory: Directory())]
        }
        var matches = KeyMatches(key)
        try visitViews(of: collection.number, in: transaction) { matches.note($0) }
        return matches.best
    }

    /// How a record is named to choose it among several.
    private func listed(
        _ view: RecordView,
        _ collection: CollectionDefinition,
        _ language: DisplayLanguage
    ) -> String {
        let label = view.label(in: language, schema: schema) { _ in nil }
        return "\(collection.id)/#\(view.id.shortText)" + (label.map { " \($0)" } ?? "")
    }
}

/// The records that a key may name, tier by tier.
private struct KeyMatches {
    private let folded: String
    /// The end of an id, in capitals; nil where the key names none.
    private let end: [UInt8]?
    private var byID: [RecordView] = []
    private var byCode: [RecordView] = []
    private var byAbbreviation: [RecordView] = []
    private var byName: [RecordView] = []

    init(_ key: String) {
        folded = foldedName(key)
        let end = key.utf8.dropFirst().map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        self.end = key.utf8.first == UInt8(ascii: "#") && end.count >= 6 ? end : nil
    }

    mutating func note(_ view: RecordView) {
        if let end, view.id.text.utf8.suffix(end.count).elementsEqual(end) { byID.append(view) }
        if isCalled(view.value("code")) { byCode.append(view) }
        if isCalled(view.value("abbr")) { byAbbreviation.append(view) }
        if view.names.contains(where: { foldedName($0).isSame(as: folded) }) { byName.append(view) }
    }

    private func isCalled(_ value: FieldValue?) -> Bool {
        guard case .text(let text) = value else { return false }
        return foldedName(text).isSame(as: folded)
    }

    /// The first tier that has deleted records: these alone; else the first that has any.
    var best: [RecordView] {
        if !byID.isEmpty { return byID }
        let tiers = [byCode, byAbbreviation, byName]
        let deleted = tiers.map { $0.filter { $0.life == .deleted || $0.life == .disputedPurge } }
        return (deleted + tiers).first { !$0.isEmpty } ?? []
    }
}
