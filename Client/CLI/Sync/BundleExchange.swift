import ClientCore
import ClientSQLite
import CryptoAdapters
import Shared

/// A sync carried by hand: what a replica would send as a file, and the reply taken in.
struct BundleExchange {
    private let workspace: Workspace
    private let console: Console
    private let engine = ReplicaEngine(hash: SHA256Hash.self)
    private let cipher = HPKECipher()

    init(_ workspace: Workspace, _ console: Console) {
        self.workspace = workspace
        self.console = console
    }

    /// Everything that has no receipt yet, and where this replica stands, for the server alone.
    ///
    /// Nothing is marked as sent: only a reply or a later sync does that.
    func export(at now: Int64) throws -> BundleFile {
        guard let keys = workspace.people.keys else { throw neverSynced }
        // Nobody could answer a file with damage in it.
        try ChainAudit.require(workspace.store)
        let sign = try workspace.signer()
        let scopes = try workspace.store.read { transaction in
            try transaction.scopes().map { scope in
                guard let part = try engine.export(scope, sign: sign, in: transaction) else {
                    throw neverSynced
                }
                guard part.push.items.count <= WireLimits.itemsMax else {
                    throw BundleError.tooLarge
                }
                return part
            }
        }
        let request = CarriedRequest(
            hello: HelloRequest(
                schemaVersion: UInt64(workspace.schema.version),
                directoryVersion: workspace.people.version,
                scopes: []
            ),
            scopes: scopes
        )
        var random = SecureRandom()
        return try BundleFile(
            request.encoded(),
            header: BundleHeader(
                kind: .request,
                id: .random(using: &random),
                register: workspace.enrolment.register,
                device: workspace.enrolment.device,
                made: now,
                changes: UInt64(scopes.reduce(0) { $0 + $1.push.items.count })
            ),
            to: keys.agreement,
            signedBy: workspace.enrolment.signingSeed,
            with: cipher,
            hash: SHA256Hash.self
        )
    }

    /// What a reply brought.
    struct Import {
        let summary: SyncSummary
        /// Own changes that have a receipt now.
        let receipts: Int
        let conflictsOpened: Int
        let questions: OpenQuestions
        let digest: Hash256
        /// The deadlines that are on another day now, or fell away.
        let reminders: [MovedReminder]
    }

    /// Takes in a reply that is meant for this device: all of it, or nothing.
    ///
    /// - Throws: `BundleError`, or what a `BundleRefusal` means; then nothing was changed.
    func take(_ file: BundleFile) throws -> Import {
        let lock = try workspace.beginSession(console)
        defer { lock.release() }
        let reply = try content(of: file)
        let before = try workspace.openConflicts()
        let pending = try workspace.pendingCount()
        let (summary, reminders) = try apply(reply)
        try workspace.keep(reply.hello)
        let after = try Workspace.open(console.options(of: workspace))
        let conflicts = try after.openConflicts()
        let questions = OpenQuestions(
            corrections: try after.correctionCount(),
            conflicts: conflicts.count
        )
        return Import(
            summary: summary,
            receipts: max(0, pending - (try after.pendingCount())),
            conflictsOpened: conflicts.subtracting(before).count,
            questions: questions,
            digest: try after.store.read { try $0.digest(of: .common).hash },
            reminders: try reminders.moved(in: after, at: reply.hello.time, console.language)
        )
    }

    private func apply(_ reply: CarriedReply) throws -> (SyncSummary, RemindersBefore) {
        do {
            return try workspace.store.write { transaction in
                var memory = SessionMemory()
                var reminders = RemindersBefore(workspace.schema)
                for scope in reply.scopes {
                    try reminders.note(scope.page, in: scope.scope, transaction)
                    try engine.apply(scope, &memory, in: &transaction)
                }
                return (memory.summary, reminders)
            }
        } catch let refusal as BundleRefusal {
            throw CommandFailure(refusal)
        }
    }

    /// Whether a file of this register is signed by whom it says it is from.
    ///
    /// - Parameter file: A request or a reply.
    /// - Returns: false where the sender's key is not known here.
    /// - Throws: `BundleError`: `otherRegister`, or `forged` where the signature is another's.
    func checkSignature(of file: BundleFile) throws(BundleError) -> Bool {
        guard file.header.register == workspace.enrolment.register else { throw .otherRegister }
        guard let key = senderKey(of: file.header) else { return false }
        guard file.isSigned(by: key, Ed25519Verifier()) else { throw .forged }
        return true
    }

    /// The key whose holder a file is from: the directory has the server's, and of the devices' keys only
    /// one's own is here.
    private func senderKey(of header: BundleHeader) -> [UInt8]? {
        if header.kind == .reply { return workspace.people.keys?.signing }
        guard header.device == workspace.enrolment.device else { return nil }
        return SigningKey(seed: workspace.enrolment.signingSeed)?.publicKey
    }

    private func content(of file: BundleFile) throws -> CarriedReply {
        let isSigned = try checkSignature(of: file)
        guard file.header.kind == .reply else { throw BundleError.otherKind }
        guard file.header.device == workspace.enrolment.device else {
            throw BundleError.otherDevice
        }
        guard isSigned else { throw BundleError.forged }
        let content = try file.content(with: workspace.enrolment.agreementSecret, cipher)
        do throws(CBORError) {
            return try CarriedReply(encoded: content)
        } catch {
            throw BundleError.damaged
        }
    }

    private var neverSynced: CommandFailure {
        CommandFailure(
            code: "never_synced",
            console.say(
                en:
                    "this replica has not completed a sync yet: the server's key and state are not known",
                vi:
                    "bản sao này chưa đồng bộ xong lần nào: chưa biết khóa và trạng thái của máy chủ"
            ),
            hint: "caunoi sync"
        )
    }
}
