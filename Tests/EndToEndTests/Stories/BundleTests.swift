import Foundation
import Shared
import Testing

/// Story 12: a device without a network exchanges by files that a colleague carries.
@Suite(.serialized)
struct BundleTests {
    @Test func `by a USB stick`() async throws {
        let world = try await World()
        let (u, f) = (world.u, world.f)
        let stick = try Stick(world)
        var made: [String] = []
        for number in 1...5 { made.append(try await u.newRecord("partners", "name.en=P\(number)")) }
        let early = try u.image("early")
        for number in 6...10 {
            made.append(try await u.newRecord("partners", "name.en=P\(number)"))
        }
        let first = try await u.json("bundle", "export", stick["b1"])
        #expect(first["changes"]?.integer == 10)
        for ref in made.suffix(5) { try await u.run("set", ref, "abbr=changed later") }
        let second = try await u.json("bundle", "export", stick["b2"])
        #expect(second["changes"]?.integer == 15)
        // Nothing is marked as sent by it.
        #expect(try await u.json("status")["pending"]?.integer == 15)

        // A short connection: U's first changes come over HTTP, from the same laptop as it was then.
        let late = try u.image("late")
        try u.restore(early, as: .disk)
        try await u.run("sync")
        try u.restore(late, as: .disk)

        let theirs = try await f.newRecord("partners", "name.en=Theirs")
        try await f.run("sync")
        let relayed = try await f.json("bundle", "relay", stick["b2"], "-o", stick["r2"])
        #expect(relayed["changes"]?.integer == 15)
        #expect(relayed["new"]?.integer == 10)
        for name in ["r1", "r1b"] {
            let again = try await f.json("bundle", "relay", stick["b1"], "-o", stick[name])
            #expect(again["changes"]?.integer == 10)
            #expect(again["new"]?.integer == 0)
        }
        let said = try await f.run("bundle", "relay", stick["b1"], "-o", stick["r1"]).output
        #expect(said.contains("0 new"), "\(said)")

        let result = try await u.json("bundle", "import", stick["r2"])
        #expect(result["receipts"]?.integer == 15)
        #expect(result["pulled"]?.integer == 1)
        #expect(try await u.json("status")["pending"]?.integer == 0)
        #expect(try await u.value(theirs, "name")?["en"]?.string == "Theirs")
        let digest = result["digest"]?.string
        for name in ["r2", "r1", "r1b"] {
            let same = try await u.json("bundle", "import", stick[name])
            #expect(same["pulled"]?.integer == 0 && same["receipts"]?.integer == 0, "\(name)")
            #expect(same["digest"]?.string == digest, "\(name)")
        }
        try await f.run("sync")
        var count = 0
        for ref in made { count += try await f.history(ref).count }
        #expect(count == 15)
        try await Invariants(homes: [world.e, f, u]).hold()
        try await world.server.administer("verify")
    }

    @Test func `a reply settles what a sync would`() async throws {
        let world = try await World()
        let (u, f) = (world.u, world.f)
        let stick = try Stick(world)
        let ref = try await u.newRecord("partners", "name.en=Lyon")
        try await u.run("sync")
        try await f.run("sync")
        try await u.run("set", ref, "abbr=U")
        try await f.run("set", ref, "abbr=F")
        try await f.run("sync")
        try await u.run("bundle", "export", stick["b"])
        let answer = try await world.server.administer(
            "bundle",
            "answer",
            stick["b"],
            "-o",
            stick["r"],
            "--json"
        )
        #expect(answer.json?["new"]?.integer == 1)
        let result = try await u.json("bundle", "import", stick["r"], status: 3)
        #expect(result["conflicts_open"]?.integer == 1)
        #expect(result["merged"]?.integer == 1)
        try await u.run("resolve", ref, "abbr", "--value", "both")
        try await u.run("bundle", "export", stick["b"])
        try await f.run("bundle", "relay", stick["b"], "-o", stick["r"])
        try await u.run("bundle", "import", stick["r"])
        try await f.run("sync")
        #expect(try await f.value(ref, "abbr")?.string == "both")
        try await Invariants(homes: [world.e, f, u]).hold()
    }

    @Test func `what is damaged, forged or not meant for here is refused whole`() async throws {
        let world = try await World()
        let (e, u, f) = (world.e, world.u, world.f)
        let stick = try Stick(world)
        try await u.newRecord("partners", "name.en=Tên bí mật")
        try await u.run("bundle", "export", stick["b"])
        try await f.newRecord("partners", "name.en=Another secret")
        try await f.run("sync")
        try await f.run("bundle", "relay", stick["b"], "-o", stick["r"])

        // No name or text of the register can be read from either file.
        for name in ["b", "r"] {
            let bytes = try stick.read(name)
            for word in ["bí mật", "secret", "Uyên", "Register of tests", "partners"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(name): \(word)")
            }
        }
        // Whatever is wrong with a file: exit 7, and nothing changes.
        let before = try await u.json("status")["digest"]
        let pending = try await u.json("status")["pending"]
        let server = try await world.server.administer("stats", "--json").json?["changes"]
        for (name, home, command) in [
            ("b", f, ["bundle", "relay", stick["x"], "-o", stick["y"]]),
            ("r", u, ["bundle", "import", stick["x"]]),
        ] {
            let whole = try stick.read(name)
            var broken: [Data] = [
                Data(), Data(whole.prefix(7)), Data(whole.dropLast(1)), whole + Data([0]),
                Data(whole.prefix(whole.count / 2)), Data(repeating: 0xFF, count: 500),
                Data(whole.reversed()),
            ]
            for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 40)) {
                var flipped = whole
                flipped[place] ^= 1 << UInt8(place % 8)
                broken.append(flipped)
            }
            for (index, data) in broken.enumerated() {
                try stick.write("x", data)
                let outcome = try await Program.client.run(command, environment: home.environment)
                #expect(outcome.status == 7, "\(name) \(index): \(outcome.errors)")
                #expect(outcome.errors.contains("nothing was changed"), "\(outcome.errors)")
            }
        }
        #expect(!FileManager.default.fileExists(atPath: stick["y"]))

        // The wrong way round, and for another device.
        for (home, arguments) in [
            (f, ["bundle", "relay", stick["r"], "-o", stick["y"]]),
            (u, ["bundle", "import", stick["b"]]), (e, ["bundle", "import", stick["r"]]),
        ] {
            let outcome = try await Program.client.run(arguments, environment: home.environment)
            #expect(outcome.status == 7, "\(arguments): \(outcome.errors)")
        }
        // Of another register.
        let other = try await World()
        for (home, arguments) in [
            (other.f, ["bundle", "relay", stick["b"], "-o", stick["y"]]),
            (other.u, ["bundle", "import", stick["r"]]),
        ] {
            let outcome = try await Program.client.run(arguments, environment: home.environment)
            #expect(outcome.status == 7, "\(arguments): \(outcome.errors)")
            #expect(outcome.errors.contains("another register"), "\(outcome.errors)")
        }
        #expect(try await u.json("status")["digest"] == before)
        #expect(try await u.json("status")["pending"] == pending)
        #expect(try await world.server.administer("stats", "--json").json?["changes"] == server)
        try await u.run("bundle", "import", stick["r"])
        try await Invariants(homes: [e, f, u]).hold()
    }

    @Test(arguments: Restoring.allCases)
    func `a reply on a replica that was set back since the export is refused`(
        restoring: Restoring
    ) async throws {
        let world = try await World()
        let (u, f) = (world.u, world.f)
        let stick = try Stick(world)
        try await u.newRecord("partners", "name.en=before")
        let image = try u.image("early")
        let late = try await u.newRecord("partners", "name.en=late")
        try await u.run("bundle", "export", stick["b"])
        try await f.newRecord("partners", "name.en=theirs")
        try await f.run("sync")
        try await f.run("bundle", "relay", stick["b"], "-o", stick["r"])
        try u.restore(image, as: restoring)
        let refused = try await u.run("bundle", "import", stick["r"], status: 7)
        #expect(refused.errors.contains("caunoi sync"), "\(refused.errors)")
        #expect(try await u.partnerNames() == ["before"])
        // Another export would not do, and is not proposed.
        #expect(!refused.errors.contains("bundle export"), "\(refused.errors)")
        try await u.run("bundle", "export", stick["b2"])
        try await f.run("bundle", "relay", stick["b2"], "-o", stick["r2"])
        try await u.run("bundle", "import", stick["r2"], status: 7)
        // After a sync what had got through is there again in any case.
        try await u.newRecord("partners", "name.en=after")
        try await u.run("sync")
        #expect(try await u.value(late, "name")?["en"]?.string == "late")
        try await Invariants(homes: [world.e, f, u]).hold()
    }

    @Test func `a withdrawn device's bundle waits for review`() async throws {
        let world = try await World()
        let (u, f) = (world.u, world.f)
        let stick = try Stick(world)
        let ref = try await u.newRecord("partners", "name.en=Honest")
        try await u.run("bundle", "export", stick["b"])
        let devices = try await world.server.administer("devices", "--json").json?["devices"]?.array
        let device = try #require(
            devices?.first { $0["name"]?.string == "u" }?["id"]?.string
        )
        try await world.server.administer("devices", "revoke", device)
        for _ in 0..<2 {
            let held = try await f.run("bundle", "relay", stick["b"], "-o", stick["r"], status: 6)
            #expect(held.errors.contains("wait for review"), "\(held.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: stick["r"]))
        let waiting = try await world.review(device)
        #expect(waiting.count == 1 && waiting[0]["record"]?.string == ref)
        try await f.run("sync")
        try await f.run("show", ref, status: 1)
        // A withdrawn device carries nothing for others either.
        try await world.e.newRecord("partners", "name.en=E")
        try await world.e.run("bundle", "export", stick["e"])
        try await u.run("bundle", "relay", stick["e"], "-o", stick["r"], status: 6)
    }

    @Test func `a reply that has no place is not asked for`() async throws {
        let world = try await World()
        let stick = try Stick(world)
        try await world.u.newRecord("partners", "name.en=P")
        try await world.u.run("bundle", "export", stick["b"])
        let inside = world.f.folder + "/enrolment.json"
        try await world.f.run("bundle", "relay", stick["b"], "-o", inside, status: 2)
        // The server has not been asked.
        let relayed = try await world.f.json("bundle", "relay", stick["b"], "-o", stick["r"])
        #expect(relayed["new"]?.integer == 1)
    }

    @Test func `inspect tells from whom and how many, and errors are clear`() async throws {
        let world = try await World()
        let (u, f) = (world.u, world.f)
        let stick = try Stick(world)
        try await u.newRecord("partners", "name.en=P")
        try await u.run("bundle", "export", stick["b"])
        try await f.run("sync")
        let bundle = try await f.json("bundle", "inspect", stick["b"])
        #expect(bundle["kind"]?.string == "request")
        #expect(bundle["from"]?.string?.contains("Uyên") == true, "\(bundle)")
        #expect(bundle["changes"]?.integer == 1)
        try await f.run("bundle", "relay", stick["b"], "-o", stick["r"])
        let reply = try await f.json("bundle", "inspect", stick["r"])
        #expect(reply["kind"]?.string == "reply")
        #expect(reply["answers"] == bundle["id"])
        #expect(reply["for"]?.string?.contains("Uyên") == true, "\(reply)")
        #expect(reply["signature"]?.string == "valid")
        // Of other devices' keys a device knows nothing.
        #expect(bundle["signature"]?.string == "unchecked")
        #expect(
            try await u.json("bundle", "inspect", stick["b"])["signature"]?.string == "valid"
        )
        let elsewhere = try await Program.client.run(
            ["bundle", "inspect", stick["r"]],
            environment: ["CAUNOI_HOME": stick["no-replica"]]
        )
        #expect(elsewhere.status == 0, "\(elsewhere.errors)")
        #expect(elsewhere.output.contains("not checked"), "\(elsewhere.output)")
        let whole = try stick.read("r")
        for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 60)) {
            var flipped = whole
            flipped[place] ^= 1 << UInt8(place % 8)
            try stick.write("x", flipped)
            try await f.run("bundle", "inspect", stick["x"], status: 7)
        }
        let missing = try await f.run("bundle", "inspect", stick["none"], status: 1)
        #expect(missing.errors.contains("none"), "\(missing.errors)")
        let nowhere = try await u.run("bundle", "export", "/nowhere/b", status: 1)
        #expect(nowhere.errors.contains("/nowhere/b"), "\(nowhere.errors)")
        try await u.run("bundle", "export", status: 2)
        try await world.server.stop()
        try await f.run("bundle", "relay", stick["b"], "-o", stick["r2"], status: 5)
    }
}

/// The files that are carried.
private struct Stick {
    private let folder: String

    init(_ world: World) throws {
        folder = world.server.folder + "/stick"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
    }

    subscript(name: String) -> String { folder + "/" + name }

    func read(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: self[name]))
    }

    func write(_ name: String, _ data: Data) throws {
        try data.write(to: URL(fileURLWithPath: self[name]))
    }
}
