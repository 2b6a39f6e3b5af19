import ServerCore
import Shared
import Testing

/// For whom there is news.
@Suite struct StandingTests {
    private static let epoch = Epoch(high: 1, low: 1)
    private static let other = Epoch(high: 1, low: 2)

    /// Where a device stands, and whether there is news for it in a register of schema 3, directory 4 and
    /// a history that ends at 10.
    @Test(
        arguments: [
            (3, 4, epoch, 10, false),
            (3, 4, epoch, 9, true),
            (3, 4, epoch, 11, false),
            (3, 4, other, 10, true),
            (3, 4, nil, 0, true),
            (2, 4, epoch, 10, true),
            (3, 5, epoch, 10, true),
        ] as [(UInt64, UInt64, Epoch?, ServerSequence, Bool)]
    )
    func `there is news when a session would bring something`(
        _ schema: UInt64,
        _ directory: UInt64,
        _ epoch: Epoch?,
        _ cursor: ServerSequence,
        _ expected: Bool
    ) throws {
        var store = MemoryServerStore()
        store.setClock(
            ScopeClock(epoch: Self.epoch, last: 10, replica: ReplicaID(high: 2, low: 2)),
            of: .common
        )
        store.setSchemaDocument(SchemaDocument(version: 3, bytes: [1]))
        store.setDirectoryVersion(4)
        let hello = HelloRequest(
            schemaVersion: schema,
            directoryVersion: directory,
            scopes: [HelloRequest.Scope(scope: .common, epoch: epoch, cursor: cursor, own: [])]
        )
        let standing = try RegisterStanding(of: [.common], in: store)
        #expect(standing.hasNews(for: hello) == expected)
    }

    @Test func `a scope that is not here has no news`() throws {
        let scope = try ScopeID.named("space/acvn")
        let hello = HelloRequest(
            schemaVersion: 0,
            directoryVersion: 0,
            scopes: [HelloRequest.Scope(scope: scope, epoch: nil, cursor: 0, own: [])]
        )
        let standing = try RegisterStanding(of: [scope], in: MemoryServerStore())
        #expect(!standing.hasNews(for: hello))
    }
}
