import Shared

/// What one push has come to so far.
struct Intake {
    let before: ServerSequence
    let now: Int64
    /// The branches that have names of their own.
    var forks: [Fork] = []
    var refusals: [Refusal] = []
    /// Whether a change was taken in that had not been known.
    var hasNews = false
    /// When the last of the changes that were known already had been received.
    var recalled: Int64?
    /// What was refused of records whose changes came again.
    var rulings: [RecordID: [Refusal]] = [:]
    /// The chain hash of the last change taken in, by replica.
    var heads: [ReplicaID: Hash256] = [:]
    /// The chain hashes of all its changes.
    var hashes: [Dot: Hash256] = [:]
    /// How long the server's copies of the chains were before.
    var lengths: [ReplicaID: UInt64] = [:]

    /// Every chain in the push must carry its author's signature over its last hash.
    func checkSignatures(_ signatures: [PushRequest.Signature], _ check: SignatureCheck) throws {
        for (replica, head) in heads {
            let signature = signatures.first { $0.replica == replica && $0.head == head }
            guard let signature, check(signature) else {
                throw ReceptionError.badSignature(replica)
            }
        }
    }

    /// Never more than was sent: beyond it the chain may be a twin's.
    private func acknowledged(_ vector: VersionVector) -> [Dot] {
        VersionVector(hashes.keys).entries
            .map { Dot($0.replica, min($0.counter, vector[$0.replica])) }
            .filter { $0.counter > 0 }
    }

    /// The answer to a device whose access has been withdrawn: it learns nothing of the history.
    func withheld(_ outcome: PushResponse.Outcome) -> PushResponse {
        PushResponse(
            outcome: outcome,
            acknowledged: [],
            before: 0,
            after: 0,
            received: now,
            refusals: []
        )
    }

    func response(
        _ outcome: PushResponse.Outcome,
        _ writer: ScopeWriter<some HashFunction>
    ) -> PushResponse {
        PushResponse(
            outcome: outcome,
            acknowledged: acknowledged(writer.vector),
            before: before,
            after: writer.clock.last,
            received: hasNews ? now : recalled ?? now,
            refusals: refusals
        )
    }
}

/// The states that came with a push, read.
struct Offered {
    private(set) var all: [(id: RecordID, state: RecordState, context: CausalContext)] = []

    init(_ request: PushRequest) throws {
        for item in request.states {
            do throws(CBORError) {
                let state = try RecordState(frame: item.frame)
                let context = CausalContext(scope: request.vector, extra: item.extra)
                all.append((item.record, state, context))
            } catch {
                throw ReceptionError.malformed("a state cannot be read: \(error.description)")
            }
        }
    }

    func state(of id: RecordID) -> (state: RecordState, context: CausalContext)? {
        all.first { $0.id == id }.map { ($0.state, $0.context) }
    }
}
