import ClientCore
import ClientSQLite
import Shared

/// What a sync would do.
struct SyncPlan {
    private let workspace: Workspace
    private let client: ServiceClient

    init(_ workspace: Workspace, _ client: ServiceClient) {
        self.workspace = workspace
        self.client = client
    }

    /// Asks the server where it stands, and changes nothing on either side.
    func show(_ console: Console) throws -> ExitStatus {
        var pending = 0
        var bytes = 0
        var bases: [ScopeID: ServerSequence] = [:]
        try workspace.store.read { transaction in
            for scope in try transaction.scopes() {
                let standing = try transaction.standing(in: scope)
                let changes = try transaction.ownLogEntries(
                    in: scope,
                    beyond: standing.acknowledged,
                    bytesMax: .max
                )
                pending += changes.count
                bytes += changes.reduce(0) { $0 + $1.bytes.count }
                bases[scope] = standing.base
            }
        }
        guard case .hello(let answer) = try client.exchange(.hello(workspace.greeting())) else {
            throw ProtocolError("no answer to the hello")
        }
        let steps = answer.scopes.reduce(UInt64(0)) { sum, scope in
            let base = bases[scope.scope] ?? 0
            return sum + (scope.last > base ? scope.last - base : 0)
        }
        if console.isJSON {
            console.document(
                .object([
                    .init(key: "to_push", value: .integer(Int64(pending))),
                    .init(key: "to_push_bytes", value: .integer(Int64(bytes))),
                    .init(key: "to_pull_at_most", value: .unsigned(steps)),
                ])
            )
        } else {
            console.line(
                console.say(
                    en: "would send \(pending) changes (about \(bytes) bytes) and receive at most "
                        + "\(steps) records",
                    vi: "sẽ gửi \(pending) thay đổi (khoảng \(bytes) byte) và nhận nhiều nhất "
                        + "\(steps) bản ghi"
                )
            )
        }
        return .done
    }
}

extension Workspace {
    /// A hello that tells where this replica stands, and nothing of its own changes.
    func greeting() throws -> HelloRequest {
        let scopes = try store.read { transaction in
            try transaction.scopes().map { scope in
                let standing = try transaction.standing(in: scope)
                return HelloRequest.Scope(
                    scope: scope,
                    epoch: standing.epoch,
                    cursor: standing.cursor,
                    own: []
                )
            }
        }
        return HelloRequest(
            schemaVersion: UInt64(schema.version),
            directoryVersion: people.version,
            scopes: scopes
        )
    }
}
