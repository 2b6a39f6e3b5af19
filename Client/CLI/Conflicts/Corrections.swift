import ClientCore
import ClientSQLite
import CryptoAdapters
import Shared

/// A value of this device that the server refused and that needs a person.
struct Correction {
    let change: OwnChange
    let scope: ScopeID
    let refusal: KeptRefusal

    var record: RecordID { change.sealed.original.record }
    var name: ChangeName { ChangeName(change.sealed.dot, in: scope) }
}

extension Workspace {
    /// How many refused values of this device need a person.
    package func correctionCount() throws -> Int { try corrections().count }

    /// What the server refused of this device and nobody has mended or dropped, oldest first.
    func corrections() throws -> [Correction] {
        let engine = ReplicaEngine(hash: SHA256Hash.self)
        return try store.read { transaction in
            try transaction.scopes().flatMap { scope in
                try engine.corrections(in: scope, transaction).flatMap { refused in
                    refused.refusals.filter { $0.state == .open }.map {
                        Correction(change: refused.change, scope: scope, refusal: $0)
                    }
                }
            }
        }
    }

    /// Lets the refused values of a change be; returns how many there were.
    func drop(_ correction: Correction) throws -> Int {
        try store.write { transaction in
            try ReplicaEngine(hash: SHA256Hash.self).dropCorrections(
                of: correction.change.sealed.dot,
                in: correction.scope,
                in: &transaction
            )
        }
    }
}

/// A correction as people and programs read it.
struct CorrectionText {
    private let register: Register
    private let console: Console
    private let correction: Correction
    private let written: FieldChange?

    init(_ correction: Correction, _ register: Register, _ console: Console) throws {
        self.register = register
        self.console = console
        self.correction = correction
        let view = try register.seen(correction.record)
        let sealed = correction.change.sealed
        let item = HistoryChange(
            sealed.change,
            sealed.bytes,
            as: sealed.dot,
            received: correction.change.received
        )
        let history = RecordHistory(
            view,
            in: correction.scope,
            [item],
            isComplete: false,
            reason: nil
        )
        written =
            FieldChangeReader(register, history)
            .changes(of: item) { $0 == correction.refusal.key }.first
    }

    private var field: String {
        if correction.refusal.key.isHead { return Conflict.recordPath }
        if let written { return written.path }
        let collection = register.schema
            .collection(number: correction.change.sealed.original.collection)
        let number = correction.refusal.key.field
        return collection?.field(number: number)?.id ?? "\(number)"
    }

    /// What was written as it lies in the cell: for values that this device's schema cannot read.
    private var raw: JSONValue? {
        let write = correction.change.sealed.original.writes
            .first { $0.key == correction.refusal.key }
        guard let bytes = write?.value else { return nil }
        var reader = CBORReader(bytes)
        return (try? CBORValue(from: &reader)).map { JSONValue($0) }
    }

    private var value: String {
        if correction.refusal.key.isHead {
            return correction.change.sealed.original.kind == .delete
                ? console.say(en: "deletes the record", vi: "xóa hồ sơ")
                : console.say(en: "restores the record", vi: "khôi phục hồ sơ")
        }
        if let new = written?.new {
            let line = FieldText(register).line(of: new, in: written?.language)
            if !line.utf8.isEmpty { return line }
        }
        return raw.map { printable(JSONWriter.string($0)) } ?? "?"
    }

    private var valueJSON: JSONValue {
        if let json = written?.json(in: register.schema)["new"], json != .null { return json }
        return raw ?? .null
    }

    private var message: String {
        WriteRefusal(code: correction.refusal.reason)?.message(in: register.language)
            ?? printable(correction.refusal.reason)
    }

    /// The command that mends it.
    private var command: String {
        let refusal = WriteRefusal(code: correction.refusal.reason)
        guard refusal != .rights, refusal != .readOnly, let definition = written?.definition else {
            let name = register.name(of: correction.change.sealed.dot, in: correction.scope)
            return "caunoi corrections --drop \(name)"
        }
        let example = printable(definition.assignedExample)
        let assignment = field + (definition.example.utf8.isEmpty ? "=VALUE" : example)
        return "caunoi set \(register.shortRef(correction.record)) \"\(assignment)\""
    }

    var json: JSONValue {
        let change = correction.change
        let fields: [(String, JSONValue)] = [
            ("change", .string(correction.name.text)),
            ("ref", .string(register.ref(correction.record))),
            ("label", .string(register.label(of: correction.record))),
            ("field", .string(field)),
            ("value", valueJSON),
            ("reason", .string(correction.refusal.reason)),
            ("message", .string(message)),
            ("command", .string(command)),
            ("at", .string(Instant(change.sealed.original.time.milliseconds).text)),
        ]
        return .object(fields.map { JSONValue.Member(key: $0.0, value: $0.1) })
    }

    func show() {
        console.line(
            console.bold(printable(register.label(of: correction.record))) + "  "
                + console.dim(register.shortRef(correction.record)) + "  "
                + console.dim(
                    register.name(of: correction.change.sealed.dot, in: correction.scope)
                )
        )
        console.line("    " + printable(field) + ": " + console.alarming(value))
        console.line("    " + console.say(en: "refused: ", vi: "không nhận: ") + message)
        console.line("    " + console.say(en: "mend it: ", vi: "cách sửa: ") + command)
    }
}
