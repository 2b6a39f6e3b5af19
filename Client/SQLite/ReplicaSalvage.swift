package import ClientCore
import GRDB
package import Shared

/// What can still be read of a replica's database whose pages are damaged.
///
/// Rows are read through the tables up to the first that cannot be; what is missing then is looked for
/// page by page, so that a damaged page costs what is on it and no more. To be used on a copy.
package struct ReplicaSalvage {
    /// The bytes of each record that has any.
    package private(set) var frames: [RecordID: [UInt8]] = [:]
    /// This device's own changes, in the order in which they were made.
    package private(set) var changes: [(dot: Dot, change: Change)] = []
    /// What could not be read, for people.
    package private(set) var problems: [String] = []

    /// Reads the database in the folder of a copy; page by page where it cannot be opened, or where
    /// something is missing.
    package init(copyIn folder: String) throws(ReplicaStoreError) {
        var salvage = ReplicaSalvage()
        let name = SQLiteReplicaStore.fileName
        let durable = try DurableFolder(folder)
        let log = try durable.content(of: name + "-wal", bytesMax: .max) ?? []
        do {
            var configuration = Configuration()
            configuration.label = "salvage"
            let queue = try DatabaseQueue(path: "\(folder)/\(name)", configuration: configuration)
            salvage = queue.writeWithoutTransaction { database in
                var salvage = ReplicaSalvage()
                salvage.readRecords(database)
                salvage.readChanges(database)
                return salvage
            }
            try queue.close()
        } catch {
            salvage.problems.append(ReplicaStoreError(error).reason)
        }
        if !salvage.problems.isEmpty {
            let file = try durable.content(of: name, bytesMax: .max) ?? []
            salvage.readPages(RawDatabase(file, log: log))
        }
        self = salvage
    }

    private init() {}
}

// MARK: - Records

extension ReplicaSalvage {
    /// Reads rows until one cannot be read.
    private mutating func readRecords(_ database: Database) {
        do throws(ReplicaStoreError) {
            try SQLiteSession(database).forEach(
                "SELECT id, frame FROM record ORDER BY scope, id"
            ) { (row) throws(ReplicaStoreError) in
                let record: RecordID = try row.identifier(0)
                let frame = row.bytes(1)
                if (try? RecordState(frame: frame)) != nil {
                    frames[record] = frame
                } else {
                    problems.append("the record \(record.text) is damaged")
                }
                return true
            }
        } catch {
            problems.append("the records cannot all be read")
        }
    }
}

// MARK: - Own changes

extension ReplicaSalvage {
    private mutating func readChanges(_ database: Database) {
        var replicas: [Int64: ReplicaID] = [:]
        try? SQLiteSession(database).forEach("SELECT id, replica FROM chain WHERE is_own = 1") {
            (row) throws(ReplicaStoreError) in
            replicas[row.integer(0)] = try row.identifier(1)
            return true
        }
        do throws(ReplicaStoreError) {
            try SQLiteSession(database).forEach(
                "SELECT place, chain, n, header, salt, body FROM own ORDER BY place"
            ) { (row) throws(ReplicaStoreError) in
                guard let replica = replicas[row.integer(1)], row.integer(2) > 0,
                    let change = try? Change(
                        ChangeBytes(
                            header: row.bytes(3)[...],
                            salt: row.bytes(4)[...],
                            body: row.bytes(5)[...]
                        )
                    )
                else { return true }
                changes.append((Dot(replica, row.word(2)), change))
                return true
            }
        } catch {
            problems.append("own changes cannot all be read")
        }
    }
}

// MARK: - Pages

extension ReplicaSalvage {
    /// Adds what lies on the pages and was not found through the tables.
    private mutating func readPages(_ database: RawDatabase) {
        var replicas: [Int64: ReplicaID] = [:]
        var logged: [(place: Int64, chain: Int64, n: Int64, change: Change)] = []
        database.forEachRow { row in
            switch (row.rowID, row.values.count) {
            case (nil, 4):
                guard case .bytes(let id) = row.values[1], case .bytes(let frame) = row.values[2],
                    let record = RecordID(bytes: id), frames[record] == nil,
                    (try? RecordState(frame: Array(frame))) != nil
                else { return }
                frames[record] = Array(frame)
            case (let id?, 4):
                guard case .bytes(let bytes) = row.values[2], row.values[3] == .integer(1),
                    let replica = ReplicaID(bytes: bytes)
                else { return }
                replicas[id] = replica
            case (let place?, 9):
                guard case .integer(let chain) = row.values[1],
                    case .integer(let n) = row.values[2],
                    case .bytes(let header) = row.values[5], case .bytes(let salt) = row.values[6],
                    case .bytes(let body) = row.values[7],
                    let change = try? Change(ChangeBytes(header: header, salt: salt, body: body))
                else { return }
                logged.append((place, chain, n, change))
            default: break
            }
        }
        var known = Set(changes.map(\.dot))
        for entry in logged.sorted(by: { $0.place < $1.place }) where entry.n > 0 {
            guard let replica = replicas[entry.chain] else { continue }
            let dot = Dot(replica, UInt64(entry.n))
            if known.insert(dot).inserted { changes.append((dot, entry.change)) }
        }
        changes.sort { left, right in
            left.change.time.rawValue < right.change.time.rawValue
        }
    }
}

extension ReplicaStoreError {
    /// What happened, for people.
    fileprivate var reason: String {
        switch self {
        case .busy: "another program holds the database"
        case .corrupted(let text), .full(let text), .uncertain(let text), .failed(let text): text
        }
    }
}
