import Shared

// What a device hands in after its access has been withdrawn.

extension SyncService {
    /// Keeps the changes of a withdrawn device aside, until somebody reviews them.
    ///
    /// None is dropped. Where a chain has parted from the server's copy, or from another one that is held
    /// (an image of the device is in use), its branch is held under the name that follows from it, as if
    /// the device had given it that name itself. Repeating a push changes nothing.
    ///
    /// - Returns: The answer, which tells nothing of the history: held when all of the push is here now. A
    ///   chain that does not begin where anything is known is left, for nobody could tell whose it is.
    func hold(
        _ request: PushRequest,
        _ intake: inout Intake,
        check: SignatureCheck,
        in transaction: inout some ServerTransaction
    ) throws -> PushResponse {
        var places: [ReplicaID: ChainPlace] = [:]
        var broken: [ReplicaID] = []
        var news: [(author: ReplicaID, sealed: SealedChange)] = []
        for item in request.items where !broken.contains(item.dot.replica) {
            let author = item.dot.replica
            var place: ChainPlace
            if let last = places[author], last.counter + 1 == item.dot.counter {
                place = last
            } else if let found = try start(of: item, in: request, intake.forks, transaction) {
                place = found
            } else {
                broken.append(author)
                continue
            }
            var sealed = try sealed(item, after: place.hash)
            let isNew = try move(
                &place,
                to: sealed.hash,
                &intake.forks,
                in: request.scope,
                &transaction
            )
            place.counter = item.dot.counter
            places[author] = place
            intake.heads[author] = sealed.hash
            for rename in place.renames { sealed.follow(rename) }
            if isNew { news.append((author, sealed)) }
        }
        for author in broken { intake.heads[author] = nil }
        try intake.checkSignatures(request.signatures, check)
        for (author, sealed) in news where !broken.contains(author) {
            try transaction.setHeldChange(
                HeldChange(sealed: sealed, received: intake.now),
                in: request.scope
            )
        }
        return intake.withheld(broken.first.map { .chainBroken($0) } ?? .held)
    }

    /// Goes on to the change with this hash, which follows the one at `place`: along the chain that is
    /// known here, else into the branch that begins with it.
    ///
    /// - Returns: Whether the change is new here.
    private func move(
        _ place: inout ChainPlace,
        to hash: Hash256,
        _ forks: inout [Fork],
        in scope: ScopeID,
        _ transaction: inout some ServerTransaction
    ) throws -> Bool {
        let last = place.dot
        let next = Dot(last.replica, last.counter + 1)
        place.hash = hash
        place.dot = next
        if try isKept(hash, as: next, in: scope, transaction) { return false }
        let fork = Fork(
            of: last.replica,
            beyond: last.counter,
            firstTag: hash.tag,
            by: Hash.self
        )
        let first = Dot(fork.name, 1)
        let isKnown = try isKept(hash, as: first, in: scope, transaction)
        let isNamed = forks.contains(fork)
        if !isKnown, !isNamed, try isFree(next, for: hash, in: scope, transaction) { return true }
        if !isNamed {
            try transaction.addFork(fork, in: scope)
            forks.append(fork)
        }
        place.dot = first
        place.renames.append(fork.rename)
        return !isKnown
    }

    /// Whether a change is here under this name, taken in or held.
    private func isKept(
        _ hash: Hash256,
        as dot: Dot,
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> Bool {
        try hashes(at: dot, in: scope, transaction).contains(hash)
    }

    /// Whether no other change has this name.
    private func isFree(
        _ dot: Dot,
        for hash: Hash256,
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> Bool {
        if let tag = try transaction.chainTag(at: dot, in: scope), tag != hash.tag { return false }
        return try transaction.heldChange(at: dot, in: scope) == nil
    }

    /// The chain hashes of what is called `dot` here: a change that was taken in, and one that is held.
    private func hashes(
        at dot: Dot,
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> [Hash256] {
        var result: [Hash256] = []
        if let logged = try transaction.change(at: dot, in: scope) {
            result.append(logged.sealed.hash)
        }
        if let held = try transaction.heldChange(at: dot, in: scope),
            !result.contains(held.sealed.hash)
        {
            result.append(held.sealed.hash)
        }
        return result
    }

    /// Where the chain of a handed-in change stands before it; nil when changes between are missing.
    ///
    /// The device does not know what its branch is called here: of all branches it is the one with which
    /// the push comes to the hash that is signed.
    private func start(
        of item: PushRequest.Item,
        in request: PushRequest,
        _ forks: [Fork],
        _ transaction: some ServerTransaction
    ) throws -> ChainPlace? {
        let dot = item.dot
        if dot.counter == 0 { return nil }
        if dot.counter == 1 {
            func known(_ dot: Dot) throws -> Hash256? {
                try hashes(at: dot, in: request.scope, transaction).first
            }
            let hash = try forks.chainHash(
                beforeFirst: item.bytes,
                of: dot.replica,
                by: Hash.self,
                known: known
            )
            return hash.map { ChainPlace(dot: Dot(dot.replica, 0), hash: $0, counter: 0) }
        }
        let before = Dot(dot.replica, dot.counter - 1)
        let found = try places(of: before, forks, in: request.scope, transaction)
        guard found.count > 1 else { return found.first }
        let signed = request.signatures.filter { $0.replica == dot.replica }.map(\.head)
        return found.first { place in
            signed.contains(end(of: request.items, from: dot, after: place.hash))
        } ?? found.first
    }

    /// The hash of a pushed chain's last change, if the change `dot` follows one with the hash `start`.
    private func end(
        of items: [PushRequest.Item],
        from dot: Dot,
        after start: Hash256
    ) -> Hash256 {
        items.filter { $0.dot.replica == dot.replica && $0.dot.counter >= dot.counter }
            .reduce(start) { $1.bytes.chainHash(after: $0, by: Hash.self) }
    }

    /// What the author of a chain may mean by `dot`: the change of this name, and that of every branch
    /// that has left the chain before it.
    private func places(
        of dot: Dot,
        _ forks: [Fork],
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> [ChainPlace] {
        var result: [ChainPlace] = []
        var paths: [(dot: Dot, renames: [Rename])] = [(dot, [])]
        var visited: Set<Dot> = [dot]
        while let path = paths.popLast() {
            for hash in try hashes(at: path.dot, in: scope, transaction) {
                result.append(
                    ChainPlace(
                        dot: path.dot,
                        hash: hash,
                        counter: dot.counter,
                        renames: path.renames
                    )
                )
            }
            for fork in forks
            where fork.from == path.dot.replica && fork.beyond < path.dot.counter {
                let rename = fork.rename
                let branch = rename(path.dot)
                if visited.insert(branch).inserted {
                    paths.append((branch, path.renames + [rename]))
                }
            }
        }
        return result
    }
}

/// Where a handed-in chain stands.
private struct ChainPlace {
    /// What its last change is called here.
    var dot: Dot
    var hash: Hash256
    /// The author's number of that change.
    var counter: UInt64
    /// How the author's names become the names here.
    var renames: [Rename] = []
}
