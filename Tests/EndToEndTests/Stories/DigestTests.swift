import Foundation
import Shared
import Testing

/// What changed for whom, after a sync.
@Suite(.serialized)
struct DigestTests {
    private func groups(_ home: Home, _ more: String...) async throws -> [JSONValue] {
        let outcome = try await Program.client.run(
            ["digest", "--json"] + more,
            environment: ["CAUNOI_HOME": home.folder]
        )
        return try #require(outcome.json?["groups"]?.array, "\(outcome.errors)")
    }

    /// The words of a group's entries by label.
    private func words(_ group: JSONValue?) -> [String: String] {
        var result: [String: String] = [:]
        for entry in group?["entries"]?.array ?? [] {
            result[entry["label"]?.string ?? ""] = entry["what"]?.string ?? ""
        }
        return result
    }

    @Test func `what others did is told by partner, one's own first, until something else comes`()
        async throws
    {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let alien = try await world.create(e, "partners", "name.en=Alien City")
        let own = try await world.create(
            e,
            "partners",
            "name.en=Own City",
            "lead_department=departments/external-relations"
        )
        let gone = try await world.create(e, "partners", "name.en=Gone City")
        try await world.synchronizeAll()
        try await Task.sleep(for: .milliseconds(20))

        try await f.run("set", alien, "country=FR")
        try await f.run("set", own, "country=VN")
        try await f.run("delete", gone)
        _ = try await world.create(
            f,
            "agreements",
            "title.en=Port pact",
            "parties=\(own);role=signatory"
        )
        try await f.run("sync")
        let synced = try await e.run("sync")
        #expect(synced.output.contains("1 new, 3 changed"), "\(synced.output)")

        let told = try await groups(e)
        #expect(told.compactMap { $0["partner"]?["label"]?.string }.first == "Own City")
        #expect(told.map { $0["mine"]?.boolean } == [true, false, false])
        #expect(words(told.first) == ["Own City": "changed", "Port pact": "new"])
        #expect(words(told[1]) == ["Alien City": "changed"])
        #expect(words(told[2]) == ["Gone City": "deleted"])
        let entry = told[1]["entries"]?[0]
        #expect(entry?["fields"]?[0]?.string == "country")
        #expect(entry?["people"]?[0]?.string == "Minh")
        // Nothing came since: it is told still. To its author it is no news.
        try await e.run("sync")
        #expect(try await groups(e).count == 3)
        #expect(try await groups(f).allSatisfy { words($0)["Port pact"] == nil })

        // A disagreement, and its settlement by somebody else.
        try await e.run("set", alien, "abbr=A")
        try await f.run("set", alien, "abbr=B")
        try await e.run("sync")
        _ = try await f.settle()
        _ = try await e.settle()
        #expect(words(try await groups(e).first) == ["Alien City": "disputed"])
        _ = try await e.conflicts()
        _ = try await u.settle()
        try await u.run("resolve", alien, "abbr", "--value", "A")
        try await u.run("sync")
        try await e.run("sync")
        #expect(words(try await groups(e).first) == ["Alien City": "settled"])
        #expect(try await groups(e, "--since", "2999-01-01").isEmpty)
        #expect(try await groups(e, "--since", "2020-01-01").count >= 3)
        try await world.hold()
    }

    /// Two values of one field, saved at the same time; the question is open on both laptops.
    private func disputed(_ world: World) async throws -> String {
        let (e, f) = (world.e, world.f)
        let partner = try await world.create(e, "partners", "name.en=Alien City")
        try await world.synchronizeAll()
        try await Task.sleep(for: .milliseconds(20))
        try await e.run("set", partner, "abbr=A")
        try await f.run("set", partner, "abbr=B", "country=FR")
        try await f.run("sync")
        _ = try await e.settle()
        return partner
    }

    @Test func `what one has settled oneself is told as one's own, and the rest by whose it is`()
        async throws
    {
        let world = try await World()
        let partner = try await disputed(world)
        try await world.e.run("resolve", partner, "abbr", "--value", "A")
        let entries = try await groups(world.e).first?["entries"]?.array ?? []
        #expect(entries.map { $0["what"]?.string } == ["settled", "changed"], "\(entries)")
        #expect(entries.map { $0["people"]?[0]?.string } == ["Lan", "Minh"], "\(entries)")
        #expect(entries.map { $0["people"]?.count } == [1, 1], "\(entries)")
        #expect(entries.map { $0["fields"]?[0]?.string } == ["abbr", "country"], "\(entries)")
    }

    @Test func `what others may have settled is a change, with its field and who wrote it`()
        async throws
    {
        let world = try await World()
        let partner = try await disputed(world)
        try await world.e.run("resolve", partner, "abbr", "--value", "A")
        try await world.e.run("sync")
        try await world.f.run("sync")
        let entries = try await groups(world.f).first?["entries"]?.array ?? []
        #expect(entries.map { $0["what"]?.string } == ["changed"], "\(entries)")
        #expect(entries.first?["fields"]?[0]?.string == "abbr", "\(entries)")
        #expect(entries.first?["people"]?[0]?.string == "Lan", "\(entries)")
    }

    @Test func `who edited what somebody else has deleted has not deleted it`() async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let partner = try await world.create(e, "partners", "name.en=Alien City")
        try await world.synchronizeAll()
        try await Task.sleep(for: .milliseconds(20))
        try await e.run("delete", partner)
        try await f.run("set", partner, "country=FR")
        try await f.run("sync")
        _ = try await e.settle()
        _ = try await e.conflicts()
        try await e.run("resolve", partner, "--keep-deleted")
        let entries = try await groups(e).first?["entries"]?.array ?? []
        #expect(entries.map { $0["what"]?.string } == ["deleted"], "\(entries)")
        #expect(entries.first?["people"]?[0]?.string == "Lan", "\(entries)")
        #expect(entries.first?["people"]?.count == 1, "\(entries)")
        let history = try await e.run("history", partner, "--lang", "vi").output
        #expect(history.contains("hồ sơ vẫn bị xóa"), "\(history)")
        #expect(!history.contains("hồ sơ được giữ lại"), "\(history)")
    }

    @Test func `the age of the data is told beside it`() async throws {
        let world = try await World()
        try await world.synchronizeAll()
        let told = try await world.e.run("digest", "--lang", "en")
        #expect(told.errors.contains("data as of 2"), "\(told.errors)")
        let document = try await world.e.json("digest")
        #expect(document["data_as_of"]?.string?.hasSuffix("Z") == true, "\(document)")
    }

    @Test func `what is due is told too`() async throws {
        let world = try await World()
        let formatter = DateFormatter()
        formatter.dateFormat = "yyyy-MM-dd"
        let soon = formatter.string(from: Date(timeIntervalSinceNow: 5 * 86_400))
        let late = formatter.string(from: Date(timeIntervalSinceNow: 90 * 86_400))
        for (title, day) in [("Soon", soon), ("Late", late)] {
            _ = try await world.create(
                world.e,
                "follow_ups",
                "title.en=\(title)",
                "due=\(day)",
                "state=open"
            )
        }
        let due = try await world.e.json("digest")["due"]?.array ?? []
        #expect(due.map { $0["record"]?["label"]?.string } == ["Soon"], "\(due)")
    }

    @Test func `deadlines that others have moved are told for as long as they are news`()
        async throws
    {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let g1 = try await world.create(e, "agreements", "title.en=G1", "valid_until=2026-12-31")
        let task = try await world.create(e, "follow_ups", "title.en=Task", "due=2026-11-05")
        try await world.synchronizeAll()
        try await f.run("set", g1, "valid_until=2029-12-31", "--note", "extension signed")
        try await f.run("delete", task)
        try await f.run("sync")
        try await e.run("sync")
        let told = try await e.run("digest").output
        for line in [
            "follow-up of Task (follow_ups/#\(task.suffix(6))) was due 2026-11-05, is withdrawn: "
                + "Minh (Finance) deleted the record",
            "expiry of G1 (agreements/#\(g1.suffix(6))) was due 2026-12-31, is now 2029-12-31: "
                + "Minh (Finance) changed valid until",
        ] {
            #expect(told.contains(line), "\(line):\n\(told)")
        }
        let reminders = try await e.json("digest")["reminders"]?.array ?? []
        #expect(reminders.map { $0["reminder"]?.string } == ["follow_up", "expiry"])
        #expect(reminders.last?["now"]?.string == "2029-12-31")
        #expect(reminders.last?["by"]?.string == "Minh")
        #expect(reminders.last?["field"]?.string == "valid_until")
        let later = try await e.json("digest", "--since", "2999-01-01")
        #expect(later["reminders"]?.count == 0)

        // Other news take their place.
        _ = try await world.create(f, "partners", "name.en=News")
        try await f.run("sync")
        try await e.run("sync")
        #expect(try await e.json("digest")["reminders"]?.count == 0)
        let all = try await e.json("digest", "--since", "2020-01-01")
        #expect(all["reminders"]?.count == 2)
    }
}
