package import Shared

extension SyncService {
    /// Takes in a client's changes, one by one and in order.
    ///
    /// Repeating a push changes nothing, so a client that lost the answer may send it again.
    package func push(
        _ request: PushRequest,
        from caller: Caller,
        at now: Int64,
        check: SignatureCheck,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> PushResponse? {
        guard var writer = try ScopeWriter<Hash>(request.scope, in: transaction) else { return nil }
        var intake = Intake(before: writer.clock.last, now: now)
        let isHeld = caller.standing == .revoked
        // Whoever is let in no more is told nothing of another epoch, and needs not know.
        guard isHeld || request.epoch == writer.clock.epoch else {
            return intake.response(.epochChanged(writer.clock.epoch), writer)
        }
        let known = try transaction.forks(in: request.scope)
        let forks = request.forks.filter { !known.contains($0) }
        for fork in forks {
            guard fork.isNamed(by: Hash.self) else {
                throw ReceptionError.malformed("a branch has a name that is not its own")
            }
            try transaction.addFork(fork, in: request.scope)
        }
        // A twin may have brought the branch meanwhile under the name of the chain that it left.
        if !isHeld, try rename(forks, request.scope, &writer, &random, &transaction) {
            return intake.response(.epochChanged(writer.clock.epoch), writer)
        }
        intake.forks = known + forks
        if isHeld { return try hold(request, &intake, check: check, in: &transaction) }
        var news: [SealedChange] = []
        for item in request.items {
            let link = try link(item, &intake, writer, in: transaction)
            guard case .continues(let sealed, let isNew) = link else {
                return intake.response(.chainBroken(item.dot.replica), writer)
            }
            intake.hashes[item.dot] = sealed.hash
            intake.heads[item.dot.replica] = sealed.hash
            if isNew {
                news.append(sealed)
            } else {
                try recall(sealed, &intake, in: request.scope, transaction)
            }
        }
        try intake.checkSignatures(request.signatures, check)
        let offered = try Offered(request)
        if let broken = try firstBroken(request.chains, in: request.scope, transaction) {
            return intake.response(.chainBroken(broken), writer)
        }
        try note(request.chains, in: request.scope, &writer, at: now, &transaction)
        for sealed in news {
            let reception = try writer.receive(
                sealed,
                at: now,
                offered: offered.state(of: sealed.original.record),
                policy: CallerPolicy(base: policy, caller: caller),
                using: &random,
                in: &transaction
            )
            guard case .accepted(let refused) = reception else {
                try writer.finish(in: &transaction)
                return intake.response(.needState(sealed.original.record), writer)
            }
            intake.refusals += refused
            intake.hasNews = true
        }
        for state in offered.all {
            try writer.absorb(
                state.id,
                state.state,
                state.context,
                at: now,
                using: &random,
                in: &transaction
            )
        }
        try writer.finish(in: &transaction)
        return intake.response(.done, writer)
    }

    /// The first replica whose chain has parted from the client's copy since they were compared, or of
    /// which a branch has got a name of its own: a twin may have come in meanwhile.
    private func firstBroken(
        _ chains: [FeedSegment],
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> ReplicaID? {
        let forks = try transaction.forks(in: scope)
        for segment in chains {
            let isNamed = forks.contains { fork in
                fork.from == segment.replica && fork.beyond + 1 >= segment.first
                    && fork.beyond + 1 <= segment.last.counter
                    && segment.tags[Int(fork.beyond + 1 - segment.first)] == fork.firstTag
            }
            if isNamed { return segment.replica }
            let length = try transaction.chainLength(of: segment.replica, in: scope)
            guard segment.first <= length + 1 else { return segment.replica }
            for (offset, tag) in segment.tags.enumerated() {
                let dot = Dot(segment.replica, segment.first + UInt64(offset))
                guard dot.counter <= length else { break }
                if try transaction.chainTag(at: dot, in: scope) != tag { return dot.replica }
            }
        }
        return nil
    }

    /// Notes what a client knows of chains beyond the server's copies: by hearsay, until their authors
    /// hand in the changes themselves.
    private func note(
        _ chains: [FeedSegment],
        in scope: ScopeID,
        _ writer: inout ScopeWriter<Hash>,
        at now: Int64,
        _ transaction: inout some ServerTransaction
    ) throws {
        for segment in chains {
            let length = try transaction.chainLength(of: segment.replica, in: scope)
            guard segment.last.counter > length else { continue }
            let news = FeedSegment(
                replica: segment.replica,
                first: length + 1,
                isApplied: false,
                received: now,
                tags: Array(segment.tags[Int(length + 1 - segment.first)...])
            )
            try transaction.appendHearsay(news, at: writer.advance(), in: scope)
        }
    }

    /// How a pushed change stands to the server's copy of its chain.
    private enum Link {
        case continues(SealedChange, isNew: Bool)
        case broken
    }

    private func link(
        _ item: PushRequest.Item,
        _ intake: inout Intake,
        _ writer: ScopeWriter<Hash>,
        in transaction: some ServerTransaction
    ) throws -> Link {
        let dot = item.dot
        let known = writer.vector[dot.replica]
        guard
            let previous = try previousHash(
                of: item,
                intake,
                known,
                writer,
                transaction
            )
        else { return .broken }
        let sealed = try sealed(item, after: previous)
        let length: UInt64
        if let known = intake.lengths[dot.replica] {
            length = known
        } else {
            length = try transaction.chainLength(of: dot.replica, in: writer.scope)
            intake.lengths[dot.replica] = length
        }
        let isNamedOtherwise = intake.forks.contains { fork in
            fork.from == dot.replica && fork.beyond + 1 == dot.counter
                && fork.firstTag == sealed.hash.tag
        }
        if isNamedOtherwise { return .broken }
        if dot.counter <= length,
            let tag = try transaction.chainTag(at: dot, in: writer.scope), tag != sealed.hash.tag
        {
            return .broken
        }
        return .continues(sealed, isNew: dot.counter > known)
    }

    /// A pushed change with its place in its author's chain.
    func sealed(_ item: PushRequest.Item, after previous: Hash256) throws -> SealedChange {
        let original: Change
        do throws(CBORError) {
            original = try Change(item.bytes)
        } catch {
            throw ReceptionError.malformed("a change cannot be read: \(error.description)")
        }
        // A purge empties the log, and is the server's alone.
        guard original.kind != .purge, original.writes.first?.value != HeadValue.purged.encoded
        else { throw ReceptionError.malformed("a device cannot purge") }
        return SealedChange(
            dot: item.dot,
            bytes: item.bytes,
            original: original,
            hash: item.bytes.chainHash(after: previous, by: Hash.self),
            renames: item.renames
        )
    }

    /// The chain hash that a pushed change follows; nil when changes between are missing.
    private func previousHash(
        of item: PushRequest.Item,
        _ intake: Intake,
        _ known: UInt64,
        _ writer: ScopeWriter<Hash>,
        _ transaction: some ServerTransaction
    ) throws -> Hash256? {
        let dot = item.dot
        func hash(of dot: Dot) throws -> Hash256? {
            if let hash = intake.hashes[dot] { return hash }
            return try transaction.change(at: dot, in: writer.scope)?.sealed.hash
        }
        switch dot.counter {
        case 0: return nil
        case 1:
            return try intake.forks.chainHash(
                beforeFirst: item.bytes,
                of: dot.replica,
                by: Hash.self,
                known: hash
            )
        default:
            let before = Dot(dot.replica, dot.counter - 1)
            guard dot.counter <= known + 1 || intake.hashes[before] != nil else { return nil }
            guard let hash = try hash(of: before) else {
                throw ReceptionError.malformed(
                    "the change \(before.replica.text):\(before.counter) is not known here"
                )
            }
            return hash
        }
    }

    /// Says again what was answered to a change that is known already: whoever sends it twice has not
    /// got the answer.
    private func recall(
        _ sealed: SealedChange,
        _ intake: inout Intake,
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws {
        if let logged = try transaction.change(at: sealed.dot, in: scope) {
            intake.recalled = max(intake.recalled ?? logged.received, logged.received)
        }
        let record = sealed.original.record
        if intake.rulings[record] == nil {
            intake.rulings[record] = try refusals(on: record, in: scope, transaction)
        }
        intake.refusals += (intake.rulings[record] ?? []).filter { $0.dot == sealed.dot }
    }

    /// What rulings have refused of a record's changes, each value once.
    private func refusals(
        on record: RecordID,
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> [Refusal] {
        var result: [Refusal] = []
        for logged in try transaction.changes(of: record, in: scope)
        where logged.sealed.original.kind == .ruling {
            let ruling = logged.sealed.change
            // A ruling on the head alone is told if it has a reason.
            let isOnLife = ruling.writes.count == 1 && ruling.note != nil
            for write in ruling.writes where isOnLife || !write.key.isHead {
                for dot in write.replaced {
                    let refusal = Refusal(dot: dot, key: write.key, reason: ruling.note ?? "")
                    if !result.contains(refusal) { result.append(refusal) }
                }
            }
        }
        return result
    }
}
