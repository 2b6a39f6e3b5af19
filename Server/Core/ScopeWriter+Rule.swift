package import Shared

extension ScopeWriter {
    /// Answers the refused writes of a change that the state now covers.
    ///
    /// Voiding removes the refused dot and restores, each under a dot of the server's own, exactly the
    /// values that the refused write had removed, even where other candidates remain. Every ruling
    /// names what it stands for: the dots it restores and the dot it refused; a change that arrives
    /// later and had replaced any of these replaces the ruling too. A refused removal is answered in the
    /// same way, and where the whole change is refused, so is its head.
    ///
    /// The ruling's note says why. Returns what was refused.
    ///
    /// `isApplied`: whether the change itself made `state` of `before`; of a state that was joined nobody can
    ///   tell what has removed a value.
    mutating func rule(
        on change: Change,
        at dot: Dot,
        before: RecordState?,
        isApplied: Bool = true,
        state: inout RecordState,
        now: Int64,
        policy: some WritePolicy,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> [Refusal] {
        var refused: [Refusal] = []
        for write in change.writes where !write.key.isHead {
            let stands = state.siblings(of: write.key).contains { $0.dot == dot }
            guard stands || isApplied && write.value == nil,
                let reason = policy.refusal(of: write, in: change)
            else { continue }
            let lost = try lost(to: write, before, state, transaction)
            guard stands || !lost.isEmpty else { continue }
            let refusal = Refusal(dot: dot, key: write.key, reason: reason)
            refused.append(refusal)
            state.void(write.key, dot)
            for lost in lost {
                let ruling = try restore(
                    lost.value,
                    answering: refusal,
                    of: change,
                    state: &state,
                    now: now,
                    using: &random,
                    in: &transaction
                )
                try transaction.setStandsFor(
                    [lost.dot, dot] + lost.known,
                    ruling: ruling,
                    in: scope
                )
            }
            guard lost.isEmpty else { continue }
            _ = try restore(
                nil,
                answering: refusal,
                of: change,
                state: &state,
                now: now,
                using: &random,
                in: &transaction
            )
        }
        if let reason = policy.refusal(ofWhole: change) {
            let refusal = Refusal(dot: dot, key: .head, reason: reason)
            let isAnswered = try ruleOnLife(
                refusal,
                of: change,
                isTold: refused.isEmpty,
                before: before,
                state: &state,
                now: now,
                using: &random,
                in: &transaction
            )
            if isAnswered && refused.isEmpty { refused.append(refusal) }
        }
        return refused
    }

    /// A value that a write has removed.
    private struct Lost {
        let dot: Dot
        let value: ArraySlice<UInt8>
        /// What it stands for, if it is a ruling's.
        let known: [Dot]
    }

    /// The values that a write has removed from its cell.
    private func lost(
        to write: Change.CellWrite,
        _ before: RecordState?,
        _ state: RecordState,
        _ transaction: some ServerTransaction
    ) throws -> [Lost] {
        var result: [Lost] = []
        for sibling in before?.siblings(of: write.key) ?? [] {
            let known = try transaction.standsFor(sibling.dot, in: scope)
            let isLost =
                write.replaced.contains(sibling.dot)
                || known.contains { write.replaced.contains($0) }
            guard isLost, let value = sibling.value,
                !state.siblings(of: write.key).contains(where: { $0.dot == sibling.dot })
            else { continue }
            result.append(Lost(dot: sibling.dot, value: value, known: known))
        }
        return result
    }

    /// Answers what a refused change says of the record's life, if that stands: what it had replaced is
    /// said again.
    ///
    /// A record that the change has made is deleted: an empty one is of use to nobody. (Its author has the
    /// words, and so has the history.) The ruling has a note where the refusal is to be told, for
    /// whoever sends the change again.
    ///
    /// - Returns: Whether there was anything to answer.
    private mutating func ruleOnLife(
        _ refusal: Refusal,
        of change: Change,
        isTold: Bool,
        before: RecordState?,
        state: inout RecordState,
        now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> Bool {
        guard let head = change.writes.first, head.key.isHead,
            state.heads.contains(where: { $0.dot == refusal.dot })
        else { return false }
        let neutral = HeadValue.ruled.encoded
        let lost = try lost(to: head, before, state, transaction).filter { $0.value != neutral }
        let isSaid = state.heads.contains { $0.dot != refusal.dot && $0.value != neutral }
        var answers = lost.map { (life: $0.value, standsFor: [$0.dot, refusal.dot] + $0.known) }
        if answers.isEmpty {
            answers = [
                isSaid
                    ? (life: neutral, standsFor: [])
                    : (life: HeadValue.deleted.encoded, standsFor: [refusal.dot])
            ]
        }
        for answer in answers {
            let ruling = ruling(
                on: change,
                state,
                now,
                write: nil,
                note: isTold ? refusal.reason : nil,
                life: answer.life,
                instead: refusal.dot
            )
            let dot = try append(ruling, to: &state, at: now, using: &random, in: &transaction).dot
            guard !answer.standsFor.isEmpty else { continue }
            try transaction.setStandsFor(answer.standsFor, ruling: dot, in: scope)
        }
        return true
    }

    /// Notes, as a neutral head, that a change replaced a ruling and so did more here than on its
    /// author's replica: the author must be given the record again.
    mutating func anchor(
        _ change: Change,
        in state: inout RecordState,
        now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws {
        let ruling = ruling(on: change, state, now, write: nil)
        _ = try append(ruling, to: &state, at: now, using: &random, in: &transaction)
    }

    /// A change of the server's that leaves every head standing but earlier rulings.
    ///
    /// `life`: the value of its head; neutral unless it answers what a change said of the record's life.
    /// `instead`: the refused head that it replaces besides.
    private func ruling(
        on change: Change,
        _ state: RecordState,
        _ now: Int64,
        write: Change.CellWrite?,
        note: String? = nil,
        life: ArraySlice<UInt8> = HeadValue.ruled.encoded,
        instead refused: Dot? = nil
    ) -> Change {
        let replaced = state.heads.filter { head in
            head.dot == refused || head.value == HeadValue.ruled.encoded
        }.map(\.dot)
        let head = Change.CellWrite(key: .head, replaced: replaced, value: life)
        return Change(
            kind: .ruling,
            record: change.record,
            collection: change.collection,
            time: HybridTimestamp(milliseconds: now),
            actor: 0,
            schemaVersion: 0,
            parents: state.heads.map(\.dot),
            writes: [head] + (write.map { [$0] } ?? []),
            note: note
        )
    }

    /// Writes one value back under a new dot of the server's, which becomes a neutral head; without a
    /// value the dot only says that the refused one is gone.
    private mutating func restore(
        _ value: ArraySlice<UInt8>?,
        answering refusal: Refusal,
        of change: Change,
        state: inout RecordState,
        now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> Dot {
        let write = Change.CellWrite(key: refusal.key, replaced: [refusal.dot], value: value)
        let ruling = ruling(on: change, state, now, write: write, note: refusal.reason)
        return try append(ruling, to: &state, at: now, using: &random, in: &transaction).dot
    }

    /// Names, logs, applies and stores a change of the server's own.
    ///
    /// `policy`: judges the change's writes; nil for what the server itself decides.
    package mutating func append(
        _ change: Change,
        replacing old: LoadedRecord,
        policy: (some WritePolicy)?,
        at now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> SealedChange {
        var state = old.state ?? RecordState(collection: change.collection)
        let sealed = try append(change, to: &state, at: now, using: &random, in: &transaction)
        if let policy {
            _ = try rule(
                on: change,
                at: sealed.dot,
                before: old.state,
                state: &state,
                now: now,
                policy: policy,
                using: &random,
                in: &transaction
            )
        }
        try completePurge(
            of: change.record,
            in: &state,
            at: now,
            using: &random,
            in: &transaction
        )
        try save(
            state,
            extra: old.stored?.extra ?? VersionVector(),
            replacing: old,
            in: &transaction
        )
        return sealed
    }

    /// Names, logs and applies a change of the server's own.
    mutating func append(
        _ change: Change,
        to state: inout RecordState,
        at now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> SealedChange {
        let counter = vector[clock.replica]
        let sealed = change.sealed(
            as: Dot(clock.replica, counter + 1),
            after: try chainHash(of: clock.replica, at: counter, in: transaction),
            salt: Change.salt(using: &random),
            by: Hash.self
        )
        let sequence = advance()
        try transaction.append(
            LoggedChange(sealed: sealed, sequence: sequence, received: now),
            in: scope
        )
        // Rulings on one refused write stand side by side: none replaces another.
        let rulings = change.kind == .ruling ? [:] : try rulings(in: state, transaction)
        state.apply(change, at: sealed.dot) { rulings[$0] ?? [] }
        cover(sealed.dot)
        return sealed
    }

    /// What the rulings that stand in a record stand for.
    func rulings(
        in state: RecordState,
        _ transaction: some ServerTransaction
    ) throws -> [Dot: [Dot]] {
        var result: [Dot: [Dot]] = [:]
        for stamp in state.stamps where stamp.actor == 0 {
            let dots = try transaction.standsFor(stamp.dot, in: scope)
            if !dots.isEmpty { result[stamp.dot] = dots }
        }
        return result
    }

    /// The chain hash of one of the server's own changes, or where its chain begins.
    private func chainHash(
        of replica: ReplicaID,
        at counter: UInt64,
        in transaction: some ServerTransaction
    ) throws -> Hash256 {
        if counter == 0 { return ChangeBytes.chainSeed(of: replica, by: Hash.self) }
        let dot = Dot(replica, counter)
        guard let logged = try transaction.change(at: dot, in: scope) else {
            throw StoreError.corrupted("the log lacks the change \(replica.text):\(counter)")
        }
        return logged.sealed.hash
    }
}
