import Foundation
import Glibc
import ServerPostgres
import Shared
import TestSupport
import Testing

/// Where registers are kept and how many there are: PostgreSQL, several servers, several registers.
@Suite struct PlacesTests {
    /// Programs that serve, ended with the value.
    private final class Serving {
        let process: ChildProcess
        let url: String

        init(_ arguments: String...) async throws {
            process = try Program.server.start(
                ["serve", "--port", "0"] + arguments,
                environment: [:]
            )
            let deadline = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < deadline, process.isRunning {
                let lines = process.output.split(separator: "\n")
                if let line = lines.first(where: { $0.hasPrefix("listening on ") }) {
                    url = String(line.dropFirst("listening on ".count))
                    return
                }
                try await Task.sleep(for: .milliseconds(10))
            }
            Issue.record("the server does not listen: \(process.errors)")
            url = ""
        }
    }

    @discardableResult
    private static func administer(
        _ arguments: [String],
        _ place: [String],
        status: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Program.Outcome {
        let outcome = try await Program.server.run(arguments + place)
        #expect(
            outcome.status == status,
            "\(arguments): \(outcome.output) \(outcome.errors)",
            sourceLocation: sourceLocation
        )
        return outcome
    }

    /// Enrols a device for a new person.
    private static func enrol(
        _ name: String,
        at url: String,
        _ place: [String],
        in folder: String
    ) async throws -> Home {
        let arguments = ["invite", "--department", "administration", "--person", name, "--json"]
        let code = try await administer(arguments, place).json?["code"]?.string
        let home = Home(name: name, folder: folder + "/" + name, clock: nil)
        try await home.run("enroll", url, try #require(code), "--device", name)
        return home
    }

    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("caunoi-places-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    /// Hands in the options of a register in PostgreSQL that is gone afterwards.
    private static func withDatabase(_ body: ([String], String) async throws -> Void) async throws {
        let url = try #require(PostgresAtHand.url)
        let name = PostgresAtHand.freshName()
        defer { try? PostgresServerStore.discard(url: url, register: name) }
        try await body(["--database", url, "--register", name], name)
    }

    @Test(.enabled(if: PostgresAtHand.url != nil))
    func `two servers on one PostgreSQL are one register`() async throws {
        try await Self.withFolder { folder in
            try await Self.withDatabase { place, _ in
                try await Self.administer(["init", "--name", "City"], place)
                let first = try await Serving(place[0], place[1], place[2], place[3])
                let second = try await Serving(place[0], place[1], place[2], place[3])
                let a = try await Self.enrol("a", at: first.url, place, in: folder)
                let b = try await Self.enrol("b", at: second.url, place, in: folder)
                // Both edit one field while apart, through different servers.
                try await a.run("add", "partners", "name.en=Lyon", "abbr=LY")
                try await a.run("sync")
                try await b.run("sync")
                try await a.run("set", "partners/LY", "name.vi=Lyon")
                try await b.run("set", "partners/LY", "name.vi=Li-ông")
                try await a.run("sync")
                try await b.run("sync", status: 3)
                try await a.run("sync", status: 3)
                try await b.run("resolve", "partners/LY", "name.vi", "--value", "Li-ông")
                try await b.run("sync")
                try await a.run("sync")
                try await a.run("verify")
                try await b.run("verify")
                #expect(
                    try await a.json("sync")["digest"] == (try await b.json("sync"))["digest"]
                )
                try await Self.administer(["verify"], place)
            }
        }
    }

    @Test(.enabled(if: PostgresAtHand.url != nil))
    func `a register moves to PostgreSQL and back, and its devices go on`() async throws {
        try await Self.withFolder { folder in
            try await Self.withDatabase { place, name in
                let data = ["--data", folder + "/register"]
                try await Self.administer(["init", "--name", "City"], data)
                try await Self.administer(["load", "--sample"], data)
                let before = try await Self.administer(["verify", "--json"], data).json
                var serving: Serving? = try await Serving(data[0], data[1])
                let port = try #require(serving?.url.split(separator: ":").last)
                let home = try await Self.enrol("a", at: serving?.url ?? "", data, in: folder)
                try await home.run("sync")
                let move = ["move", place[1], "--as-register", name]
                let refused = try await Self.administer(move, data, status: 1)
                #expect(refused.errors.contains("using the register"))
                serving = nil
                try await Self.administer(move, data)
                // The old place is no register any more.
                try await Self.administer(["stats"], data, status: 1)
                let there = try await Self.administer(["verify", "--json"], place).json
                #expect(there?["digest"] == before?["digest"] && there?["equal"]?.boolean == true)
                serving = try await Serving(
                    place[0],
                    place[1],
                    place[2],
                    place[3],
                    "--port",
                    "\(port)"
                )
                try await home.run("add", "partners", "name.en=Turin")
                try await home.run("sync")
                try await home.run("verify")
                serving = nil
                let now = try await Self.administer(["verify", "--json"], place).json
                try await Self.administer(["move", folder + "/back"], place)
                let back = ["--data", folder + "/back"]
                let again = try await Self.administer(["verify", "--json"], back).json
                #expect(again?["digest"] == now?["digest"] && again?["equal"]?.boolean == true)
                serving = try await Serving(back[0], back[1], "--port", "\(port)")
                try await home.run("set", "partners/Turin", "abbr=TO")
                try await home.run("sync")
                try await home.run("verify")
                withExtendedLifetime(serving) {}
            }
        }
    }

    @Test(.enabled(if: PostgresAtHand.url != nil))
    func `a backup of PostgreSQL comes back, and devices bring what it lacks`() async throws {
        try await Self.withFolder { folder in
            try await Self.withDatabase { place, _ in
                try await Self.administer(["init", "--name", "City"], place)
                let serving = try await Serving(place[0], place[1], place[2], place[3])
                let a = try await Self.enrol("a", at: serving.url, place, in: folder)
                try await a.run("add", "partners", "name.en=Lyon")
                try await a.run("sync")
                try await Self.administer(["backup", folder + "/copy.sqlite"], place)
                try await a.run("add", "partners", "name.en=Turin")
                try await a.run("sync")
                // The server goes on serving meanwhile.
                try await Self.administer(["restore", folder + "/copy.sqlite"], place)
                try await a.run("sync")
                try await a.run("verify")
                let b = try await Self.enrol("b", at: serving.url, place, in: folder)
                try await b.run("sync")
                #expect(try await b.run("list", "partners").output.contains("Turin"))
                try await Self.administer(["verify"], place)
            }
        }
    }

    @Test(arguments: [
        "postgresql://u:geheim%zz@127.0.0.1/db", "postgresql://u:gehe/im@127.0.0.1/db",
        "postgresql://u:geheim@[::1/db", "postgresql://u:geheim@127.0.0.1:1/db",
    ])
    func `a database that cannot be reached is told of without the password`(
        _ url: String
    ) async throws {
        for command in [["stats"], ["init"], ["serve", "--port", "0"]] {
            let told = try await Self.administer(command, ["--database", url], status: 1)
            #expect(!(told.output + told.errors).contains("gehe"), "\(told.errors)")
        }
    }

    @Test func `many registers behind one door know nothing of each other`() async throws {
        try await Self.withFolder { folder in
            try await Self.manyRegisters(
                folder,
                all: ["--data", folder],
                { ["--data", folder + "/" + $0] }
            )
        }
    }

    @Test(.enabled(if: PostgresAtHand.url != nil))
    func `many registers of one database know nothing of each other`() async throws {
        let url = try #require(PostgresAtHand.url)
        let prefix = PostgresAtHand.freshName()
        defer {
            for city in ["hue", "danang", "late"] {
                try? PostgresServerStore.discard(url: url, register: prefix + city)
            }
        }
        try await Self.withFolder { folder in
            try await Self.manyRegisters(
                folder,
                all: ["--database", url],
                { ["--database", url, "--register", prefix + $0] },
                prefix: prefix
            )
        }
    }

    private static func manyRegisters(
        _ folder: String,
        all: [String],
        _ place: (String) -> [String],
        prefix: String = ""
    ) async throws {
        for city in ["hue", "danang"] {
            try await administer(["init", "--name", city], place(city))
        }
        let serving = try await Serving("--all-registers", all[0], all[1])
        let homes = folder + "/homes"
        try FileManager.default.createDirectory(atPath: homes, withIntermediateDirectories: true)
        let url = serving.url + "/" + prefix
        let hue = try await enrol("hue", at: url + "hue", place("hue"), in: homes)
        let danang = try await enrol("danang", at: url + "danang", place("danang"), in: homes)
        for home in [hue, danang] {
            try await home.run("add", "partners", "name.en=Friends of \(home.name)")
            try await home.run("sync")
            try await home.run("sync")
            let partners = try await home.run("list", "partners").output
            #expect(partners.contains("Friends of \(home.name)"))
            let other = home.name == "hue" ? "danang" : "hue"
            #expect(!partners.contains("Friends of \(other)"), "\(partners)")
        }
        // A register that comes later is served too; a code or a token of one is of no use in another.
        try await administer(["init", "--name", "late"], place("late"))
        _ = try await enrol("late", at: url + "late", place("late"), in: homes)
        let invite = ["invite", "--department", "administration", "--person", "X", "--json"]
        let code = try await administer(invite, place("hue")).json?["code"]?.string
        let stranger = Home(name: "x", folder: homes + "/x", clock: nil)
        try await stranger.run("enroll", url + "danang", try #require(code), status: 6)
        let file = hue.folder + "/enrolment.json"
        let enrolment = try String(contentsOfFile: file, encoding: .utf8)
        try enrolment.replacingOccurrences(of: "\(prefix)hue", with: "\(prefix)danang")
            .write(toFile: file, atomically: true, encoding: .utf8)
        try await hue.run("sync", status: 6)
        try await stranger.run("enroll", url + "nowhere", try #require(code), status: 1)
    }
    @Test func `a service of many registers is ready only while they could be opened`() async throws
    {
        try await Self.withFolder { folder in
            let all = folder + "/registers"
            try FileManager.default.createDirectory(
                atPath: all,
                withIntermediateDirectories: true
            )
            try await Self.administer(["init", "--name", "Huế"], ["--data", all + "/hue"])
            let serving = try await Serving("--all-registers", "--data", all)
            let request = RawRequest(method: "GET", path: "/readyz")
            #expect(try request.send(to: serving.url).status == 200)
            try FileManager.default.moveItem(atPath: all, toPath: folder + "/elsewhere")
            let deadline = ContinuousClock.now + .seconds(10)
            var status: Int?
            while ContinuousClock.now < deadline, status != 503 {
                status = try request.send(to: serving.url).status
            }
            #expect(status == 503)
        }
    }
}
