import CryptoAdapters
import ServerCore
package import ServerSQL
package import Shared

/// Compares what is stored with what its hashes say.
package struct Verification {
    /// Problems beyond these are not listed.
    static let problemsMax = 100

    package private(set) var problems: [Labels] = []
    package private(set) var records = 0
    package private(set) var changes = 0
    package private(set) var digest = Hash256(0, 0, 0, 0)

    private let store: any SQLStore

    package init(of store: any SQLStore) { self.store = store }

    package mutating func run() throws {
        for problem in try store.integrityProblems() {
            note(Labels(vi: "cơ sở dữ liệu: \(problem)", en: "database: \(problem)"))
        }
        try store.read { transaction in
            try noting { verification in try verification.checkDigests(transaction) }
            try noting { verification in try verification.checkChains(transaction) }
        }
    }

    /// Runs one check; that something cannot be read is a finding, not a failure.
    private mutating func noting(_ check: (inout Verification) throws -> Void) throws {
        do {
            try check(&self)
        } catch StoreError.corrupted(let what) {
            note(Labels(vi: what, en: what))
        }
    }

    private mutating func note(_ problem: Labels) {
        if problems.count < Self.problemsMax { problems.append(problem) }
    }

    /// Every record's bytes against the sums of their digests.
    private mutating func checkDigests(_ transaction: SQLTransaction) throws {
        var buckets: [Int: StateDigest] = [:]
        var total = StateDigest()
        var unreadable: [RecordID] = []
        try transaction.visitRecords(in: .common, after: 0) { id, stored in
            records += 1
            let sum = StateDigest.ofRecord(id, frame: stored.frame, by: SHA256Hash.self)
            buckets[StateDigest.bucket(of: id), default: StateDigest()] += sum
            total += sum
            if (try? stored.state()) == nil { unreadable.append(id) }
            return true
        }
        for id in unreadable {
            note(
                Labels(
                    vi: "không đọc được hồ sơ \(id.text)",
                    en: "record \(id.text) cannot be read"
                )
            )
        }
        digest = total.hash
        if try transaction.digest(of: .common) != total {
            note(
                Labels(
                    vi: "mã kiểm của sổ không khớp với các hồ sơ",
                    en: "the digest of the register is not that of its records"
                )
            )
        }
        for bucket in 0..<StateDigest.bucketCount {
            let stored = try transaction.digest(ofBucket: bucket, in: .common)
            if stored != buckets[bucket] ?? StateDigest() {
                note(
                    Labels(
                        vi: "mã kiểm của ngăn \(bucket) không khớp với các hồ sơ",
                        en: "the digest of bucket \(bucket) is not that of its records"
                    )
                )
            }
        }
    }

    /// Every change's bytes against the hash of its chain.
    private mutating func checkChains(_ transaction: SQLTransaction) throws {
        guard let writer = try ScopeWriter<SHA256Hash>(.common, in: transaction) else {
            note(Labels(vi: "thiếu phạm vi common", en: "the scope common is missing"))
            return
        }
        let forks = try transaction.forks(in: .common)
        for entry in writer.vector.entries {
            var previous: Hash256?
            for counter in 1...entry.counter {
                let dot = Dot(entry.replica, counter)
                let logged = try logged(at: dot, transaction)
                guard let logged else {
                    previous = nil
                    continue
                }
                changes += 1
                let sealed = logged.sealed
                // A chain whose beginning is known by hearsay only is checked from the first change on
                // that is here.
                if counter == 1 {
                    previous = forks.chainHash(
                        beforeFirst: sealed.bytes,
                        of: entry.replica,
                        by: SHA256Hash.self
                    ) { try? transaction.change(at: $0, in: .common)?.sealed.hash }
                }
                if let previous,
                    sealed.bytes.chainHash(after: previous, by: SHA256Hash.self) != sealed.hash
                {
                    note(
                        Labels(
                            vi: "thay đổi \(dot.name) không đúng với những gì đã ký",
                            en: "change \(dot.name) is not what was signed"
                        )
                    )
                }
                previous = sealed.hash
            }
        }
    }

    /// A stored change; nil where there is none, or none that can be read.
    private mutating func logged(
        at dot: Dot,
        _ transaction: SQLTransaction
    ) throws -> LoggedChange? {
        do {
            return try transaction.change(at: dot, in: .common)
        } catch StoreError.corrupted(let what) {
            note(Labels(vi: "thay đổi \(dot.name): \(what)", en: "change \(dot.name): \(what)"))
            return nil
        }
    }
}
