import Foundation
import Glibc
import Shared
import Testing

/// Disks that fail, are full, or may only be read: what was called saved is there, what was not is said.
@Suite(.serialized, .enabled(if: Faults.shared != nil, "there is no C compiler"))
struct DiskFailureTests {
    /// A program that ends so has crashed: aborted, or a trap.
    private static func isCrash(_ status: Int32) -> Bool { status >= 128 }

    @Test(arguments: [EIO, ENOSPC], [false, true])
    func `a client's calls that fail, each in turn, lose nothing that was called saved`(
        code: Int32,
        isSticky: Bool
    ) async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        var saved: Set<String> = []
        var tried: Set<String> = []
        for kind in 0..<2 {
            var call = 1
            var failures = 0
            while true {
                let word = "w\(kind)-\(call)"
                let add = ["add", "partners", "name.en=\(word)", "--json"]
                if kind == 1 { _ = try await e.newRecord("partners", "name.en=before \(word)") }
                let outcome = try await Program.client.run(
                    kind == 0 ? add : ["sync", "--json"],
                    environment: e.environment.merging(
                        try #require(Faults.shared)
                            .failing(at: call, with: code, isSticky: isSticky)
                    ) { $1 }
                )
                #expect(!Self.isCrash(outcome.status), "\(call): \(outcome.errors)")
                #expect(outcome.status == 0 || outcome.errors.contains("error"), "\(call)")
                if kind == 0 {
                    tried.insert(word)
                    if outcome.status == 0 { saved.insert(word) }
                } else {
                    saved.insert("before \(word)")
                    tried.insert("before \(word)")
                }
                try await e.run("status")
                if outcome.status == 0, !isSticky || failures > 0 { break }
                failures += 1
                call += 1
                try #require(call < 200, "the command never gets through")
            }
            #expect(failures > 3)
        }
        try await e.run("sync")
        let found = Set(try await e.partnerNames())
        #expect(saved.isSubset(of: found), "lost: \(saved.subtracting(found))")
        #expect(found.isSubset(of: tried), "invented: \(found.subtracting(tried))")
        try await Invariants(homes: [e]).hold()
        try await server.administer("verify")
    }

    @Test(arguments: [EIO, ENOSPC])
    func `a server whose disk fails acknowledges nothing that it has not got`(
        code: Int32
    ) async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        try await server.stop()
        var saved: Set<String> = []
        for call in 1...40 {
            let faults = try #require(Faults.shared)
                .failing(at: call, with: code, isSticky: call.isMultiple(of: 2))
            let isUp = try await server.serve(with: faults)
            let word = "w\(call)"
            saved.insert(word)
            _ = try await e.newRecord("partners", "name.en=\(word)")
            if isUp {
                let outcome = try await Program.client.run(["sync"], environment: e.environment)
                #expect(outcome.status == 0 || outcome.status == 5, "\(call): \(outcome.errors)")
                #expect(server.isServing || outcome.status != 0, "\(call)")
                await server.kill()
            }
            if call.isMultiple(of: 10) { try await server.administer("verify") }
        }
        try await server.serve()
        for home in [e, f, e] { try await home.run("sync") }
        #expect(Set(try await f.partnerNames()) == saved)
        try await Invariants(homes: [e, f]).hold()
        try await server.administer("verify")
    }

    @Test(
        .enabled(if: SmallDisk.isPossible, "this user may not mount a disk"),
        arguments: [0, 8, 40, 200]
    )
    func `a full disk is said, and room for more is all that is needed`(
        kilobytes: Int
    ) async throws {
        let server = try await RunningServer()
        let laptop = try await server.enrol("e", department: "finance", person: "Minh")
        let disk = try #require(SmallDisk(kilobytes: 64_000))
        let e = try disk.move(laptop)
        try await e.run("list", "partners")
        try disk.resize(kilobytes: try Self.used(disk) + kilobytes)
        var saved: [String] = []
        var refused: Program.Outcome?
        let text = String(repeating: "nội dung ", count: 400)
        while refused == nil, saved.count < 400 {
            let word = "w\(saved.count)"
            let outcome = try await Program.client.run(
                ["add", "partners", "name.en=\(word)", "purpose=\(text)", "--json"],
                environment: e.environment
            )
            if outcome.status == 0 { saved.append(word) } else { refused = outcome }
        }
        let failure = try #require(refused)
        #expect(failure.status == 1 && failure.errors.contains("full"), "\(failure.errors)")
        #expect(failure.errors.contains("\"code\":\"disk_full\""), "\(failure.errors)")
        #expect(try await e.partnerNames() == saved.sorted())
        let cut = try await Program.client.run(["sync"], environment: e.environment)
        #expect(!Self.isCrash(cut.status), "\(cut.errors)")

        try disk.resize(kilobytes: 64_000)
        saved.append("later")
        _ = try await e.newRecord("partners", "name.en=later")
        try await e.run("sync")
        #expect(try await e.partnerNames() == saved.sorted())
        try await Invariants(homes: [e]).hold()
        try await server.administer("verify")
    }

    @Test(.enabled(if: SmallDisk.isPossible, "this user may not mount a disk"))
    func `a server whose disk was full goes on once there is room`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let disk = try #require(SmallDisk(kilobytes: 64_000))
        try await server.stop()
        try shell(
            """
            mv '\(server.data)' '\(disk.path)/register'
            ln -s '\(disk.path)/register' '\(server.data)'
            """
        )
        try await server.serve()
        try await e.run("sync")
        try disk.resize(kilobytes: try Self.used(disk) + 40)
        let text = String(repeating: "nội dung ", count: 400)
        var saved: [String] = []
        var status: Int32 = 0
        while status == 0, saved.count < 400 {
            saved.append("w\(saved.count)")
            _ = try await e.newRecord("partners", "name.en=\(saved.last ?? "")", "purpose=\(text)")
            status = try await Program.client.run(["sync"], environment: e.environment).status
        }
        #expect(status == 5)
        try disk.resize(kilobytes: 64_000)
        try await e.run("sync")
        #expect(try await e.partnerNames() == saved.sorted())
        try await Invariants(homes: [e]).hold()
        try await server.stop()
        try await server.serve()
        try await Invariants(homes: [e]).hold()
        try await server.administer("verify")
    }

    @Test(.enabled(if: SmallDisk.isPossible, "this user may not mount a disk"))
    func `on a disk that may only be read nothing is lost, and the error says so`() async throws {
        let server = try await RunningServer()
        let laptop = try await server.enrol("e", department: "finance", person: "Minh")
        let disk = try #require(SmallDisk(kilobytes: 64_000))
        let e = try disk.move(laptop)
        _ = try await e.newRecord("partners", "name.en=before")
        try disk.setReadOnly(true)
        for command in [
            ["add", "partners", "name.en=never"], ["sync"], ["set", "partners/before", "abbr=B"],
        ] {
            let outcome = try await Program.client.run(command, environment: e.environment)
            #expect(outcome.status == 1, "\(command): \(outcome.errors)")
            #expect(
                outcome.errors.contains("read-only") || outcome.errors.contains("Read-only"),
                "\(command): \(outcome.errors)"
            )
        }
        try disk.setReadOnly(false)
        #expect(try await e.partnerNames() == ["before"])
        try await e.run("sync")
        try await Invariants(homes: [e]).hold()
    }

    @Test func `with few open files a command works or says so`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        var saved: [String] = []
        for limit in 4...40 {
            for command in [["add", "partners", "name.en=w\(limit)", "--json"], ["sync"]] {
                let program = Program.client.withOpenFiles(limit)
                let outcome = try await program.run(command, environment: e.environment)
                #expect(!Self.isCrash(outcome.status), "\(limit): \(outcome.errors)")
                #expect(outcome.status == 0 || outcome.errors.contains("files open"), "\(limit)")
                if outcome.status == 0, command[0] == "add" { saved.append("w\(limit)") }
            }
        }
        try await e.run("sync")
        #expect(try await e.partnerNames() == saved.sorted())
        #expect(saved.contains("w40"))
    }

    @Test func `where more open files are allowed, the program takes them`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let program = Program.client.withOpenFiles(8, isFinal: false)
        for command in [["add", "partners", "name.en=saved"], ["sync"]] {
            let outcome = try await program.run(command, environment: e.environment)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        #expect(try await e.partnerNames() == ["saved"])
    }

    /// Kilobytes that a disk's files take.
    private static func used(_ disk: SmallDisk) throws -> Int {
        var status = statvfs()
        try #require(unsafe statvfs(disk.path, &status) == 0)
        return Int(status.f_blocks - status.f_bfree) * Int(status.f_frsize) / 1024
    }
}
