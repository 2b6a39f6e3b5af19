import Shared
import Testing

/// Story 5: a laptop restored from an old image, and one that is copied.
@Suite(.serialized)
struct RestoredDeviceTests {
    /// 15 edits bring the restored device's counter to where the server's is, 18 beyond it.
    @Test(arguments: Restoring.allCases, [3, 15, 18])
    func `a restored laptop loses neither what it had sent nor what is new`(
        restoring: Restoring,
        edits: Int
    ) async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        let before = try await server.changes()
        let first = try await e.newRecord("partners", "name.en=Old 1")
        for number in 2...25 { _ = try await e.newRecord("partners", "name.en=Old \(number)") }
        try await e.run("sync")
        let image = try e.image("25")
        try await e.run("set", first, "abbr=LOST")
        for number in 27...40 { _ = try await e.newRecord("partners", "name.en=Old \(number)") }
        try await e.run("sync")
        #expect(try await server.changes() - before == 40)
        let identity = try await e.replica()

        try e.restore(image, as: restoring)
        try await e.run("set", first, "abbr=NEW")
        for number in 2...edits { _ = try await e.newRecord("partners", "name.en=New \(number)") }
        try await e.run("sync", status: 3)

        #expect(try await e.replica() != identity)
        #expect(try await server.changes() - before == 40 + Int64(edits))
        let names =
            (Array(1...25) + Array(27...40)).map { "Old \($0)" }
            + (2...edits).map { "New \($0)" }
        try await f.run("sync", status: 3)
        for home in [e, f] {
            #expect(try await home.partnerNames() == names.sorted(), "\(home.name)")
            let conflicts = try await home.conflicts()
            #expect(conflicts.count == 1)
            let values = conflicts.first?["candidates"]?.array?.compactMap { $0["value"]?.string }
            #expect(values?.sorted() == ["LOST", "NEW"])
        }
        let saved = [(ref: first, path: "abbr", value: "LOST"), (first, "abbr", "NEW")]
        try await Invariants(homes: [e, f], saved: saved).hold()
        try await server.administer("verify")
    }

    /// Whether the copies had been in touch with the server since what they share.
    @Test(arguments: [true, false])
    func `a copied folder and its original both keep their edits`(isSynced: Bool) async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        let before = try await server.changes()
        for number in 1...3 { _ = try await e.newRecord("partners", "name.en=Both \(number)") }
        if isSynced { try await e.run("sync") }
        let twin = try e.clone("twin")
        for number in 1...2 { _ = try await e.newRecord("partners", "name.en=One \(number)") }
        for number in 1...4 { _ = try await twin.newRecord("partners", "name.en=Two \(number)") }
        for home in [e, twin, e, twin, f] { try await home.run("sync") }

        #expect(try await e.replica() != (try await twin.replica()))
        #expect(try await server.changes() - before == 9)
        let names = (1...3).map { "Both \($0)" } + ["One 1", "One 2"] + (1...4).map { "Two \($0)" }
        for home in [e, twin, f] { #expect(try await home.partnerNames() == names) }
        try await Invariants(homes: [e, twin, f]).hold()
        try await server.administer("verify")
    }

    /// Two machines from one image of a disk: nothing in the folder tells them apart.
    @Test(arguments: [true, false], [1, 3])
    func `two machines made from one disk both keep their edits`(
        isSynced: Bool,
        edits: Int
    ) async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        let before = try await server.changes()
        for number in 1...2 { _ = try await e.newRecord("partners", "name.en=Both \(number)") }
        if isSynced { try await e.run("sync") }
        // The folder is one machine's and the other's in turn.
        var images = [try e.image("one"), try e.image("two")]
        for number in 1...edits {
            for (place, name) in ["One", "Two"].enumerated() {
                try e.restore(images[place], as: .disk)
                _ = try await e.newRecord("partners", "name.en=\(name) \(number)")
                images[place] = try e.image(name)
            }
        }
        var replicas: Set<String> = []
        var digests: Set<String> = []
        for round in 1...3 {
            for place in 0..<2 {
                try e.restore(images[place], as: .disk)
                try await e.run("sync")
                images[place] = try e.image("\(place)")
                if round == 3 {
                    replicas.insert(try await e.replica())
                    let verified = try await e.json("verify")
                    #expect(verified["equal"]?.boolean == true)
                    digests.insert(verified["digest"]?.string ?? "")
                    let names =
                        ["Both 1", "Both 2"] + (1...edits).map { "One \($0)" }
                        + (1...edits).map { "Two \($0)" }
                    #expect(try await e.partnerNames() == names)
                }
            }
        }
        #expect(replicas.count == 2)
        #expect(digests.count == 1)
        #expect(try await server.changes() - before == Int64(2 + 2 * edits))
        try await f.run("sync")
        try await Invariants(homes: [e, f]).hold()
        try await server.administer("verify")
    }
}

extension RunningServer {
    /// How many changes the server has.
    func changes() async throws -> Int64 {
        try #require(try await statistics()["changes"]?.integer)
    }
}
