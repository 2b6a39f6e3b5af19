package import Shared

/// Brings a replica's catalogue up to date, a batch of records at a time.
package struct CatalogueKeeper: Sendable {
    /// Records entered in one transaction, so that others wait for a moment only.
    package static let batchCount = 5_000

    private let schema: Schema
    private let people: DirectoryDocument

    package init(schema: Schema, people: DirectoryDocument) {
        self.schema = schema
        self.people = people
    }

    /// Whether what the catalogue answers is true; with `texts` whether it can be searched too.
    package func isCurrent(
        texts: Bool,
        _ catalogue: some CatalogueTransaction
    ) throws(ReplicaStoreError) -> Bool {
        guard let basis = try catalogue.catalogueBasis(), isUsable(basis, texts: texts),
            basis.directoryVersion == people.version
        else { return false }
        return try catalogue.waitingCount() == 0
    }

    /// Enters the next records that wait.
    ///
    /// - Returns: how many still wait.
    package func advance<Transaction: ReplicaTransaction>(
        texts: Bool,
        _ transaction: Transaction,
        _ catalogue: inout some CatalogueTransaction
    ) throws(ReplicaStoreError) -> Int {
        try prepare(texts: texts, &catalogue)
        let batch = try catalogue.waiting(atMost: Self.batchCount)
        guard let last = batch.last else { return 0 }
        let hasTexts = try catalogue.catalogueBasis()?.hasTexts == true
        let reader = RecordReader(
            schema: schema,
            people: people,
            departments: try departments(transaction, catalogue),
            disputable: try transaction.disputable(),
            held: { transaction.held($0) },
            receipt: { try? transaction.receipt(of: $0, in: $1) }
        )
        let (vi, en) = (reader.labels(in: .vi), reader.labels(in: .en))
        var entered: Set<RecordID> = []
        for waiting in batch where entered.insert(waiting.record).inserted {
            guard let view = reader.view(waiting.record) else { continue }
            let old = try catalogue.catalogueLabel(of: waiting.record)
            try awaitRoot(of: waiting.record, formerly: old, view, reader.merges, &catalogue)
            let entry: CatalogueEntry
            if reader.merges.isMerged(waiting.record) {
                entry = CatalogueEntry(merged: waiting.record, into: view.id, in: waiting.scope)
            } else {
                entry = CatalogueEntry(
                    view,
                    in: waiting.scope,
                    parts: reader.merges.parts(of: view.id).compactMap { reader.alone($0) },
                    vi: vi,
                    en: en
                )
            }
            try catalogue.enter(
                entry,
                texts: hasTexts && entry.life.isInUse && entry.collection != 0
                    ? view.texts(labels: [entry.label.vi, entry.label.en]) : []
            )
            // Those that are called after this one may be called something else now.
            if let old, old != entry.label {
                try catalogue.awaitRecords(having: .mention, entry.record.text)
            }
        }
        try catalogue.removeWaiting(through: last.place)
        return try catalogue.waitingCount()
    }

    /// Has the record wait into which another has been merged, or was until now: it shows what that holds.
    private func awaitRoot(
        of record: RecordID,
        formerly label: CatalogueEntry.Label?,
        _ view: RecordView,
        _ merges: RecordMerges,
        _ catalogue: inout some CatalogueTransaction
    ) throws(ReplicaStoreError) {
        let root = merges.root(of: record)
        if root != record { try catalogue.awaitRecords(having: .short, root.shortText) }
        let former = label.flatMap { RecordID(text: $0.vi) }
        guard former != (root == record ? nil : root) else { return }
        if let former { try catalogue.awaitRecords(having: .short, former.shortText) }
        // Whose candidate counts may be another matter when departments have been merged.
        if view.collection?.id.isSame(as: "departments") == true {
            try catalogue.awaitDisputed()
        }
    }

    private func isUsable(_ basis: CatalogueBasis, texts: Bool) -> Bool {
        basis.format == CatalogueEntry.format && basis.schemaVersion == schema.version
            && (basis.hasTexts || !texts)
    }

    /// Begins anew what was made by other rules.
    private func prepare(
        texts: Bool,
        _ catalogue: inout some CatalogueTransaction
    ) throws(ReplicaStoreError) {
        var wanted = CatalogueBasis(
            schemaVersion: schema.version,
            directoryVersion: people.version
        )
        if let basis = try catalogue.catalogueBasis() {
            wanted.hasTexts = basis.hasTexts || texts
            if isUsable(basis, texts: texts) {
                guard basis.directoryVersion != people.version else { return }
                // Who wrote a value decides only which of several is displayed.
                try catalogue.awaitDisputed()
                return try catalogue.setCatalogueBasis(wanted)
            }
        } else {
            wanted.hasTexts = texts
        }
        try catalogue.beginCatalogue(wanted)
    }

    /// The records of departments: those entered, and those that still wait.
    private func departments(
        _ transaction: some ReplicaTransaction,
        _ catalogue: some CatalogueTransaction
    ) throws(ReplicaStoreError) -> [RecordID] {
        guard let number = schema.collection(id: "departments")?.number else { return [] }
        let known = try catalogue.catalogued(in: number).map { $0.record }
        if !known.isEmpty { return known }
        var result: [RecordID] = []
        for scope in try transaction.scopes() {
            try transaction.visitRecords(in: scope) { id, record in
                if RecordState.collection(ofFrame: record.frame) == number { result.append(id) }
                return true
            }
        }
        return result
    }
}

extension ReplicaTransaction {
    /// The records of all scopes that people may have to settle something about.
    package func disputable() throws(ReplicaStoreError) -> [RecordID] {
        var result: [RecordID] = []
        for scope in try scopes() { result += try disputable(in: scope) }
        return result
    }

    /// A record's bytes, and the scope that it lies in; nil for one that is not here.
    package func held(_ id: RecordID) -> (scope: ScopeID, frame: [UInt8])? {
        guard let scopes = try? scopes() else { return nil }
        for scope in scopes {
            if let record = try? record(id, in: scope) { return (scope, record.frame) }
        }
        return nil
    }
}
