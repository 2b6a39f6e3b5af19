import CryptoAdapters
package import Foundation
import ServerCore
import ServerSQL
package import Shared

/// Loads records from lines of JSON, in two passes: first every key gets an id, then the records are
/// written with their references.
package struct RecordLoader {
    /// What came of a load.
    package struct Report {
        package var loaded = 0
        package var failures: [LoadFailure] = []
    }

    /// Records in one transaction.
    static let batchMax = 500
    /// A line's bytes.
    static let lineBytesMax = 4 << 20

    /// Told how many records are in, after every transaction.
    var onProgress: (Int) -> Void = { _ in }

    private let register: OpenRegister
    private let drafter: RecordDrafter
    private let now: Int64
    /// The ids of the lines' keys.
    private var ids: [RecordKey: RecordID] = [:]
    /// The departments that are here already, by code.
    private var departments: [RecordKey: RecordID] = [:]
    private var report = Report()

    package init(_ register: OpenRegister, now: Int64) {
        self.register = register
        self.now = now
        drafter = RecordDrafter(schema: register.schema, now: now)
    }

    /// Loads every line that is right; what is wrong with the others is in the report.
    ///
    /// Batches that were committed stay, should a later one fail.
    package mutating func load(_ data: Data) throws -> Report {
        let known = try register.store.read { try register.departments(in: $0) }
        for department in known {
            departments[RecordKey("departments", department.code)] = department.record
        }
        var isRefused: Set<Int> = []
        for (number, bytes) in lines(of: data) {
            do throws(LoadFailure) {
                let line = try read(bytes, number)
                try enter(line)
            } catch {
                report.failures.append(error)
                isRefused.insert(number)
            }
        }
        var batch: [[Draft]] = []
        for (number, bytes) in lines(of: data) where !isRefused.contains(number) {
            do throws(LoadFailure) {
                batch.append(try drafts(of: try read(bytes, number)))
            } catch {
                report.failures.append(error)
            }
            if batch.count == Self.batchMax { try write(&batch) }
        }
        try write(&batch)
        report.failures.sort { $0.line < $1.line }
        return report
    }

    // MARK: Lines

    private func lines(of data: Data) -> [(number: Int, bytes: Data)] {
        var result: [(number: Int, bytes: Data)] = []
        var start = data.startIndex
        var number = 0
        while start < data.endIndex {
            let end = data[start...].firstIndex(of: 0x0A) ?? data.endIndex
            number += 1
            let line = data[start..<end]
            if line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) {
                result.append((number, line))
            }
            start = end + (end < data.endIndex ? 1 : 0)
        }
        return result
    }

    private struct Line {
        let number: Int
        let collection: CollectionDefinition
        let key: String?
        let fields: JSONValue
    }

    private func read(_ bytes: Data, _ number: Int) throws(LoadFailure) -> Line {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONParser.parse(
                Array(bytes),
                limits: JSONLimits(bytesMax: Self.lineBytesMax)
            )
        } catch {
            throw LoadFailure(
                line: number,
                .text(
                    Labels(
                        vi: "không phải JSON, từ cột \(error.column)",
                        en: "this is not JSON, from column \(error.column) on"
                    )
                )
            )
        }
        guard let name = json["collection"]?.string else {
            throw LoadFailure(
                line: number,
                .text(Labels(vi: "thiếu collection", en: "there is no collection"))
            )
        }
        guard let collection = register.schema.collection(id: name) else {
            throw LoadFailure(
                line: number,
                .text(Labels(vi: "không có nhóm \(name)", en: "there is no collection \(name)"))
            )
        }
        guard let fields = json["fields"], fields.object != nil else {
            throw LoadFailure(
                line: number,
                .text(Labels(vi: "thiếu đối tượng fields", en: "there is no object fields"))
            )
        }
        return Line(
            number: number,
            collection: collection,
            key: json["key"]?.string,
            fields: fields
        )
    }

    // MARK: First pass

    private mutating func enter(_ line: Line) throws(LoadFailure) {
        guard let name = line.key else { return }
        let key = RecordKey(line.collection.id, name)
        guard ids[key] == nil else {
            throw LoadFailure(
                line: line.number,
                .text(
                    Labels(
                        vi: "khóa \(name) đã có ở một dòng trước",
                        en: "the key \(name) was there before"
                    )
                )
            )
        }
        ids[key] = departments[key] ?? freshID()
    }

    private func freshID() -> RecordID {
        var random = SecureRandom()
        return RecordID(milliseconds: now, using: &random)
    }

    // MARK: Second pass

    private func drafts(of line: Line) throws(LoadFailure) -> [Draft] {
        let key = line.key.map { RecordKey(line.collection.id, $0) }
        let id = key.flatMap { ids[$0] } ?? freshID()
        do {
            return try drafter.drafts(
                of: id,
                in: line.collection,
                fields: fields(of: line),
                view: try present(id, key),
                resolver: resolver
            )
        } catch let error as FieldError {
            throw LoadFailure(line: line.number, .field(error))
        } catch {
            throw LoadFailure(line: line.number, .text(Labels(vi: "\(error)", en: "\(error)")))
        }
    }

    /// A department's record that is here already, made by hand before the load.
    private func present(_ id: RecordID, _ key: RecordKey?) throws -> RecordView? {
        guard let key, departments[key] == id else { return nil }
        return try register.store.read { transaction in
            try transaction.record(id, in: .common)?.state().view(id, register.schema)
        }
    }

    /// The fields to write: a record without a code gets its key as one, so that people find it by the
    /// name that the file knows it by.
    private func fields(of line: Line) -> JSONValue {
        let isDepartment = line.collection.id.utf8.elementsEqual("departments".utf8)
        guard line.collection.field(id: "code") != nil, line.fields["code"] == nil,
            let key = line.key, let members = line.fields.object,
            !isDepartment || (try? register.accounts.check(department: key)) != nil
        else { return line.fields }
        return .object(members + [.init(key: "code", value: .string(key))])
    }

    /// Finds `collection/@key`, `collection/ID`, and either without its collection where the field
    /// points to one only.
    private func resolver(
        _ allowed: [UInt16],
        _ text: String
    ) throws(ReferenceProblem) -> Reference {
        var rest = text[...]
        var target: CollectionDefinition?
        if let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")),
            let named = register.schema.collection(id: String(text[..<slash]))
        {
            guard allowed.contains(named.number) else { throw .wrongCollection }
            target = named
            rest = text[text.utf8.index(after: slash)...]
        } else if let only = allowed.first, allowed.count == 1 {
            target = register.schema.collection(number: only)
        }
        guard let target else { throw .needsCollection }
        let isKey = rest.utf8.first == UInt8(ascii: "@")
        let name = isKey ? String(rest.unicodeScalars.dropFirst()) : String(rest)
        let key = RecordKey(target.id, name)
        if let id = ids[key] ?? departments[key] ?? (isKey ? nil : RecordID(text: name)) {
            return Reference(collection: target.number, record: id)
        }
        throw .notFound(nearest: nil)
    }

    private mutating func write(_ batch: inout [[Draft]]) throws {
        guard !batch.isEmpty else { return }
        try register.write { random, transaction in
            guard var writer = try ScopeWriter<SHA256Hash>(.common, in: transaction) else {
                throw StoreError.corrupted("the register has no scope common")
            }
            for draft in batch.joined() where !draft.cells.isEmpty || draft.kind == .create {
                _ = try register.sync.save(
                    draft,
                    actor: OpenRegister.serverActor,
                    at: now,
                    with: &writer,
                    using: &random,
                    in: &transaction
                )
            }
            try writer.finish(in: &transaction)
        }
        report.loaded += batch.count
        onProgress(report.loaded)
        batch = []
    }
}

/// A collection and a key in it, compared by bytes.
struct RecordKey: Hashable {
    private let bytes: [UInt8]

    init(_ collection: String, _ key: String) {
        bytes = Array(collection.utf8) + [UInt8(ascii: "/")] + Array(key.utf8)
    }
}

/// Why a line was not loaded.
package struct LoadFailure: Error, Sendable {
    package enum Reason: Sendable {
        case text(Labels)
        case field(FieldError)
    }

    /// Counted from 1.
    package let line: Int
    package let reason: Reason

    init(line: Int, _ reason: Reason) {
        self.line = line
        self.reason = reason
    }

    package func message(in language: DisplayLanguage) -> String {
        switch reason {
        case .text(let labels): printable(labels[language])
        case .field(let error): error.message(in: language)
        }
    }

    func json(in language: DisplayLanguage) -> JSONValue {
        var field: String?
        if case .field(let error) = reason { field = error.path }
        return .members([
            "line": .count(line),
            "field": .optional(field),
            "message": .string(message(in: language)),
        ])
    }
}

extension RecordState {
    fileprivate func view(_ id: RecordID, _ schema: Schema) -> RecordView {
        RecordView(id, self, schema: schema, directory: Directory())
    }
}
