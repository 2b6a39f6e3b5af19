package import ClientCore
import GRDB
package import Shared

/// What can still be read of a replica's database whose pages are damaged.
///
/// Rows are read in their order up to the first that cannot be, then from the end backwards, then from
/// places in between: a damaged page costs what is on it and no more. To be used on a copy.
package struct ReplicaSalvage {
    /// The bytes of each record that has any.
    package private(set) var frames: [RecordID: [UInt8]] = [:]
    /// This device's own changes, in the order in which they were made.
    package private(set) var changes: [(dot: Dot, change: Change)] = []
    /// What could not be read, for people.
    package private(set) var problems: [String] = []

    /// Records whose bytes are no record's.
    private var damaged: Set<RecordID> = []

    /// Places in between from which reading is tried again.
    private static let seeksMax: UInt64 = 4096

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
    private mutating func readRecords(_ database: Database) {
        let first = RecordID(high: 0, low: 0)
        let last = RecordID(high: .max, low: .max)
        let (end, isWhole) = readRecords(database, from: first, isForward: true)
        defer { for id in damaged { problems.append("the record \(id.text) is damaged") } }
        if isWhole { return }
        problems.append("records cannot be read from \(end.text) on")
        let (start, _) = readRecords(database, from: last, isForward: false)
        guard end.high < start.high else { return }
        let step = max(1, (start.high - end.high) / Self.seeksMax)
        for high in stride(from: end.high, to: start.high, by: Int(clamping: step)) {
            _ = readRecords(database, from: RecordID(high: high, low: 0), isForward: true)
        }
    }

    /// Reads rows from an id on until one cannot be read, or has been read before.
    ///
    /// - Returns: the last id that was read, and whether there was no other after it.
    private mutating func readRecords(
        _ database: Database,
        from id: RecordID,
        isForward: Bool
    ) -> (id: RecordID, isWhole: Bool) {
        // A session that has failed once does nothing any more.
        let session = SQLiteSession(database)
        var reached = id
        var isWhole = true
        func keep(_ row: SQLiteRow) throws(ReplicaStoreError) -> Bool {
            let record: RecordID = try row.identifier(0)
            if frames[record] != nil {
                isWhole = false
                return false
            }
            reached = record
            let frame = row.bytes(1)
            if (try? RecordState(frame: frame)) != nil {
                frames[record] = frame
            } else {
                damaged.insert(record)
            }
            return true
        }
        do throws(ReplicaStoreError) {
            if isForward {
                try session.forEach(
                    "SELECT id, frame FROM record WHERE scope > 0 AND id >= ? ORDER BY scope, id",
                    id,
                    visit: keep
                )
            } else {
                try session.forEach(
                    """
                    SELECT id, frame FROM record WHERE scope > 0 AND id <= ?
                    ORDER BY scope DESC, id DESC
                    """,
                    id,
                    visit: keep
                )
            }
        } catch {
            isWhole = false
        }
        return (reached, isWhole)
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
        var found: [Int64: (dot: Dot, change: Change)] = [:]
        func keep(_ row: SQLiteRow) throws(ReplicaStoreError) -> Bool {
            guard let replica = replicas[row.integer(1)], row.integer(2) > 0,
                let change = try? Change(
                    ChangeBytes(
                        header: row.bytes(3)[...],
                        salt: row.bytes(4)[...],
                        body: row.bytes(5)[...]
                    )
                )
            else { return true }
            found[row.integer(0)] = (Dot(replica, row.word(2)), change)
            return true
        }
        do throws(ReplicaStoreError) {
            try SQLiteSession(database).forEach(
                "SELECT place, chain, n, header, salt, body FROM own ORDER BY place",
                visit: keep
            )
        } catch {
            problems.append("own changes cannot all be read")
            try? SQLiteSession(database).forEach(
                "SELECT place, chain, n, header, salt, body FROM own ORDER BY place DESC",
                visit: keep
            )
        }
        changes = found.sorted { $0.key < $1.key }.map(\.value)
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
