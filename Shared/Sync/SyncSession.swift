/// One synchronisation as a state machine: what to do next, given how the last step ended.
///
/// It decides the order of steps and nothing else: no I/O, no clock, no data. An engine performs each
/// step (prepares a request in one transaction, concludes with its response in another) and reports
/// the event. A session may end anywhere; the next one begins anew and derives what is left to do
/// from the data.
public struct SyncSession: Sendable {
    /// What the engine is to do next.
    public enum Action: Hashable, Sendable {
        /// Exchange a hello for all scopes.
        case hello
        /// Compare all chains of a scope after the server has begun another epoch.
        case compare(ScopeID)
        /// Fetch a stretch of the server's copy of a chain that has diverged.
        case chain(ScopeID, ReplicaID, first: UInt64, last: UInt64)
        /// Push the next changes of a scope; with the whole states of these records.
        case push(ScopeID, states: [RecordID])
        /// Offer the server the state it lacks, after a change of epoch.
        case offer(ScopeID)
        /// Pull the next page of a scope.
        case pull(ScopeID)
        /// Look for the records of a scope that are not the same on both sides, and mend them.
        case reconcile(ScopeID)
        case finish(Ending)
    }

    /// How a session ends.
    public enum Ending: Hashable, Sendable {
        case complete
        /// The server holds this device's changes for review and gives out nothing.
        case held
        /// The same step was needed again and again: something is wrong with one of the programs.
        case noProgress
    }

    /// How a step ended.
    public enum Event: Hashable, Sendable {
        case greeted([Greeting])
        /// The identity was renewed, or the server began another epoch: begin again.
        case startOver
        case compared(Comparison)
        case pushed(PushEnd)
        case offered(hasMore: Bool)
        case pulled(hasMore: Bool)
        /// A pull is complete, and yet the state is not the server's.
        case differs
        case reconciled(Reconciled)
        case held
    }

    /// What the hello says of one scope.
    public struct Greeting: Hashable, Sendable {
        public let scope: ScopeID
        public let need: Need

        public init(scope: ScopeID, need: Need) {
            self.scope = scope
            self.need = need
        }
    }

    /// What one scope needs.
    public enum Need: Hashable, Sendable {
        case nothing
        case exchange(push: Bool, pull: Bool)
        case comparison
        case search(ReplicaID, within: UInt64)
        /// Both sides stand at the same point, and yet their states are not the same.
        case reconciliation
    }

    /// How a step of a reconciliation ended.
    public enum Reconciled: Hashable, Sendable {
        case more
        /// The server has taken back what it had lost: pull, and compare again.
        case pull
        case done
    }

    /// How a comparison, or a stretch of a search, ended.
    public enum Comparison: Hashable, Sendable {
        /// No chain is left that differs.
        case agreed
        case search(ReplicaID, within: UInt64)
    }

    /// How a push ended.
    public enum PushEnd: Hashable, Sendable {
        /// Everything is acknowledged; `pull` when the server has something that this replica lacks.
        case done(pull: Bool)
        case more
        case needState(RecordID)
        case chainBroken
    }

    /// How often a session may begin again before it gives up.
    public static let restartsMax = 64

    private var queue: [Greeting] = []
    private var restarts = 0
    /// Whether the present scope's comparison is followed by offering state.
    private var isNewEpoch = false
    private var statesSent: [RecordID] = []

    public init() {}

    /// The first step.
    public mutating func start() -> Action { .hello }

    /// The step after `event`.
    public mutating func next(after event: Event) -> Action {
        switch event {
        case .greeted(let greetings):
            queue = greetings.filter { $0.need != .nothing }
            return beginScope()
        case .startOver:
            restarts += 1
            isNewEpoch = false
            statesSent = []
            return restarts > Self.restartsMax ? .finish(.noProgress) : .hello
        case .held:
            return .finish(.held)
        case .compared(let comparison):
            return next(after: comparison)
        case .pushed(let end):
            return next(after: end)
        case .offered(let hasMore):
            guard let scope = queue.first?.scope else { return .finish(.complete) }
            return hasMore ? .offer(scope) : .pull(scope)
        case .pulled(let hasMore):
            guard let scope = queue.first?.scope else { return .finish(.complete) }
            if hasMore { return .pull(scope) }
            queue.removeFirst()
            return beginScope()
        case .differs:
            guard let scope = queue.first?.scope else { return .finish(.complete) }
            return .reconcile(scope)
        case .reconciled(let step):
            guard let scope = queue.first?.scope else { return .finish(.complete) }
            switch step {
            case .more: return .reconcile(scope)
            case .pull: return .pull(scope)
            case .done:
                queue.removeFirst()
                return beginScope()
            }
        }
    }

    private mutating func beginScope() -> Action {
        isNewEpoch = false
        statesSent = []
        guard let greeting = queue.first else { return .finish(.complete) }
        switch greeting.need {
        case .nothing:
            queue.removeFirst()
            return beginScope()
        case .comparison:
            isNewEpoch = true
            return .compare(greeting.scope)
        case .search(let replica, let within):
            return search(greeting.scope, replica, within: within)
        case .reconciliation:
            return .reconcile(greeting.scope)
        case .exchange(let push, let pull):
            if push { return .push(greeting.scope, states: []) }
            if pull { return .pull(greeting.scope) }
            queue.removeFirst()
            return beginScope()
        }
    }

    private mutating func next(after comparison: Comparison) -> Action {
        guard let scope = queue.first?.scope else { return .finish(.complete) }
        switch comparison {
        case .agreed: return .push(scope, states: [])
        case .search(let replica, let within): return search(scope, replica, within: within)
        }
    }

    private mutating func next(after end: PushEnd) -> Action {
        guard let greeting = queue.first else { return .finish(.complete) }
        switch end {
        case .more:
            statesSent = []
            return .push(greeting.scope, states: [])
        case .needState(let record):
            if statesSent.contains(record) { return next(after: .startOver) }
            statesSent.append(record)
            return .push(greeting.scope, states: statesSent)
        case .chainBroken:
            // The hello compares one's own chain only, and no branches.
            restarts += 1
            statesSent = []
            return restarts > Self.restartsMax ? .finish(.noProgress) : .compare(greeting.scope)
        case .done(let pull):
            if isNewEpoch { return .offer(greeting.scope) }
            if pull { return .pull(greeting.scope) }
            queue.removeFirst()
            return beginScope()
        }
    }

    private func search(_ scope: ScopeID, _ replica: ReplicaID, within: UInt64) -> Action {
        let count = UInt64(WireLimits.tagsMax)
        return .chain(
            scope,
            replica,
            first: within > count ? within - count + 1 : 1,
            last: within
        )
    }
}
