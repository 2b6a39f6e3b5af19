import ClientCLI
import ClientCore
import Compression
import CryptoAdapters
import Shared

/// A device of the load: what it will send, made and signed before the clock starts.
struct LoadDevice {
    private(set) var requests: [LoadRequest] = []
    let token: AccessToken

    /// How the load is made.
    struct Shape: Sendable {
        let devices: Int
        /// Requests of each device, pulls and pushes by turns.
        let requests: Int
        let pulledRecords: Int
        let pushedRecords: Int
    }

    /// Enrols over HTTP with a code of the administrator's.
    init(number: Int, at server: RegisterServer, shape: Shape, firstRecord: Int) throws {
        let client = try ServiceClient(
            server: server.url,
            token: nil,
            allowsInsecureHTTP: false,
            authorityFile: nil
        )
        let (register, _) = try client.register()
        guard let code = InvitationCode(try server.invite("Load \(number)")) else {
            throw BenchmarkFailure("an invitation is not of the form that codes have")
        }
        let signing = SigningKey()
        let agreement = AgreementKey()
        let statement = EnrolmentRequest.statement(
            register: register,
            code: code.hash(by: SHA256Hash.self),
            signingKey: signing.publicKey,
            agreementKey: agreement.publicKey
        )
        let receipt = try client.enroll(
            EnrolmentRequest(
                code: code,
                device: "load-\(number)",
                signingKey: signing.publicKey,
                agreementKey: agreement.publicKey,
                proof: try signing.sign(statement)
            )
        )
        token = receipt.token
        let known = try Self.greeted(server, receipt.token)
        var random = WorkloadRandom(UInt64(number), 7)
        var chain = LoadChain(random: SecureRandom(), register: register, actor: known.actor)
        let page = try Self.pageBytes(server, receipt.token, known, shape.pulledRecords)
        for step in 0..<shape.requests {
            let isPull = step % 2 == number % 2
            let body: [UInt8]
            if isPull {
                let end = max(1, Int(known.last) - 2 * shape.pulledRecords)
                body = PullRequest(
                    scope: .common,
                    epoch: known.epoch,
                    cursor: UInt64(random.number(below: end)),
                    base: .sequence(0),
                    own: chain.head,
                    bytesMax: page
                ).encoded()
            } else {
                let first = firstRecord + step / 2 * shape.pushedRecords
                let records = (first..<first + shape.pushedRecords).map {
                    WorkloadRecord(number: $0)
                }
                body = try chain.push(records, epoch: known.epoch, key: signing).encoded()
            }
            requests.append(
                LoadRequest(isPull ? .pull : .push, body, receipt.token)
            )
        }
    }

    /// The request of one who holds everything and waits for more.
    func watching(_ server: RegisterServer) throws -> LoadRequest {
        let answer = try Self.hello(server, token)
        guard let directory = try answer.directory.map({ try DirectoryDocument(encoded: $0) })
        else { throw BenchmarkFailure("no directory in the answer to the hello") }
        return LoadRequest(
            .watch,
            HelloRequest(
                schemaVersion: 1,
                directoryVersion: directory.version,
                scopes: answer.scopes.map {
                    HelloRequest.Scope(scope: $0.scope, epoch: $0.epoch, cursor: $0.last, own: [])
                }
            ).encoded(),
            token
        )
    }

    private static func greeted(
        _ server: RegisterServer,
        _ token: AccessToken
    ) throws -> (actor: UInt32, epoch: Epoch, last: ServerSequence) {
        let answer = try hello(server, token)
        guard let scope = answer.scopes.first else {
            throw BenchmarkFailure("no scope in the answer to the hello")
        }
        return (answer.actor, scope.epoch, scope.last)
    }

    /// The first hello of a device that holds nothing but the schema.
    private static func hello(
        _ server: RegisterServer,
        _ token: AccessToken
    ) throws -> HelloResponse {
        let hello = HelloRequest(
            schemaVersion: 1,
            directoryVersion: 0,
            scopes: [HelloRequest.Scope(scope: .common, epoch: nil, cursor: 0, own: [])]
        )
        guard case .hello(let answer) = try client(server, token).exchange(.hello(hello)) else {
            throw BenchmarkFailure("no answer to the hello")
        }
        return answer
    }

    /// How many bytes a page may have to bring so many records.
    private static func pageBytes(
        _ server: RegisterServer,
        _ token: AccessToken,
        _ known: (actor: UInt32, epoch: Epoch, last: ServerSequence),
        _ records: Int
    ) throws -> UInt64 {
        let pull = PullRequest(
            scope: .common,
            epoch: known.epoch,
            cursor: known.last / 2,
            base: .sequence(0),
            own: ChainHead(replica: ReplicaID(high: 1, low: 1), counter: 0, tag: 0),
            bytesMax: UInt64(WireLimits.pageBytesMax)
        )
        guard case .pull(.page(let page)) = try client(server, token).exchange(.pull(pull)),
            !page.rows.isEmpty
        else { throw BenchmarkFailure("no answer to a pull") }
        let bytes = page.rows.reduce(0) { $0 + $1.frame.count }
        return UInt64(bytes * records / page.rows.count)
    }

    private static func client(
        _ server: RegisterServer,
        _ token: AccessToken
    ) throws -> ServiceClient {
        try ServiceClient(
            server: server.url,
            token: token,
            allowsInsecureHTTP: false,
            authorityFile: nil
        )
    }
}

/// One request as it goes over the connection.
struct LoadRequest {
    enum Kind: String {
        case pull
        case push
        case watch
    }

    let kind: Kind
    let bytes: [UInt8]

    init(_ kind: Kind, _ body: [UInt8], _ token: AccessToken) {
        self.kind = kind
        var content = body
        var coding = ""
        if body.count > 600 {
            content = Zstandard.compressed(body)
            coding = "content-encoding: zstd\r\n"
        }
        let head = """
            POST /v1/\(kind.rawValue) HTTP/1.1\r
            host: 127.0.0.1\r
            content-type: \(WireFormat.mediaType)\r
            accept-encoding: zstd\r
            authorization: Bearer \(token.credential)\r
            \(coding)content-length: \(content.count)\r
            \r

            """
        bytes = Array(head.utf8) + content
    }
}

/// The changes of one device, in order and signed.
struct LoadChain {
    private let replica: ReplicaID
    private let register: RegisterID
    private let actor: UInt32
    private var random: SecureRandom
    private var clock = HybridClock()
    private var last: SealedChange?

    init(random: SecureRandom, register: RegisterID, actor: UInt32) {
        self.random = random
        self.register = register
        self.actor = actor
        replica = .random(using: &self.random)
    }

    var head: ChainHead {
        ChainHead(replica: replica, counter: last?.dot.counter ?? 0, tag: last?.hash.tag ?? 0)
    }

    /// A push that creates records.
    mutating func push(
        _ records: [WorkloadRecord],
        epoch: Epoch,
        key: SigningKey
    ) throws -> PushRequest {
        var items: [PushRequest.Item] = []
        for record in records {
            // Records of their own: the base has one of the same number.
            let draft = Draft(
                kind: .create,
                record: RecordID(milliseconds: Workspace.now, using: &random),
                collection: WorkloadSchema.orders,
                cells: record.creation.cells
            )
            let change = draft.change(
                on: nil,
                time: clock.tick(at: Workspace.now),
                actor: actor,
                schemaVersion: 1
            )
            let sealed = change.sealed(
                as: Dot(replica, head.counter + 1),
                after: last?.hash ?? ChangeBytes.chainSeed(of: replica, by: SHA256Hash.self),
                salt: Change.salt(using: &random),
                by: SHA256Hash.self
            )
            last = sealed
            items.append(PushRequest.Item(dot: sealed.dot, bytes: sealed.bytes, renames: []))
        }
        guard let hash = last?.hash else { throw BenchmarkFailure("a push without changes") }
        let message = PushRequest.signedMessage(
            register: register.bytes,
            scope: .common,
            head: hash
        )
        return PushRequest(
            scope: .common,
            epoch: epoch,
            items: items,
            signatures: [
                PushRequest.Signature(replica: replica, head: hash, bytes: try key.sign(message))
            ]
        )
    }
}
