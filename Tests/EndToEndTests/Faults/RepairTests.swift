import ClientCore
import ClientSQLite
import Foundation
import Shared
import Testing

/// Replicas in which a record is not what their history says.
@Suite(.serialized)
struct RepairTests {
    /// Puts other bytes into a stored record, as a disk does whose bits turn.
    private func turn(_ text: String, into other: String, in home: Home) throws {
        let store = try SQLiteReplicaStore.open(in: home.folder)
        let count = try store.write { transaction in
            var found: [(RecordID, HeldRecord)] = []
            try transaction.visitRecords(in: .common) { id, held in
                if let range = held.frame.firstRange(of: Array(text.utf8)) {
                    var turned = held
                    turned.frame.replaceSubrange(range, with: Array(other.utf8))
                    found.append((id, turned))
                }
                return true
            }
            for (id, held) in found { try transaction.setRecord(id, to: held, in: .common) }
            return found.count
        }
        #expect(count == 1)
    }

    @Test func `a turned record is mended from the server, and what it said is kept`() async throws
    {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        for name in ["Lyon", "Toulouse", "Brest"] {
            try await e.newRecord("partners", "name.en=\(name)")
        }
        try await e.run("sync")
        try await f.run("sync")
        try turn("Toulouse", into: "Toulouze", in: e)
        try await e.newRecord("partners", "name.en=Nantes")

        let ill = try await e.run("doctor", status: 1)
        #expect(ill.output.contains("caunoi doctor --mend"), "\(ill.output)")
        let verified = try await e.json("verify", status: 1)
        #expect(verified["differing"]?.count == 2, "\(verified)")
        try await e.run("doctor", "--mend")
        // What others have changed brings the server's digest with it.
        try await f.newRecord("partners", "name.en=Metz")
        try await f.run("sync")
        let synced = try await e.json("sync")
        #expect(synced["pushed"]?.integer == 1 && synced["repaired"]?.integer == 1, "\(synced)")
        #expect(synced["pulled"]?.integer == 1)

        #expect(
            try await e.partnerNames().sorted() == [
                "Brest", "Lyon", "Metz", "Nantes", "Toulouse",
            ]
        )
        let well = try await e.run("doctor")
        #expect(well.output.contains("Toulouze"), "\(well.output)")
        let idle = try await e.json("sync")
        #expect(idle["repaired"]?.integer == 0 && idle["round_trips"]?.integer == 1)
        try await f.run("sync")
        try await Invariants(homes: [e, f]).hold()
    }

    @Test func `what is waiting meanwhile is neither lost nor mended away`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await e.newRecord("partners", "name.en=Toulouse")
        try await e.run("sync")
        try turn("Toulouse", into: "Toulouze", in: e)
        try await e.run("doctor", "--mend")
        try await e.run("set", ref, "abbr=TLS")
        try await e.run("sync")
        // What was waiting has gone alone; the next session finds the rest.
        try await e.run("sync")
        #expect(try await e.partnerNames() == ["Toulouse"])
        #expect(try await e.record(ref)["fields"]?["abbr"]?.string == "TLS")
        try await Invariants(homes: [e]).hold()
    }
}
