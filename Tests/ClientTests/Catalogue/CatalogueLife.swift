import ClientCore
import ClientSQLite
import Foundation
import Shared
import Testing

/// A replica whose people name, rename, delete and purge records, on the built-in schema.
struct CatalogueLife {
    static let schema: Schema = {
        var url = URL(filePath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        url.append(components: "Sources", "CRegister", "cooperation-schema.json")
        do {
            return try Schema(json: Array(try Data(contentsOf: url)))
        } catch {
            preconditionFailure("the built-in schema cannot be read: \(error)")
        }
    }()
    static let people = DirectoryDocument(version: 1, actors: [], devices: [], replicas: [])
    static let keeper = CatalogueKeeper(schema: schema, people: people)
    static let names = [
        "Hà Nội", "Huế", "Hue City", "Lyon", "Đối ngoại", "Đội ngoại khoa", "Thành phố Hồ Chí Minh",
        "TP.HCM", "UBND", "Kỹ thuật", "kĩ thuật số", "400.000 đồng", "AIMF",
    ]

    private let engine = ReplicaEngine(hash: ReplicaHash.self)
    private(set) var random: ReplicaRandom
    /// Partners and memberships made so far.
    private(set) var partners: [RecordID] = []
    private(set) var memberships: [RecordID] = []

    init(seed: Int) { random = ReplicaRandom(seed: seed) }

    mutating func name() -> String { Self.names[random.below(Self.names.count)] }

    /// Anything that a person might do.
    mutating func act(_ store: inout some ReplicaTransaction) throws {
        switch random.below(12) {
        case 0..<3: try create("partners", ["name.vi=\(name())", "abbr=\(name())"], &store)
        case 3, 4:
            guard let member = partners.last, let network = partners.first else { return }
            let refs = ["member=partners/\(member.text)", "network=partners/\(network.text)"]
            try create("memberships", refs, &store)
        case 5, 6:
            guard let partner = partners.randomElement(using: &random) else { return }
            try save(.edit, partner, ["name.en=\(name())", "aliases+=\(name())"], &store)
        case 7:
            guard let partner = partners.randomElement(using: &random) else { return }
            try save(.delete, partner, [], &store)
        case 9:
            guard let partner = partners.randomElement(using: &random),
                let other = partners.randomElement(using: &random)
            else { return }
            try save(.edit, partner, ["merged_into=partners/\(other.text)"], &store)
        case 10:
            guard let partner = partners.randomElement(using: &random) else { return }
            try save(.edit, partner, ["-merged_into"], &store)
        case 8:
            guard let partner = partners.randomElement(using: &random) else { return }
            try save(.restore, partner, ["notes=\(name())"], &store)
        default:
            guard let record = memberships.randomElement(using: &random) else { return }
            try save(.purge, record, [], &store)
        }
    }

    mutating func create(
        _ collection: String,
        _ values: [String],
        _ store: inout some ReplicaTransaction
    ) throws {
        let record = RecordID(high: random.next(), low: random.next())
        try save(.create, record, values, &store, in: collection)
        if collection == "partners" { partners.append(record) } else { memberships.append(record) }
    }

    mutating func save(
        _ kind: Change.Kind,
        _ record: RecordID,
        _ values: [String],
        _ store: inout some ReplicaTransaction,
        in name: String? = nil
    ) throws {
        let held = try store.record(record, in: .common)?.state()
        let view = held.map {
            RecordView(record, $0, schema: Self.schema, directory: Directory())
        }
        let collection = try #require(
            name.flatMap { Self.schema.collection(id: $0) } ?? view?.collection
        )
        var editor = FieldEditor(
            schema: Self.schema,
            collection: collection,
            view: view,
            settings: .init(
                style: .undecided,
                milliseconds: 1_700_000_000_000,
                ownDepartment: nil,
                isAcknowledged: { _ in true }
            ),
            random: random,
            resolver: { allowed, text throws(ReferenceProblem) in
                let key = String(text.split(separator: "/").last ?? "")
                guard let id = RecordID(text: key), let number = allowed.first else {
                    throw .notFound(nearest: nil)
                }
                return Reference(collection: number, record: id)
            }
        )
        for value in values {
            if value.hasPrefix("-") {
                try editor.clear(String(value.dropFirst()))
            } else {
                try editor.apply(value)
            }
        }
        random = editor.generator
        let draft = Draft(
            kind: kind,
            record: record,
            collection: collection.number,
            cells: editor.cells
        )
        let author = Author(actor: 1, schemaVersion: 1)
        _ = try engine.save(
            [draft],
            in: .common,
            by: author,
            at: 1_700_000_000_000,
            using: &random,
            in: &store
        )
    }
}

extension MemoryCatalogue {
    /// The catalogue of a replica as it is, made anew.
    static func made(of transaction: some ReplicaTransaction) throws -> MemoryCatalogue {
        var records: [(record: RecordID, scope: ScopeID)] = []
        for scope in try transaction.scopes() {
            try transaction.visitRecords(in: scope) { id, _ in
                records.append((id, scope))
                return true
            }
        }
        var result = MemoryCatalogue(records: records)
        while try CatalogueLife.keeper.advance(texts: true, transaction, &result) > 0 {}
        return result
    }
}
