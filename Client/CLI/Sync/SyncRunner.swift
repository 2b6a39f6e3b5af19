package import ClientCore
import ClientSQLite
import CryptoAdapters
package import Shared

/// Performs a session's steps with a replica's store and a server: the only loop of a sync.
package struct SyncRunner {
    private let workspace: Workspace
    private let client: ServiceClient
    private let engine = ReplicaEngine(hash: SHA256Hash.self)
    /// Called after each step with what the session has done so far.
    package var onProgress: ((SyncSummary) -> Void)?
    /// Called with each page before it is taken in, within the transaction that does it.
    var onPage: ((PullPage, ScopeID, SQLiteReplicaTransaction) throws -> Void)?

    package init(_ workspace: Workspace, _ client: ServiceClient) {
        self.workspace = workspace
        self.client = client
    }

    /// Hands in, for review, what this device has not sent before its access was withdrawn.
    ///
    /// - Returns: Whether the server holds all of it; what it does not hold stays here.
    private func handIn(_ sign: @escaping Signer) throws -> Bool {
        var isKept = true
        for scope in try workspace.store.read({ try $0.scopes() }) {
            var sent = VersionVector()
            var isWhole = false
            while let push = try workspace.store.read({ transaction in
                try engine.handIn(
                    scope,
                    beyond: sent,
                    isWhole: isWhole,
                    sign: sign,
                    in: transaction
                )
            }) {
                guard case .push(let answer) = try client.exchange(.push(push)) else {
                    return false
                }
                if answer.outcome == .held {
                    for item in push.items { sent.cover(item.dot) }
                } else if isWhole {
                    isKept = false
                    break
                } else {
                    // The server's copy of the chain has parted from this one: it needs all of it.
                    isWhole = true
                    sent = VersionVector()
                }
            }
        }
        return isKept
    }

    /// Asks to be let in again: the server may have been put back to a backup from before this device
    /// was enrolled.
    private func askIn(_ failure: CommandFailure) throws {
        guard !workspace.enrolment.certificate.isEmpty else { throw failure }
        do {
            _ = try client.readmit(workspace.enrolment.certificate)
        } catch let refusal as CommandFailure
            where refusal.code.isSame(as: "certificate_refused")
        {
            throw failure
        }
    }

    /// Runs one session to its end.
    ///
    /// - Throws: `TransportError` when the exchange was cut; what was done until then stays done, and
    ///   the next session goes on from there.
    package func run() throws -> (ending: SyncSession.Ending, memory: SessionMemory) {
        var session = SyncSession()
        var memory = SessionMemory()
        var random = SecureRandom()
        let sign = try workspace.signer()
        var action = session.start()
        while true {
            if case .finish(let ending) = action { return (ending, memory) }
            let request = try workspace.store.read { transaction in
                try engine.prepare(
                    action,
                    &memory,
                    schemaVersion: UInt64(workspace.schema.version),
                    directoryVersion: workspace.people.version,
                    sign: sign,
                    in: transaction
                )
            }
            guard let request else { throw ProtocolError("there is nothing to send") }
            let response: SyncResponse
            do {
                response = try client.exchange(request)
            } catch let failure as CommandFailure where failure.code.isSame(as: "revoked") {
                guard try handIn(sign) else { throw CommandFailure.revokedUnheld }
                return (.held, memory)
            } catch let failure as CommandFailure
                where failure.code.isSame(as: "unknown_device") && !memory.summary.isReadmitted
            {
                try askIn(failure)
                memory.summary.isReadmitted = true
                continue
            } catch let failure as CommandFailure where failure.status != .unreachable {
                // What is damaged here is sent as it is, and refused: that is the better answer.
                if case .push = request { try ChainAudit.require(workspace.store) }
                throw failure
            }
            if case .hello(let hello) = response {
                try Workspace.keep(hello, at: Workspace.now, in: workspace.folder)
            }
            // What the transaction changes in memory counts only if it is committed.
            let step = try workspace.store.write { transaction in
                var memory = memory
                if case .pull(let pull) = request, case .pull(.page(let page)) = response {
                    try onPage?(page, pull.scope, transaction)
                }
                let event = try engine.conclude(
                    action,
                    request,
                    response,
                    &memory,
                    using: &random,
                    in: &transaction
                )
                return (event: event, memory: memory)
            }
            memory = step.memory
            onProgress?(memory.summary)
            action = session.next(after: step.event)
        }
    }
}
