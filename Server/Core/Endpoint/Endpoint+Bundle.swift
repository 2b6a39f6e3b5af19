package import Shared

extension Endpoint {
    /// Answers a file that an enrolled device carries here, for another or for itself: the body of the
    /// request.
    package func carry(
        _ request: ServiceRequest,
        with cipher: some BundleCipher,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction & AccountTransaction
    ) throws -> [UInt8] {
        let (_, courier) = try authenticate(request, in: transaction)
        guard courier.standing == .active else { throw Self.revoked }
        return try answer(
            bundle: request.body,
            at: request.now,
            with: cipher,
            using: &random,
            in: &transaction
        ).encoded()
    }

    /// Takes in a carried request, and writes the reply for its device.
    ///
    /// Whoever brings it: the file is signed by its device, and the reply is for that device alone.
    ///
    /// - Throws: ``BundleError``, and whatever a push of its changes throws; then nothing was changed.
    package func answer(
        bundle bytes: [UInt8],
        at now: Int64,
        with cipher: some BundleCipher,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction & AccountTransaction
    ) throws -> BundleAnswer {
        guard let register = try transaction.registerInfo(),
            let keys = try transaction.serverKeys()
        else { throw AccountError.noRegister }
        let file = try BundleFile(encoded: bytes, hash: Hash.self)
        guard file.header.register == register.id else { throw BundleError.otherRegister }
        guard file.header.kind == .request else { throw BundleError.otherKind }
        guard let device = try transaction.device(file.header.device) else {
            throw BundleError.otherDevice
        }
        guard file.isSigned(by: device.signingKey, verifier) else { throw BundleError.forged }
        let request = try content(of: file, keys, cipher)
        let caller = try accounts.caller(device, in: transaction)

        let hello = try greet(request.hello, caller, now, transaction)
        var tally = Tally(changes: UInt64(request.scopes.reduce(0) { $0 + $1.push.items.count }))
        var isHeld = false
        for scope in request.scopes {
            let news = try sync.news(in: scope.push, transaction)
            let held = try sync.heldCount(in: scope.push.scope, transaction)
            switch try take(scope, from: device, caller, now, &random, &transaction) {
            case .answered(let reply):
                tally.news += news
                tally.replies.append(reply)
            case .refused(.held):
                tally.news += try sync.heldCount(in: scope.push.scope, transaction) - held
                isHeld = true
            case .refused:
                tally.news += news
                return tally.answer(.needsSync)
            }
        }
        if isHeld { return tally.answer(.held) }
        let reply = CarriedReply(
            hello: HelloResponse(
                time: hello.time,
                actor: hello.actor,
                schema: hello.schema,
                directory: hello.directory,
                scopes: []
            ),
            scopes: tally.replies
        )
        let header = BundleHeader(
            kind: .reply,
            id: .random(using: &random),
            answers: file.header.id,
            register: register.id,
            device: device.id,
            made: now,
            changes: tally.changes,
            records: UInt64(tally.replies.reduce(0) { $0 + $1.page.rows.count })
        )
        let answer = try BundleFile(
            reply.encoded(),
            header: header,
            to: device.agreementKey,
            signedBy: keys.signingSeed,
            with: cipher,
            hash: Hash.self
        )
        return tally.answer(.answered, answer.encoded())
    }

    private func content(
        of file: BundleFile,
        _ keys: ServerKeys,
        _ cipher: some BundleCipher
    ) throws(BundleError) -> CarriedRequest {
        let content = try file.content(with: keys.agreementSecret, cipher)
        do throws(CBORError) {
            return try CarriedRequest(encoded: content)
        } catch {
            throw .damaged
        }
    }

    /// Takes in one scope's part as if its device had sent it.
    private func take(
        _ scope: CarriedRequest.Scope,
        from device: Device,
        _ caller: Caller,
        _ now: Int64,
        _ random: inout some RandomNumberGenerator,
        _ transaction: inout some ServerTransaction & AccountTransaction
    ) throws -> SyncService<Hash, Policy>.BundleOutcome {
        guard scope.pull.scope == scope.push.scope else { throw BundleError.damaged }
        let check = try signatureCheck(for: scope.push, of: device, in: &transaction)
        let outcome = try sync.answer(
            scope,
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
                through: scope.pull.cursor,
                in: &transaction
            )
        case .revoked:
            try claimBranches(in: scope.push.scope, by: device, in: &transaction)
        }
        return try found(outcome)
    }
}

/// What the parts of one file have come to.
private struct Tally {
    let changes: UInt64
    var news: UInt64 = 0
    var replies: [CarriedReply.Scope] = []

    init(changes: UInt64) { self.changes = changes }

    func answer(_ outcome: BundleAnswer.Outcome, _ reply: [UInt8] = []) -> BundleAnswer {
        BundleAnswer(
            outcome: outcome,
            changes: changes,
            news: news,
            refused: UInt64(Set(replies.flatMap(\.push.refusals)).count),
            reply: reply
        )
    }
}
