import Shared
import TestSupport
import Testing

/// What forks say of chains, whoever made them.
@Suite struct ForkTests {
    private static let chain = ReplicaID(high: 1, low: 2)
    /// The names that follow from two tags.
    private static let first = Fork(of: chain, beyond: 0, firstTag: 1, by: ToyHash.self).name
    private static let second = Fork(of: chain, beyond: 0, firstTag: 2, by: ToyHash.self).name

    @Test func `a branch that leaves itself has no name`() {
        let branch = Fork(of: Self.chain, beyond: 0, firstTag: 1, by: ToyHash.self)
        #expect(branch.isNamed(by: ToyHash.self))
        let circle = Fork(of: Self.first, beyond: 0, firstTag: 1, by: ToyHash.self)
        #expect(!circle.isNamed(by: ToyHash.self))
    }

    @Test func `forks in a circle lead nowhere, and end`() {
        let circle = [
            Fork(of: Self.second, beyond: 0, firstTag: 1, by: ToyHash.self),
            Fork(of: Self.first, beyond: 0, firstTag: 2, by: ToyHash.self),
        ]
        for counter in 0...2 {
            let dot = Dot(Self.first, UInt64(counter))
            let hashes = circle.chainHashes(at: dot, by: ToyHash.self) { _ in nil }
            #expect(hashes.count <= 1, "\(counter)")
        }
    }
}
