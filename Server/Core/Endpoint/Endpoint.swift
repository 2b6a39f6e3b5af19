package import Shared

/// What the server answers, bytes to bytes, whatever carries them.
///
/// One door for every request: it finds out who calls, decides over one transaction, and encodes the
/// answer. The caller commits when it returns and rolls back when it throws.
package struct Endpoint<Hash: HashFunction, Verifier: SignatureVerifier, Policy: WritePolicy> {
    package let sync: SyncService<Hash, Policy>
    package let accounts: AccountService<Hash, Verifier>
    let verifier: Verifier

    package init(hash _: Hash.Type, verifier: Verifier, policy: Policy) {
        sync = SyncService(hash: Hash.self, policy: policy)
        accounts = AccountService(hash: Hash.self, verifier: verifier)
        self.verifier = verifier
    }
}

extension Endpoint: Sendable where Verifier: Sendable, Policy: Sendable {}

/// One request as the door hands it in.
package struct ServiceRequest: Sendable {
    package let route: Route
    package let body: [UInt8]
    package let token: AccessToken?
    /// The server's wall clock, in milliseconds since 1970.
    package let now: Int64

    package init(route: Route, body: [UInt8], token: AccessToken?, now: Int64) {
        self.route = route
        self.body = body
        self.token = token
        self.now = now
    }
}

extension Endpoint {
    /// Answers a request that never writes.
    package func read(
        _ request: ServiceRequest,
        in transaction: some ServerTransaction & AccountTransaction
    ) throws -> [UInt8] {
        let (_, caller) = try authenticate(request, in: transaction)
        guard caller.standing == .active else { throw Self.revoked }
        switch request.route {
        case .hello:
            let hello = try HelloRequest(encoded: request.body)
            return try greet(hello, caller, request.now, transaction).encoded()
        case .watch:
            let hello = try HelloRequest(encoded: request.body)
            let standing = try RegisterStanding(of: hello.scopes.map(\.scope), in: transaction)
            return WatchResponse(hasNews: standing.hasNews(for: hello)).encoded()
        case .chain:
            return try found(sync.chain(ChainRequest(encoded: request.body), in: transaction))
                .encoded()
        case .pull:
            return try found(sync.pull(PullRequest(encoded: request.body), in: transaction))
                .encoded()
        case .history:
            let history = try HistoryRequest(encoded: request.body)
            return HistoryResponse(
                items: try transaction.changes(of: history.record, in: history.scope).map {
                    HistoryResponse.Item(
                        dot: $0.sealed.dot,
                        bytes: $0.sealed.bytes,
                        renames: $0.sealed.renames,
                        received: $0.received
                    )
                }
            ).encoded()
        case .digests:
            return try sync.digests(DigestRequest(encoded: request.body), in: transaction)
                .encoded()
        case .compare, .push, .enroll, .readmit, .bundle:
            throw RequestFailure(.notFound, code: "not_found", "there is nothing at this address")
        }
    }

    /// Answers a request that may write.
    ///
    /// `sign` signs certificates.
    package func write(
        _ request: ServiceRequest,
        sign: ServerSigner? = nil,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction & AccountTransaction
    ) throws -> [UInt8] {
        if request.route == .enroll {
            return try accounts.enroll(
                EnrolmentRequest(encoded: request.body),
                epoch: transaction.clock(of: .common)?.epoch,
                at: request.now,
                scopes: { _ in [.common] },
                sign: sign,
                using: &random,
                in: &transaction
            ).encoded()
        }
        if request.route == .readmit, let token = request.token {
            let readmitted = try accounts.readmit(
                request.body,
                showing: token,
                in: &transaction
            )
            return ReadmissionReceipt(
                device: readmitted.device.id,
                isNew: readmitted.isNew
            ).encoded()
        }
        let (device, caller) = try authenticate(request, in: transaction)
        switch request.route {
        case .compare:
            guard caller.standing == .active else { throw Self.revoked }
            let response = try sync.compare(
                CompareRequest(encoded: request.body),
                using: &random,
                in: &transaction
            )
            // A branch renamed here gives the server another identity: no device may write as it.
            if let clock = try transaction.clock(of: .common) {
                try accounts.reserve(clock.replica, in: &transaction)
            }
            return try found(response).encoded()
        case .push:
            let push = try PushRequest(encoded: request.body)
            return try self.push(
                push,
                device,
                caller,
                request.now,
                using: &random,
                in: &transaction
            ).encoded()
        default:
            return try read(request, in: transaction)
        }
    }

    private func push(
        _ push: PushRequest,
        _ device: Device,
        _ caller: Caller,
        _ now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction & AccountTransaction
    ) throws -> PushResponse {
        let check = try signatureCheck(for: push, of: device, in: &transaction)
        let response = try sync.push(
            push,
            from: caller,
            at: now,
            check: check,
            using: &random,
            in: &transaction
        )
        switch caller.standing {
        case .active:
            try accounts.noteSync(
                of: device.id,
                at: now,
                through: response?.after ?? 0,
                in: &transaction
            )
        case .revoked:
            try claimBranches(in: push.scope, by: device, in: &transaction)
        }
        return try found(response)
    }

    /// Claims for a withdrawn device the branches of its chains that are held under names of their own, so
    /// that they are reviewed as its changes.
    func claimBranches(
        in scope: ScopeID,
        by device: Device,
        in transaction: inout some ServerTransaction & AccountTransaction
    ) throws {
        for fork in try transaction.forks(in: scope) {
            guard try transaction.heldChange(at: Dot(fork.name, 1), in: scope) != nil,
                try transaction.owner(of: fork.name) == nil,
                try transaction.owner(of: fork.from) == device.id
            else { continue }
            try accounts.claim([fork.name], by: device.id, in: &transaction)
        }
    }

    /// Claims a push's replicas for its device; how its signatures are checked.
    func signatureCheck(
        for push: PushRequest,
        of device: Device,
        in transaction: inout some AccountTransaction
    ) throws -> SignatureCheck {
        guard let register = try transaction.registerInfo() else { throw AccountError.noRegister }
        var replicas: [ReplicaID] = []
        for item in push.items where !replicas.contains(item.dot.replica) {
            replicas.append(item.dot.replica)
        }
        try accounts.claim(replicas, by: device.id, in: &transaction)
        return { signature in
            verifier.isValid(
                signature: signature.bytes,
                message: PushRequest.signedMessage(
                    register: register.id.bytes,
                    scope: push.scope,
                    head: signature.head
                ),
                publicKey: device.signingKey
            )
        }
    }

    func greet(
        _ hello: HelloRequest,
        _ caller: Caller,
        _ now: Int64,
        _ transaction: some ServerTransaction & AccountTransaction
    ) throws -> HelloResponse {
        let scopes = try hello.scopes.compactMap { try sync.greet($0, in: transaction) }
        // After a restore another document may have the number of the client's.
        let isOtherEpoch = scopes.contains { scope in
            hello.scopes.contains {
                $0.scope == scope.scope && $0.epoch != nil && $0.epoch != scope.epoch
            }
        }
        let isSchemaHeld = try transaction.schemaVersion() == hello.schemaVersion && !isOtherEpoch
        let schema = isSchemaHeld ? nil : try transaction.schemaDocument()
        let directoryVersion = try transaction.directoryVersion()
        return HelloResponse(
            time: now,
            actor: caller.actor,
            schema: schema?.bytes,
            directory: directoryVersion == hello.directoryVersion
                ? nil : try transaction.directory().encoded(),
            scopes: scopes
        )
    }

    func authenticate(
        _ request: ServiceRequest,
        in transaction: some AccountTransaction
    ) throws -> (Device, Caller) {
        guard let token = request.token,
            let known = try accounts.authenticate(token, in: transaction)
        else {
            throw RequestFailure(
                .unauthorized,
                code: "unknown_device",
                "this device is not known here",
                hint: "run sync; if that is refused, enrol it with a code from your administrator"
            )
        }
        return known
    }

    static var revoked: RequestFailure {
        RequestFailure(
            .forbidden,
            code: "revoked",
            "the access of this device has been withdrawn",
            hint: "ask your administrator; your changes are kept on this device"
        )
    }

    func found<Response>(_ response: Response?) throws -> Response {
        guard let response else {
            throw RequestFailure(.notFound, code: "unknown_scope", "there is no such scope here")
        }
        return response
    }
}
