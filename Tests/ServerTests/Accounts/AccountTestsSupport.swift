import CryptoAdapters
import Foundation
import ServerCore
import ServerPostgres
import ServerSQL
import ServerSQLite
import Shared
import TestSupport
import Testing

/// The stores that pass the suite of accounts.
enum AccountStoreKind: CaseIterable, Sendable {
    case memory, sqlite, postgres

    static var allCases: [AccountStoreKind] {
        PostgresAtHand.url == nil ? [.memory, .sqlite] : [.memory, .sqlite, .postgres]
    }

    func open() throws -> AccountTestStore {
        switch self {
        case .memory: return AccountTestStore()
        case .sqlite:
            let folder = try AccountTestFolder()
            return AccountTestStore(
                try SQLiteServerStore.open(folder: folder.path),
                keeping: folder
            )
        case .postgres:
            let tables = try AccountTestTables()
            return AccountTestStore(try tables.open(), keeping: tables)
        }
    }
}

/// A folder that lasts as long as the value.
final class AccountTestFolder {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(component: "accounts-\(UInt64.random(in: 0...UInt64.max))")
        path = folder.path(percentEncoded: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Tables of PostgreSQL's that last as long as the value.
final class AccountTestTables {
    private let url: String
    private let name = PostgresAtHand.freshName()

    init() throws { url = try #require(PostgresAtHand.url) }

    deinit { try? PostgresServerStore.discard(url: url, register: name) }

    func open() throws -> any SQLStore {
        try #require(try PostgresServerStore.open(url: url, register: name, creating: true))
    }
}

/// A store of any kind; a transaction that throws leaves it as it was.
final class AccountTestStore {
    private var memory = MemoryServerStore()
    private let database: (store: any SQLStore, place: AnyObject)?

    init() { database = nil }

    init(_ store: any SQLStore, keeping place: AnyObject) { database = (store, place) }

    deinit { try? database?.store.close() }

    func write<Result>(
        _ body: (inout any AccountTransaction) throws -> Result
    ) throws -> Result {
        if let database {
            return try database.store.write { transaction in
                var any: any AccountTransaction = transaction
                return try body(&any)
            }
        }
        var any: any AccountTransaction = memory
        let result = try body(&any)
        if let changed = any as? MemoryServerStore { memory = changed }
        return result
    }

    /// Everything that is stored, for comparing.
    func contents() throws -> AccountContents {
        try write { transaction in
            AccountContents(
                persons: try transaction.persons(),
                actors: try transaction.actors(),
                next: try transaction.nextActorNumber(),
                devices: try transaction.devices(),
                codes: try transaction.unusedEnrolmentCodes(),
                owners: try transaction.replicaOwners(),
                version: try transaction.directoryVersion(),
                register: try transaction.registerInfo()
            )
        }
    }

    /// The directory without its version, and its version.
    func directory() throws -> (content: [UInt8], version: UInt64) {
        try write { transaction in
            let document = try transaction.directory()
            let content = DirectoryDocument(
                version: 0,
                actors: document.actors,
                devices: document.devices,
                replicas: document.replicas
            )
            return (content.encoded(), document.version)
        }
    }
}

struct AccountContents: Equatable {
    let persons: [Person]
    let actors: [Actor]
    let next: UInt32
    let devices: [Device]
    let codes: [EnrolmentCode]
    let owners: [ReplicaOwner]
    let version: UInt64
    let register: RegisterInfo?
}

/// The same numbers for the same seed (SplitMix64).
struct AccountRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// A device's side of enrolment.
struct AccountTestDevice {
    var signing = SigningKey()
    var agreement = AgreementKey()

    func request(
        _ code: InvitationCode,
        register: RegisterID,
        named name: String = "Laptop"
    ) throws -> EnrolmentRequest {
        let statement = EnrolmentRequest.statement(
            register: register,
            code: code.hash(by: SHA256Hash.self),
            signingKey: signing.publicKey,
            agreementKey: agreement.publicKey
        )
        return EnrolmentRequest(
            code: code,
            device: name,
            signingKey: signing.publicKey,
            agreementKey: agreement.publicKey,
            proof: try signing.sign(statement)
        )
    }
}

/// A register with the moments that most tests need.
final class AccountTestRegister {
    let store: AccountTestStore
    let service = AccountService(hash: SHA256Hash.self, verifier: Ed25519Verifier())
    let info: RegisterInfo
    var random = AccountRandom(seed: 1)

    init(_ kind: AccountStoreKind) throws {
        store = try kind.open()
        var random = AccountRandom(seed: 2)
        let service = service
        info = try store.write {
            try service.createRegister(named: "Register", at: 1, using: &random, in: &$0)
        }
    }

    func invite(
        _ person: InvitedPerson,
        _ department: String = "tourism",
        _ role: Role = .editor,
        expires: Int64 = 1000,
        epoch: Epoch? = nil,
        at now: Int64 = 10
    ) throws -> Invitation {
        try store.write {
            try service.invite(
                person,
                department: department,
                role: role,
                expires: expires,
                epoch: epoch,
                at: now,
                using: &random,
                in: &$0
            )
        }
    }

    func enroll(
        _ request: EnrolmentRequest,
        epoch: Epoch? = nil,
        at now: Int64 = 20
    ) throws -> EnrolmentReceipt {
        try store.write {
            try service.enroll(
                request,
                epoch: epoch,
                at: now,
                scopes: { actor in
                    [.common] + [ScopeID("restricted/\(actor.department)")].compactMap { $0 }
                },
                using: &random,
                in: &$0
            )
        }
    }

    /// Enrols a fresh device.
    func join(
        _ person: InvitedPerson,
        _ department: String = "tourism",
        _ role: Role = .editor
    ) throws -> EnrolmentReceipt {
        let code = try invite(person, department, role).code
        return try enroll(try AccountTestDevice().request(code, register: info.id))
    }

    func caller(_ token: AccessToken) throws -> Caller? {
        try store.write { try service.authenticate(token, in: $0)?.caller }
    }

    func device(_ id: RecordID) throws -> Device? { try store.write { try $0.device(id) } }
}
