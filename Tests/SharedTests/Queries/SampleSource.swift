import Shared
import Testing

/// The sample register as queries see it; a record's id is its key's hash.
struct SampleSource: QuerySource {
    let schema = RegisterFiles.schema
    private var views: [Reference: RecordView] = [:]
    private var ids: [UInt16: [RecordID]] = [:]
    private var keys: [Reference: String] = [:]

    static let sample: SampleSource = {
        do {
            return try SampleSource()
        } catch {
            preconditionFailure("the sample does not load: \(error)")
        }
    }()

    private init() throws {
        for line in RegisterFiles.sample {
            var world = try FieldWorld(try #require(line["collection"]?.string))
            try world.load(try #require(line["fields"]))
            let key = try #require(line["key"]?.string)
            try add(world, as: key)
        }
    }

    /// Puts a record in, or in another's place.
    mutating func add(_ world: FieldWorld, as key: String) throws {
        let reference = Reference(
            collection: world.collection.number,
            record: FieldWorld.record(key)
        )
        views[reference] = RecordView(
            reference.record,
            try #require(world.state),
            schema: schema,
            directory: world.directory
        )
        if keys.updateValue(key, forKey: reference) == nil {
            ids[reference.collection, default: []].append(reference.record)
        }
    }

    /// The same with one more record, made of entries: `with("projects/p", ["title=P"])`.
    func with(_ name: String, _ entries: [String]) throws -> SampleSource {
        let parts = name.split(separator: "/").map(String.init)
        try #require(parts.count == 2)
        var world = try FieldWorld(parts[0])
        try world.save(entries)
        var result = self
        try result.add(world, as: parts[1])
        return result
    }

    func records(of collection: UInt16) -> [RecordID] { ids[collection] ?? [] }
    func view(_ reference: Reference) -> RecordView? { views[reference] }

    func reference(_ collection: String, _ key: String) throws -> Reference {
        let number = try #require(schema.collection(id: collection)?.number)
        return Reference(collection: number, record: FieldWorld.record(key))
    }

    /// A row as one line: keys of records, codes of words, values as people read them.
    func text(_ row: [QueryCell]) -> String { row.map { text($0) }.joined(separator: " | ") }

    private func text(_ cell: QueryCell) -> String {
        switch cell {
        case .notStated: return "not stated"
        case .blank: return "-"
        case .record(let reference): return keys[reference] ?? "?"
        case .value(.code(let code), _): return code
        case .value(let value, let type):
            return value.display(in: .en, type: type) { keys[$0] ?? "?" }
        case .word(let code, _): return code
        case .number(let number): return "\(number)"
        case .text(let text): return text
        case .list(let cells): return cells.map { text($0) }.joined(separator: ", ")
        case .claim(let claim, let type): return text(.value(claim.value, type))
        case .disputed(let cells):
            return "disputed " + cells.map { text($0) }.joined(separator: " or ")
        }
    }
}
