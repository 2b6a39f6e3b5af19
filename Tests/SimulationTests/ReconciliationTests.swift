import ClientCore
import CryptoAdapters
import ServerCore
import Shared
import Simulator
import Testing

/// The search for records that are not the same on both sides.
struct ReconciliationTests {
    private static let service = SyncService(hash: SHA256Hash.self, policy: PermissivePolicy())

    /// Both sides with `count` equal records.
    private static func twoSides(
        _ count: Int
    ) throws -> (MemoryReplicaStore, MemoryServerStore, [RecordID]) {
        var random = SplitMix64(seed: 7)
        var replica = MemoryReplicaStore(replica: .random(using: &random), scopes: [.common])
        var server = MemoryServerStore()
        try service.createScope(.common, using: &random, in: &server)
        var ids: [RecordID] = []
        var sums: [Int: StateDigest] = [:]
        for number in 0..<count {
            let id = RecordID(high: UInt64(number), low: random.next())
            ids.append(id)
            var writer = CBORWriter()
            writer.unsigned(UInt64(number))
            let frame = writer.bytes
            replica.setRecord(id, to: HeldRecord(frame: frame, extra: VersionVector()), in: .common)
            let sequence = UInt64(number + 1)
            let stored = StoredRecord(frame: frame, extra: VersionVector(), sequence: sequence)
            server.setRecord(id, to: stored, in: .common)
            sums[StateDigest.bucket(of: id), default: StateDigest()] +=
                StateDigest.ofRecord(id, frame: frame, by: SHA256Hash.self)
        }
        for (bucket, sum) in sums { server.setDigest(sum, ofBucket: bucket, in: .common) }
        return (replica, server, ids)
    }

    /// Searches to the end: how many messages and bytes it took to know what differs, and then.
    private static func search(
        _ replica: MemoryReplicaStore,
        _ server: MemoryServerStore
    ) throws -> (Reconciliation, finding: [Int], rows: [PullPage.Row]) {
        let clock = try #require(server.clock(of: .common))
        var search = Reconciliation(.common, epoch: clock.epoch, sequence: clock.last)
        var finding: [Int] = []
        var rows: [PullPage.Row] = []
        while let request = search.request {
            let response = try service.digests(
                DigestRequest(encoded: request.encoded()),
                in: server
            )
            if case .states = request.level {
            } else {
                finding.append(request.encoded().count + response.encoded().count)
            }
            rows += try search.take(
                DigestResponse(encoded: response.encoded()),
                by: SHA256Hash.self,
                in: replica
            )
        }
        return (search, finding, rows)
    }

    @Test(.timeLimit(.minutes(5)))
    func `one difference in a million records is found in three steps and eight kilobytes`()
        throws
    {
        var (replica, server, ids) = try Self.twoSides(1_000_000)
        let (same, equal, _) = try Self.search(replica, server)
        #expect(same.differences.isEmpty && equal.count == 1)
        let changed = HeldRecord(frame: [0xFF], extra: VersionVector())
        replica.setRecord(ids[500_000], to: changed, in: .common)
        let (search, finding, rows) = try Self.search(replica, server)
        #expect(search.ending == .complete)
        #expect(
            search.differences
                == [.init(record: ids[500_000], isHere: true, isThere: true)]
        )
        #expect(finding.count == 3)
        #expect(finding.reduce(0, +) < 8192, "\(finding)")
        #expect(rows.map(\.record) == [ids[500_000]])
        server.lose(ids[500_000], in: .common, by: SHA256Hash.self)
        #expect(try Self.search(replica, server).0.onlyHere == [ids[500_000]])
    }

    @Test(arguments: [0, 1, 7, 500, 5000])
    func `every difference is found`(count: Int) throws {
        var (replica, server, ids) = try Self.twoSides(12_000)
        var random = SplitMix64(seed: UInt64(count))
        var wanted: Set<Reconciliation.Difference> = []
        for id in ids.shuffled(using: &random).prefix(count) {
            let kind = Int.random(in: 0..<3, using: &random)
            switch kind {
            case 0: replica.lose(id, in: .common)
            case 1: server.lose(id, in: .common, by: SHA256Hash.self)
            default:
                let other = HeldRecord(frame: [0xFF], extra: VersionVector())
                replica.setRecord(id, to: other, in: .common)
            }
            wanted.insert(.init(record: id, isHere: kind != 0, isThere: kind != 1))
        }
        let (search, _, rows) = try Self.search(replica, server)
        #expect(Set(search.differences) == wanted)
        #expect(Set(rows.map(\.record)) == Set(wanted.filter(\.isThere).map(\.record)))
    }

    @Test func `a server that has gone on, or is damaged itself, teaches nothing`() throws {
        var (replica, server, ids) = try Self.twoSides(100)
        replica.lose(ids[3], in: .common)
        var damaged = server
        let other = StoredRecord(frame: [0xFF], extra: VersionVector(), sequence: 101)
        damaged.setRecord(ids[3], to: other, in: .common)
        let (search, _, rows) = try Self.search(replica, damaged)
        #expect(search.ending == .serverDamaged && rows.isEmpty)
        let clock = try #require(server.clock(of: .common))
        let late = DigestRequest(
            scope: .common,
            epoch: clock.epoch,
            sequence: clock.last + 1,
            level: .groups
        )
        #expect(try Self.service.digests(late, in: server) == .movedOn)
    }
}
