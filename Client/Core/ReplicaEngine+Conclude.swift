package import Shared

extension ReplicaEngine {
    /// Takes in the answer to a step, and says how the step ended.
    ///
    /// `action`: the step.
    /// `request`: what ``prepare(_:_:schemaVersion:directoryVersion:sign:in:)`` made for it.
    package func conclude(
        _ action: SyncSession.Action,
        _ request: SyncRequest,
        _ response: SyncResponse,
        _ memory: inout SessionMemory,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ReplicaTransaction
    ) throws -> SyncSession.Event {
        switch (request, response) {
        case (.hello(let request), .hello(let response)):
            memory.hello = response
            return try greeted(request, response, &memory, &random, &transaction)
        case (.compare(let request), .compare(let response)):
            return try compared(request, response, &memory, &random, &transaction)
        case (.chain(let request), .chain(let response)):
            return try searched(request, response, &memory, &random, &transaction)
        case (.push(let request), .push(let response)):
            if case .offer = action {
                return try offered(request, response, &memory, &transaction)
            }
            if case .reconcile = action { return try returned(request, response, &memory) }
            return try pushed(request, response, &memory, &transaction)
        case (.digests(let request), .digests(let response)):
            return try searched(request, response, &memory, &transaction)
        case (.pull(let request), .pull(let response)):
            return try pulled(request, response, &memory, &random, &transaction)
        default:
            throw ProtocolError("the answer is of another kind than the request")
        }
    }

    private func greeted(
        _ request: HelloRequest,
        _ response: HelloResponse,
        _ memory: inout SessionMemory,
        _ random: inout some RandomNumberGenerator,
        _ transaction: inout some ReplicaTransaction
    ) throws -> SyncSession.Event {
        let replica = try transaction.replica()
        var greetings: [SyncSession.Greeting] = []
        for asked in request.scopes {
            guard let answer = response.scopes.first(where: { $0.scope == asked.scope }) else {
                continue
            }
            var search: SyncSession.Need?
            var acknowledged: [Dot] = []
            for (head, own) in zip(asked.own, answer.own) where head.replica == own.replica {
                switch try compare(head, own, in: asked.scope, transaction) {
                case .same: break
                case .otherKnowsMore where own.replica == replica:
                    try renewIdentity(&memory, &random, &transaction)
                    return .startOver
                case .otherKnowsMore: break
                case .diverged(let within): search = .search(own.replica, within: within)
                }
                acknowledged.append(Dot(own.replica, min(own.acknowledged, head.counter)))
            }
            var standing = try transaction.standing(in: asked.scope)
            if search == nil {
                for dot in acknowledged { standing.acknowledged[dot.replica] = dot.counter }
                try transaction.setStanding(standing, in: asked.scope)
            }
            var need =
                try search
                ?? need(
                    of: standing,
                    asked,
                    answer,
                    isAnswerLost: isAnswerLost(standing, in: asked.scope, transaction)
                )
            if need == .nothing,
                try isToReconcile(answer.digest, standing, in: asked.scope, &memory, transaction)
            {
                need = .reconciliation
            }
            greetings.append(SyncSession.Greeting(scope: asked.scope, need: need))
        }
        return .greeted(greetings)
    }

    /// Whether the server has changes whose receipt never came, so that it is to be asked again.
    private func isAnswerLost(
        _ standing: Standing,
        in scope: ScopeID,
        _ transaction: some ReplicaTransaction
    ) throws -> Bool {
        let first = try transaction.ownChangesWithoutReceipt(
            in: scope,
            through: standing.acknowledged,
            bytesMax: 1
        )
        return !first.isEmpty
    }

    private func need(
        of standing: Standing,
        _ asked: HelloRequest.Scope,
        _ answer: HelloResponse.Scope,
        isAnswerLost: Bool
    ) -> SyncSession.Need {
        guard answer.epoch == standing.epoch else { return .comparison }
        let push =
            isAnswerLost
            || asked.own.contains { head in
                !standing.acknowledged.covers(Dot(head.replica, head.counter))
            }
        let pull = standing.isNewEpoch || answer.last != standing.base
        return push || pull ? .exchange(push: push, pull: pull) : .nothing
    }

    func compare(
        _ head: ChainHead,
        _ answer: ChainAnswer,
        in scope: ScopeID,
        _ transaction: some ReplicaTransaction
    ) throws -> ChainComparison {
        let common = min(head.counter, answer.counter)
        let tag = try transaction.chainTag(at: Dot(head.replica, common), in: scope)
        return ChainComparison(mine: head, answer: answer) { _ in tag }
    }

    func renewIdentity(
        _ memory: inout SessionMemory,
        _ random: inout some RandomNumberGenerator,
        _ transaction: inout some ReplicaTransaction
    ) throws {
        try rotateIdentity(using: &random, in: &transaction)
        memory.summary.renewedIdentity = true
    }

    private func compared(
        _ request: CompareRequest,
        _ response: CompareResponse,
        _ memory: inout SessionMemory,
        _ random: inout some RandomNumberGenerator,
        _ transaction: inout some ReplicaTransaction
    ) throws -> SyncSession.Event {
        let scope = request.scope
        for fork in response.forks + request.forks
        where try holds(fork, in: scope, transaction) {
            try rename(fork, in: scope, using: &random, in: &transaction)
            return .startOver
        }
        let replica = try transaction.replica()
        var standing = try transaction.standing(in: scope)
        var lengths: [ReplicaID: UInt64] = [:]
        for (head, answer) in zip(request.heads, response.answers)
        where head.replica == answer.replica {
            lengths[answer.replica] = answer.counter
            switch try compare(head, answer, in: scope, transaction) {
            case .same: break
            case .otherKnowsMore where answer.replica == replica:
                try renewIdentity(&memory, &random, &transaction)
                return .startOver
            case .otherKnowsMore: break
            case .diverged(let within):
                return .compared(.search(answer.replica, within: within))
            }
        }
        standing.acknowledged = VersionVector()
        for dot in try transaction.ownHeads(in: scope) {
            standing.acknowledged[dot.replica] = min(response.vector[dot.replica], dot.counter)
        }
        try transaction.setStanding(standing, in: scope)
        memory.comparisons[scope] = SessionMemory.Comparison(
            epoch: response.epoch,
            vector: response.vector,
            lengths: lengths
        )
        return .compared(.agreed)
    }

    /// Finds the first change in which two copies of a chain differ, and names the own branch.
    private func searched(
        _ request: ChainRequest,
        _ response: ChainResponse,
        _ memory: inout SessionMemory,
        _ random: inout some RandomNumberGenerator,
        _ transaction: inout some ReplicaTransaction
    ) throws -> SyncSession.Event {
        for (offset, theirs) in response.tags.enumerated() {
            let counter = request.first + UInt64(offset)
            let dot = Dot(request.replica, counter)
            guard let mine = try transaction.chainTag(at: dot, in: request.scope),
                mine != theirs
            else { continue }
            if offset == 0, counter > 1 {
                return .compared(.search(request.replica, within: counter))
            }
            let fork = Fork(
                of: request.replica,
                beyond: counter - 1,
                firstTag: mine,
                by: Hash.self
            )
            let replica = try transaction.replica()
            try rename(fork, in: request.scope, using: &random, in: &transaction)
            if try transaction.replica() != replica { memory.summary.renewedIdentity = true }
            return .startOver
        }
        return .startOver
    }

    private func pushed(
        _ request: PushRequest,
        _ response: PushResponse,
        _ memory: inout SessionMemory,
        _ transaction: inout some ReplicaTransaction
    ) throws -> SyncSession.Event {
        switch response.outcome {
        case .epochChanged: return .startOver
        case .chainBroken: return .pushed(.chainBroken)
        case .held: return .held
        case .needState(let record):
            _ = try acknowledge(request, response, &memory, &transaction)
            return .pushed(.needState(record))
        case .done: break
        }
        let first = request.items.first?.dot
        let isAnsweredAnew =
            try first.map { try transaction.ownChange(at: $0, in: request.scope)?.received == nil }
            ?? false
        let accepted = try acknowledge(request, response, &memory, &transaction)
        var standing = try transaction.standing(in: request.scope)
        let isAlone =
            !standing.isNewEpoch && standing.epoch == request.epoch
            && standing.base == standing.cursor && response.before == standing.base
            && response.refusals.isEmpty && response.after - response.before == UInt64(accepted)
            && request.states.isEmpty
        if isAlone {
            standing.base = response.after
            standing.cursor = response.after
            for dot in response.acknowledged { standing.pageVector.cover(dot) }
            try transaction.setStanding(standing, in: request.scope)
        }
        let rest = try transaction.ownChanges(
            in: request.scope,
            beyond: standing.acknowledged,
            bytesMax: 1
        )
        let hasRest =
            try !rest.isEmpty || isAnswerLost(standing, in: request.scope, transaction)
        if hasRest && (accepted > 0 || isAnsweredAnew) { return .pushed(.more) }
        return .pushed(.done(pull: standing.isNewEpoch || response.after != standing.base))
    }

    /// Notes what the server acknowledged.
    ///
    /// Returns how many changes of this push are newly acknowledged.
    private func acknowledge(
        _ request: PushRequest,
        _ response: PushResponse,
        _ memory: inout SessionMemory,
        _ transaction: inout some ReplicaTransaction
    ) throws -> Int {
        var standing = try transaction.standing(in: request.scope)
        let before = standing.acknowledged
        for dot in response.acknowledged { standing.acknowledged.cover(dot) }
        try transaction.setStanding(standing, in: request.scope)
        for dot in response.acknowledged {
            try transaction.setReceived(response.received, through: dot, in: request.scope)
        }
        let news = request.items.map(\.dot).filter { dot in
            !before.covers(dot) && standing.acknowledged.covers(dot)
        }
        memory.summary.sent += news.map { ScopedDot(scope: request.scope, dot: $0) }
        memory.summary.refused += response.refusals.count
        let answered = request.items.map(\.dot).filter { standing.acknowledged.covers($0) }
        try keep(response.refusals, of: Set(answered), in: request.scope, &transaction)
        return news.count
    }

    private func offered(
        _ request: PushRequest,
        _ response: PushResponse,
        _ memory: inout SessionMemory,
        _ transaction: inout some ReplicaTransaction
    ) throws -> SyncSession.Event {
        _ = try acknowledge(request, response, &memory, &transaction)
        guard case .done = response.outcome else { return .startOver }
        if !request.items.isEmpty { return .offered(hasMore: true) }
        memory.summary.offered += request.states.count
        if !request.states.isEmpty { return .offered(hasMore: true) }
        var standing = try transaction.standing(in: request.scope)
        standing.epoch = request.epoch
        standing.base = 0
        standing.cursor = 0
        standing.pageVector = VersionVector()
        standing.isNewEpoch = true
        try transaction.setStanding(standing, in: request.scope)
        memory.comparisons[request.scope] = nil
        return .offered(hasMore: false)
    }
}
