import Foundation
import Shared
import Testing

/// Replicas whose files have gone bad.
@Suite(.serialized)
struct RescueTests {
    @Test(arguments: [0, 0.2, 0.5, 0.8])
    func `what is readable of a damaged replica is taken into a new one`(
        place: Double
    ) async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let text = String(repeating: "nội dung ", count: 100)
        func add(_ names: Range<Int>) async throws {
            let table = "name.en,purpose\n" + names.map { "P\($0),\(text)\n" }.joined()
            let file = server.folder + "/table.csv"
            try Data(table.utf8).write(to: URL(fileURLWithPath: file))
            try await e.run("import", file, "--collection", "partners")
        }
        try await add(0..<300)
        try await e.run("sync")
        try await add(300..<340)
        for number in 0..<5 { try await e.newRecord("partners", "name.en=typed \(number)") }

        // A page of zeros in the middle of the file.
        let database = e.folder + "/replica.sqlite"
        let file = try #require(FileHandle(forUpdatingAtPath: database))
        let size = try file.seekToEnd()
        let page = UInt64(Double(size / 4096) * place)
        try file.seek(toOffset: page * 4096)
        try file.write(contentsOf: Data(repeating: 0, count: 4096))
        try file.close()

        let doctor = try await Program.client.run(["doctor"], environment: e.environment)
        #expect(doctor.status < 128, "\(doctor.errors)")
        let lines = server.folder + "/rescued.jsonl"
        // One that others can read is there already.
        try shell("touch '\(lines)'; chmod 644 '\(lines)'")
        let rescue = try await Program.client.run(
            ["rescue", lines, "--json"],
            environment: e.environment
        )
        #expect(rescue.status == 0 || rescue.status == 7, "\(rescue.errors)")
        #expect((rescue.json?["records"]?.integer ?? 0) > 300, "\(rescue)")
        let attributes = try FileManager.default.attributesOfItem(atPath: lines)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)

        let fresh = try await server.enrol("fresh", department: "finance", person: "Minh 2")
        try await fresh.run("import", lines)
        try await fresh.run("sync")
        let names = try await fresh.partnerNames()
        #expect(Set(names).count == names.count)
        #expect((0..<300).allSatisfy { names.contains("P\($0)") })
        // Of what was never sent all but what lay on that page.
        #expect(names.count > 330, "\(names.count)")
        try await Invariants(homes: [fresh]).hold()
    }

    @Test func `doctor mends what can be mended`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        try await e.newRecord("partners", "name.en=Lyon")
        try await e.run("sync")
        let healthy = try await e.json("doctor")
        #expect(healthy["ok"]?.boolean == true, "\(healthy)")
        let replica = try await e.replica()
        try shell("chmod 755 '\(e.folder)'; chmod 644 '\(e.folder)/enrolment.json'")
        try shell("printf 'another\n' > '\(e.folder)/identity'")
        let ill = try await e.run("doctor", status: 1)
        #expect(ill.output.contains("chmod 600"), "\(ill.output)")
        let mending = try await e.run("doctor", "--mend")
        #expect(mending.output.contains("the database opens"), "\(mending.output)")
        #expect(mending.errors.contains("mended: closed to others: "), "\(mending.errors)")
        #expect(mending.errors.contains("mended: the replica has taken"), "\(mending.errors)")
        #expect(try await e.json("doctor")["ok"]?.boolean == true)
        #expect(try await e.json("doctor", "--mend")["mended"]?.array != nil)
        #expect(try await e.replica() != replica)
        try await e.run("show", "partners/Lyon")
        try await Invariants(homes: [e]).hold()
    }

    @Test func `of a database that cannot be read the way on is named`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        try await e.newRecord("partners", "name.en=Lyon")
        try shell(
            """
            cd '\(e.folder)' && rm -f replica.sqlite-wal replica.sqlite-shm
            head -c 8192 /dev/zero | tr '\\0' x > replica.sqlite
            """
        )
        for arguments in [["doctor"], ["doctor", "--mend"]] {
            let told = try await Program.client.run(arguments, environment: e.environment)
            #expect(told.status == 1, "\(arguments): \(told.errors)")
            #expect(told.output.contains("caunoi rescue FILE"), "\(arguments): \(told.output)")
            #expect(told.output.contains("caunoi enroll URL CODE"), "\(told.output)")
        }
        for command in ["verify", "status"] {
            let told = try await e.run(command, status: 7)
            #expect(told.errors.contains("caunoi rescue FILE"), "\(told.errors)")
        }
    }

    @Test func `no command writes among the files of a replica`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        try await e.newRecord("partners", "name.en=Lyon")
        let bundle = server.folder + "/b"
        try await f.run("bundle", "export", bundle)
        let (folder, file) = (server.folder + "/to-e", server.folder + "/to-replica")
        try shell("ln -s '\(e.folder)' '\(folder)'; ln -s e/replica.sqlite '\(file)'")
        let listed = try FileManager.default.contentsOfDirectory(atPath: e.folder).sorted()
        for target in [
            e.folder + "/replica.sqlite", e.folder + "/enrolment.json", e.folder + "/new",
            e.folder + "/../e/new", folder + "/schema.json", file, f.folder + "/new",
        ] {
            for command in [
                ["bundle", "export", target], ["bundle", "relay", bundle, "-o", target],
                ["rescue", target],
                ["export", "--collection", "partners", "--format", "csv", "-o", target],
                ["report", "activity", "--format", "csv", "-o", target],
            ] {
                let told = try await Program.client.run(command, environment: e.environment)
                #expect(told.status == 2, "\(command): \(told.errors)")
                #expect(told.errors.contains("replica's folder"), "\(command): \(told.errors)")
            }
        }
        let after = try FileManager.default.contentsOfDirectory(atPath: e.folder).sorted()
        #expect(after.filter { !listed.contains($0) && $0.contains("new") }.isEmpty, "\(after)")
        #expect(try await e.partnerNames() == ["Lyon"])
        try await e.run("rescue", server.folder + "/beside.jsonl")
    }

    @Test func `a bit that has turned is found or harmless, and never goes out as typed`()
        async throws
    {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        for number in 0..<20 { try await e.newRecord("partners", "name.en=Sent \(number)") }
        try await e.run("sync")
        for number in 0..<20 { try await e.newRecord("partners", "name.en=Kept \(number)") }
        let image = try e.image("sound")
        let names = Set(try await e.partnerNames())
        let database = e.folder + "/replica.sqlite"
        var random = Steps(state: 7)
        for round in 0..<25 {
            try e.restore(image, as: .disk)
            let handle = try #require(FileHandle(forUpdatingAtPath: database))
            let size = try handle.seekToEnd()
            let place = UInt64.random(in: 0..<size, using: &random)
            try handle.seek(toOffset: place)
            let byte = try #require(try handle.read(upToCount: 1)?.first)
            let bit = UInt8.random(in: 0..<8, using: &random)
            try handle.seek(toOffset: place)
            try handle.write(contentsOf: Data([byte ^ (1 << bit)]))
            try handle.close()
            for command in [["list", "partners"], ["doctor"], ["sync"], ["status"]] {
                let outcome = try await Program.client.run(command, environment: e.environment)
                #expect(
                    outcome.status < 128,
                    "\(round), byte \(place), bit \(bit): \(command): \(outcome.errors)"
                )
            }
            try await f.run("sync")
            let seen = Set(try await f.partnerNames())
            #expect(seen.isSubset(of: names), "byte \(place), bit \(bit): \(seen)")
        }
        try await server.administer("verify")
        try await Invariants(homes: [f]).hold()
    }
}

/// Random numbers that are the same every time (Steele, Lea, Flood: SplitMix64, 2014).
private struct Steps: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
