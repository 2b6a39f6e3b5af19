import ClientCore
import Shared
import Testing

@Suite struct RecordSearchTests {
    /// A memory replica of one seed's partners, its reader and its catalogue.
    private func world(
        seed: Int
    ) throws -> (reader: RecordReader, catalogue: MemoryCatalogue, records: [RecordID]) {
        var life = CatalogueLife(seed: seed)
        var store = MemoryReplicaStore(replica: ReplicaID(high: 1, low: 2), scopes: [.common])
        for _ in 0..<50 { try life.act(&store) }
        let held = store
        let reader = RecordReader(
            schema: CatalogueLife.schema,
            people: CatalogueLife.people,
            departments: [],
            held: { held.held($0) },
            receipt: { _, _ in nil }
        )
        var records: [RecordID] = []
        store.visitRecords(in: .common) { id, _ in
            records.append(id)
            return true
        }
        return (reader, try MemoryCatalogue.made(of: store), records)
    }

    @Test func `a search finds what looking at every record finds`() throws {
        for seed in 0..<8 {
            let (reader, catalogue, records) = try world(seed: seed)
            for typed in CatalogueLife.names + ["ngoai", "đối ngoại", "hcm", "ky thuat"] {
                let wanted = CatalogueSearch(collection: nil, language: .vi, countMax: 1000)
                let search = try RecordSearch(typed, wanted, reader: reader, in: catalogue)
                let result = try search.run(in: catalogue)
                let groups = try SearchAliases(reader: reader).groups(for: typed, in: catalogue)
                let query = try SearchQuery(typed, aliases: groups)
                var exact: Set<RecordID> = []
                var similar: Set<RecordID> = []
                for id in records {
                    guard let view = reader.view(id), view.life.isInUse else { continue }
                    let label = reader.labels(in: .vi).label(of: id)
                    let matches = view.texts(labels: [label]).map { query.match($0.text) }
                    if matches.contains(where: { if case .exact = $0 { true } else { false } }) {
                        exact.insert(id)
                    } else if matches.contains(where: { $0 != .none }) {
                        similar.insert(id)
                    }
                }
                #expect(Set(result.exact.map { $0.record }) == exact, "seed \(seed): \(typed)")
                #expect(Set(result.similar.map { $0.record }) == similar, "seed \(seed): \(typed)")
                #expect(!result.isCut)
                let ranks = result.exact.map { $0.rank }
                #expect(ranks == ranks.sorted(), "seed \(seed): \(typed)")
            }
        }
    }

    @Test func `a search that is cut gives the best, and says that there is more`() throws {
        let (reader, catalogue, _) = try world(seed: 3)
        for typed in ["ha noi", "hue", "lyon"] {
            let all = CatalogueSearch(collection: nil, language: .vi, countMax: 1000)
            let whole = try RecordSearch(typed, all, reader: reader, in: catalogue)
                .run(in: catalogue).exact.map { $0.record }
            guard whole.count > 2 else { continue }
            let few = CatalogueSearch(collection: nil, language: .vi, countMax: 2)
            let cut = try RecordSearch(typed, few, reader: reader, in: catalogue)
                .run(in: catalogue)
            #expect(cut.exact.map { $0.record } == Array(whole.prefix(2)) && cut.isCut)
        }
    }
}
