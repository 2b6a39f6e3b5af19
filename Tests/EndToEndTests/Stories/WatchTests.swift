import Foundation
import Glibc
import Shared
import Testing

/// `sync --watch`: news comes by itself.
@Suite struct WatchTests {
    /// Waits until `condition` holds, for 20 seconds at most.
    private static func until(
        _ what: Comment,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ condition: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record(what, sourceLocation: sourceLocation)
    }

    private static func watch(_ home: Home, _ more: String...) throws -> ChildProcess {
        try Program.client.start(
            ["sync", "--watch"] + more,
            environment: ["CAUNOI_HOME": home.folder]
        )
    }

    private static func names(_ home: Home) async throws -> String {
        try await home.run("list", "partners").output
    }

    @Test func `what one device hands in is on a watching one by itself, and the other way round`()
        async throws
    {
        let world = try await World()
        let watching = try Self.watch(world.e)
        try await Self.until("it syncs at its start") { watching.output.contains("sent") }
        _ = try await world.create(world.f, "partners", "name.en=Lyon")
        try await world.f.run("sync")
        try await Self.until("it has what the other handed in") {
            try await Self.names(world.e).contains("Lyon")
        }
        // What is saved beside it is handed in without another command.
        _ = try await world.create(world.e, "partners", "name.en=Turin")
        try await Self.until("the other can fetch what was saved here") {
            try await world.f.run("sync")
            return try await Self.names(world.f).contains("Turin")
        }
        // Another department is a change too.
        try await world.server.administer("department", "add", "sports", "--name.vi", "Sở Thể thao")
        try await Self.until("it has the new department") {
            try await world.e.run("list", "departments").output.contains("Thể thao")
        }
        watching.signal(SIGINT)
        #expect(try await watching.end(within: .seconds(20)) == 0)
    }

    @Test func `a server that goes away and comes back is noticed`() async throws {
        let world = try await World()
        let watching = try Self.watch(world.e)
        try await Self.until("it syncs at its start") { watching.output.contains("sent") }
        await world.server.kill()
        _ = try await world.create(world.e, "partners", "name.en=Turin")
        try await Self.until("it says that the server is away") { !watching.errors.isEmpty }
        try await world.server.serve()
        try await Self.until("what was saved meanwhile is handed in") {
            try await world.f.run("sync")
            return try await Self.names(world.f).contains("Turin")
        }
        #expect(watching.isRunning)
        watching.signal(SIGTERM)
        #expect(try await watching.end(within: .seconds(20)) == 0)
    }

    @Test(arguments: [302, 407, 429])
    func `a sign-in page in the server's place is waited out`(status: Int) async throws {
        let world = try await World()
        let page = "<html>Please sign in</html>"
        let lines = [
            "HTTP/1.1 \(status) Word", "Content-Type: text/html",
            "Content-Length: \(page.utf8.count)", "Location: http://127.0.0.1:1/",
        ]
        let answer = Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + page).utf8)
        let door = try LocalPort { socket in
            if socket.receiveRequest() != nil { socket.send(answer) }
        }
        defer { withExtendedLifetime(door) {} }
        try world.e.redirect(to: door.url)
        _ = try await world.create(world.e, "partners", "name.en=Turin")
        let watching = try Self.watch(world.e)
        try await Self.until("it tells of the page") {
            watching.errors.contains("captive portal")
        }
        try world.e.redirect(to: world.server.url)
        try await Self.until("what was saved meanwhile is handed in") {
            try await world.f.run("sync")
            return try await Self.names(world.f).contains("Turin")
        }
        #expect(watching.isRunning)
        watching.signal(SIGTERM)
        #expect(try await watching.end(within: .seconds(20)) == 0)
    }

    @Test func `a server that stops lets its watchers go at once`() async throws {
        let world = try await World()
        let watching = try Self.watch(world.e)
        try await Self.until("it syncs at its start") { watching.output.contains("sent") }
        let start = ContinuousClock.now
        #expect(try await world.server.stop() == 0)
        // Otherwise it would wait until the watchers' time is over, or cut them.
        #expect(ContinuousClock.now - start < .seconds(5))
        watching.signal(SIGTERM)
        #expect(try await watching.end(within: .seconds(20)) == 0)
    }

    @Test func `a device whose access is withdrawn ends watching with the reason`() async throws {
        let world = try await World()
        let watching = try Self.watch(world.e)
        try await Self.until("it syncs at its start") { watching.output.contains("sent") }
        let devices = try await world.server.administer("devices", "--json").json?["devices"]?.array
        let id = try #require(devices?.first { $0["name"]?.string == "e" }?["id"]?.string)
        try await world.server.administer("devices", "revoke", id)
        _ = try await world.create(world.e, "partners", "name.en=Turin")
        #expect(try await watching.end(within: .seconds(20)) == 6)
        #expect(watching.errors.contains("withdrawn"))
        // It is told from then on, also without a network.
        try await world.server.stop()
        #expect(try await world.e.json("status")["access"]?.string == "withdrawn")
        #expect(try await world.e.run("status").output.contains("withdrawn on"))
        #expect(try await world.f.json("status")["access"]?.string == nil)
    }
}
