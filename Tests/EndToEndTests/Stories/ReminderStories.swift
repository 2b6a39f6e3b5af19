import Foundation
import Shared
import Testing

/// Story 15: what becomes of reminders when others have moved what they rest on.
@Suite(.serialized)
struct ReminderStories {
    /// As lists print it.
    private func short(_ ref: String) -> String {
        let parts = ref.split(separator: "/")
        return "\(parts[0])/#\(parts[1].suffix(6))"
    }

    @Test func `a sync tells which deadlines others have moved, and why`() async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let g1 = try await world.create(
            e,
            "agreements",
            "title.en=G1",
            "valid_until=2026-12-31",
            "notice_days=90"
        )
        let task = try await world.create(
            e,
            "follow_ups",
            "title.en=Write back",
            "due=2026-11-05",
            "state+=open"
        )
        try await world.synchronizeAll()
        try await f.run("set", g1, "valid_until=2029-12-31", "--note", "extension signed")
        try await f.run("set", task, "state+=done")
        try await f.run("sync")

        let told = try await e.run("sync").output
        let extended = "Minh (Finance) set valid until to 2029-12-31 “extension signed”"
        for line in [
            "notice of G1 (\(short(g1))) was due 2026-10-02, is now 2029-10-02: \(extended)",
            "expiry of G1 (\(short(g1))) was due 2026-12-31, is now 2029-12-31: \(extended)",
            "follow-up of Write back (\(short(task))) was due 2026-11-05, is withdrawn: "
                + "Minh (Finance) set state to done",
        ] {
            #expect(told.contains(line + "\n"), "\(line):\n\(told)")
        }
        // Once is enough; its author knows it; and who has just come has nothing to be reminded of.
        let again = try await e.run("sync").output
        #expect(!again.contains("was due"), "\(again)")
        #expect(try await f.json("sync")["reminders"]?.count == 0)
        let k = try await world.server.enrol("k", department: "finance", person: "Khoa")
        #expect(try await k.json("sync")["reminders"]?.count == 0)
        try await world.hold()
    }

    @Test func `programs read of each deadline what it was, what it is, who and why`()
        async throws
    {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let g1 = try await world.create(
            e,
            "agreements",
            "title.en=G1",
            "valid_until=2026-12",
            "review_by=2026-05-01"
        )
        try await world.synchronizeAll()
        try await f.run("set", g1, "valid_until=2027-06", "--clear", "review_by")
        try await f.run("sync")
        let reminders = try await e.json("sync")["reminders"]?.array ?? []
        #expect(reminders.map { $0["reminder"]?.string } == ["review", "expiry"], "\(reminders)")
        for reminder in reminders {
            #expect(reminder["ref"]?.string == g1 && reminder["by"]?.string == "Minh")
            #expect(reminder["department"]?.string == "finance")
            #expect(reminder["note"]?.isNull == true)
        }
        #expect(reminders.first?["was"]?.string == "2026-05-01")
        #expect(reminders.first?["now"]?.isNull == true)
        #expect(reminders.first?["field"]?.string == "review_by")
        #expect(reminders.last?["was"]?.string == "2026-12")
        #expect(reminders.last?["now"]?.string == "2027-06")
        #expect(reminders.last?["field"]?.string == "valid_until")

        try await f.run("set", g1, "valid_until=2027-07", "--note", "một tháng nữa")
        try await f.run("sync")
        let vietnamese = try await e.run("sync", "--lang", "vi").output
        let line =
            "hết hiệu lực – G1 (\(short(g1))): trước là 06/2027, nay là 07/2027; "
            + "Minh (Sở Tài chính) đổi hiệu lực đến thành 07/2027 “một tháng nữa”"
        #expect(vietnamese.contains(line), "\(vietnamese)")
    }

    @Test func `of many the first are told, and what is deleted is not thought of`() async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        var refs: [String] = []
        for number in 1...7 {
            let ref = try await world.create(
                e,
                "follow_ups",
                "title.en=Task \(number)",
                "due=2026-11-0\(number)"
            )
            refs.append(ref)
        }
        try await world.synchronizeAll()
        for ref in refs { try await f.run("delete", ref) }
        try await f.run("sync")
        let told = try await e.run("sync").output.split(separator: "\n")
        let lines = told.filter { $0.hasSuffix("is withdrawn: Minh (Finance) deleted the record") }
        let names = lines.map { String($0.prefix(19)) }
        #expect(names == (1...5).map { "follow-up of Task \($0)" }, "\(told)")
        #expect(told.contains("and 2 more: caunoi digest"))
    }

    @Test func `a later day in a disagreement withdraws nothing, an earlier one does`()
        async throws
    {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let g1 = try await world.create(e, "agreements", "title.en=G1", "valid_until=2026-12-31")
        try await world.synchronizeAll()
        try await e.run("set", g1, "valid_until=2027-12-31")
        try await f.run("set", g1, "valid_until=2029-12-31")
        try await u.run("set", g1, "valid_until=2025-12-31")
        try await e.run("sync")
        try await f.run("sync", status: 3)
        #expect(try await e.json("sync", status: 3)["reminders"]?.count == 0)
        try await u.run("sync", status: 3)
        let reminders = try await e.json("sync", status: 3)["reminders"]?.array ?? []
        #expect(reminders.map { $0["was"]?.string } == ["2027-12-31"], "\(reminders)")
        #expect(reminders.first?["now"]?.string == "2025-12-31")
    }

    @Test func `of a record that is removed for good nothing is kept for digests`() async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let task = try await world.create(e, "follow_ups", "title.en=Task", "due=2026-11-05")
        let other = try await world.create(e, "follow_ups", "title.en=Other", "due=2026-11-06")
        try await world.synchronizeAll()
        for ref in [task, other] { try await f.run("delete", ref) }
        try await f.run("sync")
        try await e.run("sync")
        func kept() throws -> String {
            try String(contentsOfFile: e.folder + "/reminders.json", encoding: .utf8)
        }
        let ids = [task, other].map { String($0.split(separator: "/")[1]) }
        let before = try kept()
        #expect(ids.allSatisfy { before.contains($0) }, "\(before)")
        #expect(!before.contains("Task") && !before.contains("Minh"))
        try await world.server.administer("purge", task, "--reason", "as asked for")
        try await e.run("sync")
        let after = try kept()
        #expect(!after.contains(ids[0]) && after.contains(ids[1]), "\(after)")
    }

    @Test func `what is deleted and removed for good at once is told to nobody`() async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let task = try await world.create(e, "follow_ups", "title.en=Task", "due=2026-11-05")
        try await world.synchronizeAll()
        try await f.run("delete", task)
        try await f.run("sync")
        try await world.server.administer("purge", task, "--reason", "as asked for")
        let told = try await e.run("sync").output
        #expect(!told.contains("2026-11-05") && !told.contains("follow-up"), "\(told)")
        let file = e.folder + "/reminders.json"
        let kept = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        #expect(!kept.contains(String(task.split(separator: "/")[1])), "\(kept)")
    }

    @Test func `merging that brings an earlier day is told`() async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let one = try await world.create(
            e,
            "agreements",
            "title.en=One",
            "valid_until=2027-03-01"
        )
        let two = try await world.create(
            e,
            "agreements",
            "title.en=Two",
            "valid_until=2027-04-01"
        )
        try await world.synchronizeAll()
        try await f.run("merge", one, "--into", two)
        try await f.run("sync", status: 3)
        let reminders = try await e.json("sync", status: 3)["reminders"]?.array ?? []
        let expiry = try #require(
            reminders.first { $0["ref"]?.string == two && $0["was"]?.string == "2027-04-01" },
            "\(reminders)"
        )
        #expect(expiry["now"]?.string == "2027-03-01", "\(expiry)")
    }

    @Test func `a reply on a stick tells of moved deadlines too`() async throws {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let g1 = try await world.create(e, "agreements", "title.en=G1", "valid_until=2026-12-31")
        try await world.synchronizeAll()
        try await f.run("set", g1, "valid_until=2029-12-31")
        try await f.run("sync")
        let (question, reply) = (e.folder + "-b", e.folder + "-r")
        try await e.run("bundle", "export", question)
        try await u.run("bundle", "relay", question, "-o", reply)
        let reminders = try await e.json("bundle", "import", reply)["reminders"]
        #expect(reminders?.count == 1, "\(reminders ?? .null)")
        #expect(reminders?[0]?["now"]?.string == "2029-12-31")
        #expect(try await e.json("digest")["reminders"]?.count == 1)
    }
}
