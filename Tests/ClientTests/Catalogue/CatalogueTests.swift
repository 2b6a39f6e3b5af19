import ClientCore
import ClientSQLite
import Foundation
import Shared
import Testing

@Suite struct CatalogueTests {
    private let number = (
        partners: CatalogueLife.schema.collection(id: "partners")?.number ?? 0,
        memberships: CatalogueLife.schema.collection(id: "memberships")?.number ?? 0
    )

    private func withStore(_ body: (SQLiteReplicaStore) throws -> Void) throws {
        try withReplicaHome { home in
            let store = try SQLiteReplicaStore.create(
                in: home,
                replica: ReplicaID(high: 1, low: 2),
                scopes: [.common]
            )
            try body(store)
            try store.close()
        }
    }

    private func update(_ store: SQLiteReplicaStore, texts: Bool = true) throws {
        while try store.write({ transaction in
            let reading = transaction
            return try CatalogueLife.keeper.advance(texts: texts, reading, &transaction)
        }) > 0 {}
    }

    /// What two catalogues answer to everything they can be asked.
    private func expectSame(
        _ kept: some CatalogueTransaction,
        _ made: some CatalogueTransaction,
        _ comment: Comment
    ) throws {
        for collection in [number.partners, number.memberships] {
            let found = try kept.catalogued(in: collection)
            #expect(try found == made.catalogued(in: collection), comment)
            for language in DisplayLanguage.allCases {
                let ordered = try kept.catalogued(in: collection, by: language)
                #expect(try ordered == made.catalogued(in: collection, by: language), comment)
                for record in ordered.map({ $0.record }) {
                    let order = try kept.catalogueOrder(of: record, in: language)
                    #expect(try order == made.catalogueOrder(of: record, in: language), comment)
                }
            }
            for kind in CatalogueEntry.Term.Kind.allCases {
                let keys = try kept.catalogueKeys(of: kind, in: collection)
                #expect(try keys == made.catalogueKeys(of: kind, in: collection), comment)
                for key in keys {
                    let found = try kept.catalogued(having: kind, key, in: collection)
                    #expect(
                        try found == made.catalogued(having: kind, key, in: collection),
                        comment
                    )
                }
            }
        }
        for name in CatalogueLife.names + ["thành phố", "ngoai", "đối"] {
            let query = try SearchQuery(name)
            for places in RecordText.Place.allCases.map({ [$0] }) + [RecordText.Place.allCases] {
                for (phrases, others) in [
                    (query.phrases, []), (query.similarPhrases, []),
                    (query.similarPhrases, query.phrases),
                ] {
                    let wanted = CatalogueSearch(collection: nil, language: .vi, countMax: 100)
                    let found = try kept.catalogued(
                        with: phrases,
                        without: others,
                        in: places,
                        wanted
                    )
                    let expected = try made.catalogued(
                        with: phrases,
                        without: others,
                        in: places,
                        wanted
                    )
                    #expect(found == expected, comment)
                }
            }
        }
    }

    @Test func `a catalogue kept up to date answers as one made anew`() throws {
        for seed in 0..<12 {
            try withStore { store in
                var life = CatalogueLife(seed: seed)
                for step in 0..<60 {
                    try store.write { transaction in
                        try life.act(&transaction)
                        // A purge had the texts thrown away; they come back with the next search.
                    }
                    if step % 7 == 3 { try update(store, texts: step % 2 == 0) }
                }
                try update(store)
                try store.read { transaction in
                    let made = try MemoryCatalogue.made(of: transaction)
                    #expect(try CatalogueLife.keeper.isCurrent(texts: true, transaction))
                    try expectSame(transaction, made, "seed \(seed)")
                }
            }
        }
    }

    @Test func `a record that is named after another follows its name`() throws {
        try withStore { store in
            var life = CatalogueLife(seed: 1)
            try store.write { transaction in
                try life.create("partners", ["name.vi=Lyon"], &transaction)
                let partner = try #require(life.partners.first).text
                let refs = ["member=partners/\(partner)", "network=partners/\(partner)"]
                try life.create("memberships", refs, &transaction)
            }
            try update(store)
            let membership = try #require(life.memberships.first)
            let before = try store.read { try $0.catalogueLabel(of: membership)?.vi }
            #expect(before?.contains("Lyon") == true)
            try store.write { transaction in
                let partner = try #require(life.partners.first)
                try life.save(.edit, partner, ["name.vi=Marseille"], &transaction)
            }
            try update(store)
            let after = try store.read { try $0.catalogueLabel(of: membership)?.vi }
            #expect(after?.contains("Marseille") == true && after?.contains("Lyon") == false)
        }
    }

    @Test func `what was purged can no longer be found, nor read out of the index`() throws {
        try withStore { store in
            var life = CatalogueLife(seed: 1)
            try store.write { transaction in
                try life.create("partners", ["name.vi=Kanariensang Verein"], &transaction)
            }
            try update(store)
            let query = try SearchQuery("kanariensang")
            let wanted = CatalogueSearch(collection: nil, language: .vi, countMax: 9)
            let found = try store.read {
                try $0.catalogued(with: query.phrases, without: [], in: [.name], wanted)
            }
            #expect(found == life.partners)
            try store.write { transaction in
                try life.save(.purge, try #require(life.partners.first), [], &transaction)
            }
            try update(store, texts: false)
            #expect(try store.read { try $0.catalogueBasis()?.hasTexts } == false)
            try update(store)
            let after = try store.read {
                try $0.catalogued(with: query.phrases, without: [], in: [.name], wanted)
            }
            #expect(after.isEmpty)
        }
    }

    @Test func `another schema or other rules make the catalogue anew`() throws {
        try withStore { store in
            var life = CatalogueLife(seed: 1)
            try store.write { try life.create("partners", ["name.vi=Lyon"], &$0) }
            try update(store)
            for change in [
                { (basis: inout CatalogueBasis) in basis.format -= 1 },
                { $0.schemaVersion += 1 },
            ] {
                try store.write { transaction in
                    var basis = try #require(try transaction.catalogueBasis())
                    change(&basis)
                    try transaction.setCatalogueBasis(basis)
                }
                #expect(
                    try store.read { try CatalogueLife.keeper.isCurrent(texts: false, $0) } == false
                )
                try update(store)
                #expect(try store.read { try CatalogueLife.keeper.isCurrent(texts: true, $0) })
            }
        }
    }

    @Test func `a snapshot stays as it was while others write`() throws {
        try withStore { store in
            var life = CatalogueLife(seed: 1)
            try store.write { try life.create("partners", ["name.vi=Lyon"], &$0) }
            let snapshot = try store.snapshot()
            try store.write { try life.create("partners", ["name.vi=Huế"], &$0) }
            #expect(try snapshot.read { try $0.recordCount(in: .common) } == 1)
            #expect(try store.snapshot().read { try $0.recordCount(in: .common) } == 2)
        }
    }
}
