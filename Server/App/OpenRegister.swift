import CryptoAdapters
import Foundation
package import ServerCore
import ServerHTTP
package import ServerSQL
import ServerSQLite
package import Shared

/// A register, opened for one command or for serving.
package struct OpenRegister {
    package let place: RegisterPlace
    package let store: any SQLStore
    package let info: RegisterInfo
    package let schema: Schema
    let sync: SyncService<SHA256Hash, SchemaPolicy>
    let accounts = OpenRegister.accountService
    /// Held shared for as long as a register in a folder is open: a restore needs it alone.
    private let serving: FolderLock?

    static let accountService = AccountService(hash: SHA256Hash.self, verifier: Ed25519Verifier())

    /// Opens the register that is at `place`; where it `isPatient`, transactions may last while another
    /// place is filled.
    ///
    /// - Throws: `AccountError.noRegister` when there never was one; ``CommandFailure``; `StoreError`.
    package static func open(
        _ place: RegisterPlace,
        isPatient: Bool = false
    ) throws -> OpenRegister {
        // Not even a lock is left behind in a folder where nothing is.
        try place.checkFile()
        let serving = try place.lock(.shared)
        let store = try place.storeOfRegister(isPatient: isPatient)
        let (info, document, keys) = try store.read {
            (try $0.registerInfo(), try $0.schemaDocument(), try $0.serverKeys())
        }
        guard let info, let document else { throw place.absence() }
        if keys == nil {
            // A register of an older program has none yet.
            try store.write { transaction in
                guard try transaction.serverKeys() == nil else { return }
                try transaction.save(ServerKeys.fresh())
            }
        }
        return OpenRegister(place, store, info, try Schema(json: document.bytes), serving)
    }

    private init(
        _ place: RegisterPlace,
        _ store: any SQLStore,
        _ info: RegisterInfo,
        _ schema: Schema,
        _ serving: FolderLock?
    ) {
        self.place = place
        self.store = store
        self.info = info
        self.schema = schema
        self.serving = serving
        sync = SyncService(hash: SHA256Hash.self, policy: SchemaPolicy(schema: schema))
    }

    /// Closes the store and lets go of its place.
    package func close() throws {
        try store.close()
        serving?.release()
    }
}

extension OpenRegister {
    /// What makes a register.
    package struct Beginning {
        package var name: String
        /// The schema's document.
        package var schema: [UInt8]
        package var department: Department
        /// The first administrator's name.
        package var person: String
        /// How long the administrator's code is good, in milliseconds.
        package var codeMilliseconds: Int64

        package init(
            name: String,
            schema: [UInt8] = BuiltIn.schema,
            department: Department,
            person: String,
            codeMilliseconds: Int64
        ) {
            self.name = name
            self.schema = schema
            self.department = department
            self.person = person
            self.codeMilliseconds = codeMilliseconds
        }
    }

    /// Makes a register at `place`; a folder is made too if need be.
    ///
    /// - Throws: `AccountError.registerExists`; what is wrong with the names; `StoreError`.
    package static func create(
        at place: RegisterPlace,
        _ beginning: Beginning,
        now: Int64
    ) throws -> (info: RegisterInfo, invitation: Invitation) {
        let schema = try Schema(json: beginning.schema)
        let store = try place.openStore()
        defer { try? store.close() }
        let sync = SyncService(hash: SHA256Hash.self, policy: SchemaPolicy(schema: schema))
        return try store.write { transaction in
            var random = SecureRandom()
            let info = try accountService.createRegister(
                named: beginning.name,
                at: now,
                using: &random,
                in: &transaction
            )
            try transaction.save(ServerKeys.fresh())
            try transaction.setSchemaDocument(
                SchemaDocument(version: UInt64(schema.version), bytes: beginning.schema)
            )
            try sync.createScope(.common, using: &random, in: &transaction)
            let clock = try transaction.clock(of: .common)
            if let clock { try accountService.reserve(clock.replica, in: &transaction) }
            try accountService.check(department: beginning.department.code)
            let draft = try RecordDrafter(schema: schema, now: now)
                .draft(of: beginning.department)
            _ = try sync.save(
                draft,
                actor: serverActor,
                at: now,
                in: .common,
                using: &random,
                in: &transaction
            )
            let invitation = try accountService.invite(
                .newcomer(beginning.person),
                department: beginning.department.code,
                role: .administrator,
                expires: now + beginning.codeMilliseconds,
                epoch: clock?.epoch,
                at: now,
                using: &random,
                in: &transaction
            )
            return (info, invitation)
        }
    }

    /// The actor of what administrators do at the server.
    static let serverActor: UInt32 = 0
}

extension ServerKeys {
    /// Keys that nobody else has.
    static func fresh() -> ServerKeys {
        let signing = SigningKey()
        let agreement = AgreementKey()
        return ServerKeys(
            signingSeed: signing.seed,
            agreementSecret: agreement.secret,
            published: DirectoryDocument.ServerKeys(
                signing: signing.publicKey,
                agreement: agreement.publicKey
            )
        )
    }
}
