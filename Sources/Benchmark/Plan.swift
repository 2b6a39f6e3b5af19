/// One part of the benchmark.
package enum Work: String, CaseIterable, Sendable {
    case limits
    case W1, W2, W3, W4, W5, W6
    case local, memory, storage, growth, crowd

    /// The part of this name, in any case.
    package init?(name: String) {
        let found = Work.allCases.first { $0.rawValue.lowercased() == name.lowercased() }
        guard let found else { return nil }
        self = found
    }
}

/// What is measured, and how much of it.
package struct Plan: Sendable {
    package var works: Set<Work>
    package var records: Int
    /// Where registers and replicas are made; on the disk that is to be measured.
    package var folder: String
    /// Repetitions of what is short.
    package var rounds = 5
    /// Connections of W6, and requests on each.
    package var connections = 200
    package var requests = 40
    /// Devices of the crowd, and changes of each.
    package var crowd = 1000
    package var crowdChanges = 20
    /// A database of PostgreSQL's that the crowd uses as well; nil for none.
    package var database: String?
    /// The largest register of the comparison of sizes.
    package var growthRecords = 1_000_000

    package init(works: Set<Work>, records: Int, folder: String) {
        self.works = works
        self.records = records
        self.folder = folder
    }

    /// Records that two replicas edit at once.
    var disputed: Int { min(10_000, records) }
    /// Records that change between two syncs.
    var changed: Int { min(100, records) }
}
