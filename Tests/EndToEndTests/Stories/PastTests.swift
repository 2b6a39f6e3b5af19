import Foundation
import Shared
import Testing

/// `show --at`: a record as the register had it.
@Suite(.serialized)
struct PastTests {
    @Test func `a record is shown as it was at each moment`() async throws {
        let world = try await World()
        let ref = try await world.create(world.e, "agreements", "code=G1", "title.en=First")
        try await world.synchronizeAll()
        let early = try await Self.moment()
        try await world.e.run("set", ref, "title.en=Second", "valid_until=2027-06-30")
        try await world.f.run("set", ref, "valid_until=2029-12-31")
        try await world.e.run("sync")
        try await world.f.run("sync", status: 3)
        let disputed = try await Self.moment()
        try await world.f.run("resolve", ref, "valid_until", "--value", "2029-12-31")
        try await world.synchronizeAll()
        let settled = try await Self.moment()
        try await world.e.run("delete", ref)
        try await world.synchronizeAll()

        for home in world.homes {
            let first = try await home.json("show", ref, "--at", early)
            #expect(first["label"]?.string == "First" && first["complete"]?.boolean == true)
            #expect(first["fields"]?["valid_until"] == nil && first["state"]?.string == "live")
            let second = try await home.json("show", ref, "--at", disputed)
            #expect(second["label"]?.string == "Second")
            #expect(second["disputed"]?["valid_until"] != nil)
            let third = try await home.json("show", ref, "--at", settled)
            #expect(third["fields"]?["valid_until"]?.string == "2029-12-31")
            #expect(third["disputed"]?.object?.isEmpty == true)
            let last = try await home.json("show", ref, "--at", "2999-01-01")
            #expect(last["state"]?.string == "deleted")
        }
        let never = try await world.u.run("show", ref, "--at", "2020-01-01", status: 1)
        #expect(never.errors.contains("was not in the register"), "\(never.errors)")
        try await world.u.run("show", ref, "--at", "yesterday", status: 2)
    }

    @Test func `without the server it is what this device knows, and says so`() async throws {
        let world = try await World()
        let ref = try await world.create(world.e, "partners", "name.en=Before")
        let between = try await Self.moment()
        try await world.e.run("set", ref, "name.en=After")
        try await world.server.stop()
        let shown = try await world.e.json("show", ref, "--at", between)
        #expect(shown["label"]?.string == "Before" && shown["complete"]?.boolean == false)
        let text = try await world.e.run("show", ref, "--at", between)
        #expect(text.errors.contains("what this device holds"), "\(text.errors)")
    }

    /// A moment after all that was done and before all that comes.
    private static func moment() async throws -> String {
        try await Task.sleep(for: .milliseconds(1100))
        let text = Date().formatted(.iso8601)
        try await Task.sleep(for: .milliseconds(1100))
        return text
    }
}
