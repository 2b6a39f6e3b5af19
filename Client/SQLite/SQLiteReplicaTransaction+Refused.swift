package import ClientCore
package import Shared

extension SQLiteReplicaTransaction {
    package func ownChangesWithoutReceipt(
        in scope: ScopeID,
        through vector: VersionVector,
        bytesMax: Int
    ) throws(ReplicaStoreError) -> [OwnChange] {
        guard let row = try scopeRow(scope) else { return [] }
        var waiting: [(place: Int64, dot: Dot)] = []
        for (chain, replica) in try ownChains(row) {
            let more = try session.all(
                """
                SELECT place, n FROM own INDEXED BY own_pending
                WHERE chain = ? AND n <= ? AND received IS NULL
                """,
                chain,
                Int64(clamping: vector[replica])
            ) { ($0.integer(0), Dot(replica, $0.word(1))) }
            waiting += more
        }
        var bytes = 0
        var result: [OwnChange] = []
        for item in waiting.sorted(by: { $0.place < $1.place }) {
            guard bytes < bytesMax else { break }
            guard let change = try ownChange(at: item.dot, in: scope) else { continue }
            bytes += change.sealed.bytes.count
            result.append(change)
        }
        return result
    }

    package mutating func setContent(
        _ bytes: ChangeBytes,
        of dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let chain = try chainRow(dot.replica, in: scope) else { return }
        try session.run(
            "UPDATE own SET salt = ?, body = ? WHERE chain = ? AND n = ?",
            bytes.salt,
            bytes.body,
            chain,
            Int64(clamping: dot.counter)
        )
    }

    package func refusedChanges(
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> [RefusedChange] {
        guard let row = try scopeRow(scope) else { return [] }
        let found = try session.all(
            """
            SELECT chain.replica, n, refusals FROM own INDEXED BY own_refused
            JOIN chain ON chain.id = own.chain
            WHERE refusals IS NOT NULL AND place > ? AND place <= ? ORDER BY place
            """,
            row << ReplicaSchema.positionBits,
            endPlace(of: row)
        ) { (row) throws(ReplicaStoreError) in
            do throws(CBORError) {
                return (
                    dot: Dot(try identifier(row, 0), row.word(1)),
                    refusals: try [KeptRefusal](bytes: row.bytes(2))
                )
            } catch {
                throw .corrupted("a refusal cannot be read: \(error.description)")
            }
        }
        var result: [RefusedChange] = []
        for item in found {
            guard let change = try ownChange(at: item.dot, in: scope) else { continue }
            result.append(RefusedChange(change: change, refusals: item.refusals))
        }
        return result
    }

    package mutating func setRefusals(
        _ refusals: [KeptRefusal],
        of dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let chain = try chainRow(dot.replica, in: scope) else { return }
        try session.run(
            "UPDATE own SET refusals = ? WHERE chain = ? AND n = ?",
            refusals.isEmpty ? nil : refusals.bytes,
            chain,
            Int64(clamping: dot.counter)
        )
    }

    private func identifier(
        _ row: SQLiteRow,
        _ column: Int32
    ) throws(CBORError) -> ReplicaID {
        guard let id = ReplicaID(bytes: row.bytes(column)) else { throw .truncated(at: 0) }
        return id
    }
}
