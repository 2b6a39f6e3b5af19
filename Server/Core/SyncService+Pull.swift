package import Shared

extension SyncService {
    /// Gives out the next page of a scope: the records last touched after the client's cursor.
    ///
    /// A record that only the client itself has touched since is left out, and so are values that the
    /// client must have since its last complete pull. The page, its feed and its digest are of one
    /// snapshot.
    package func pull(
        _ request: PullRequest,
        unlimited: Bool = false,
        in transaction: some ServerTransaction
    ) throws -> PullResponse? {
        guard let clock = try transaction.clock(of: request.scope) else { return nil }
        guard request.epoch == clock.epoch, request.cursor <= clock.last else {
            return .epochChanged(clock.epoch)
        }
        // A page spans only so much of the history that its feed stays within its limit.
        let horizon = unlimited ? clock.last : min(clock.last, request.cursor + feedSpanMax)
        let bytesMax = min(request.bytesMax, UInt64(WireLimits.pageBytesMax))
        var taken: [(RecordID, StoredRecord)] = []
        var bytes: UInt64 = 0
        var end = horizon
        try transaction.visitRecords(in: request.scope, after: request.cursor) { id, record in
            guard record.sequence <= horizon else { return false }
            if bytes >= bytesMax && !unlimited {
                end = taken.last?.1.sequence ?? request.cursor
                return false
            }
            taken.append((id, record))
            bytes += UInt64(record.frame.count) + 24
            return true
        }
        let rows = try taken.compactMap { id, record in
            try row(id, record, request, transaction)
        }
        let isLast = end == clock.last
        return .page(
            PullPage(
                epoch: clock.epoch,
                from: request.cursor,
                to: end,
                isLast: isLast,
                feed: try transaction.feed(
                    in: request.scope,
                    after: request.cursor,
                    through: end
                ),
                rows: rows,
                forks: try transaction.forks(in: request.scope),
                own: try answer(request.own, in: request.scope, transaction),
                digest: isLast ? try transaction.digest(of: request.scope).hash : nil
            )
        )
    }

    /// How many steps of the history one page may span.
    private var feedSpanMax: UInt64 { UInt64(WireLimits.itemsMax / 2) }

    private func row(
        _ id: RecordID,
        _ record: StoredRecord,
        _ request: PullRequest,
        _ transaction: some ServerTransaction
    ) throws -> PullPage.Row? {
        if case .sequence(0) = request.base {
            return PullPage.Row(record: id, frame: record.frame, extra: record.extra)
        }
        let dots = try RecordState.dots(inFrame: record.frame) ?? record.state().stamps.map(\.dot)
        var known: [Dot] = []
        for dot in dots where try isKnown(dot, request, transaction) { known.append(dot) }
        if known.isEmpty {
            return PullPage.Row(record: id, frame: record.frame, extra: record.extra)
        }
        let state = try record.state()
        if isEcho(state, record.extra, known, request) { return nil }
        return PullPage.Row(
            record: id,
            frame: state.frame { known.contains($0) },
            extra: record.extra
        )
    }

    /// Whether nobody but the client has touched the record since the client last saw it whole.
    ///
    /// Where a ruling stands, a change may have done more on the server than on its author's replica.
    private func isEcho(
        _ state: RecordState,
        _ extra: VersionVector,
        _ known: [Dot],
        _ request: PullRequest
    ) -> Bool {
        guard case .sequence = request.base, extra.isEmpty else { return false }
        return state.heads.allSatisfy { head in
            known.contains(head.dot) && head.value != HeadValue.ruled.encoded
        }
            && state.heads.contains { $0.dot.replica == request.own.replica }
    }

    /// Whether the client must have the values that `dot` wrote.
    private func isKnown(
        _ dot: Dot,
        _ request: PullRequest,
        _ transaction: some ServerTransaction
    ) throws -> Bool {
        switch request.base {
        case .vector(let vector): return vector.covers(dot)
        case .sequence(let sequence):
            if dot.replica == request.own.replica { return dot.counter <= request.own.counter }
            let place = try transaction.sequence(of: dot, in: request.scope)
            return place.map { $0 <= sequence } ?? false
        }
    }
}
