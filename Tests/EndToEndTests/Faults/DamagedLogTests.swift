import Shared
import Testing

/// Own changes that are damaged on the disk before they were sent.
@Suite struct DamagedLogTests {
    /// Puts other bytes in the place of the newest own change.
    private static let damage = """
        import sqlite3, sys
        base = sqlite3.connect(sys.argv[1])
        base.execute("UPDATE own SET body = ? WHERE place = (SELECT max(place) FROM own)",
            (bytes.fromhex(sys.argv[2]),))
        base.commit()
        """

    @Test(arguments: ["ffff", "81644c796f6e"])
    func `are told as such, with what to do, and nothing of them is sent or carried`(
        bytes: String
    ) async throws {
        let world = try await World()
        try await world.synchronizeAll()
        _ = try await world.create(world.e, "partners", "name.en=Lyon")
        _ = try await Python.run(Self.damage, world.e.folder + "/replica.sqlite", bytes)
        for command in [["sync"], ["bundle", "export", world.e.folder + "-b"]] {
            let outcome = try await Program.client.run(
                command,
                environment: world.e.environment
            )
            #expect(outcome.status == 7, "\(command): \(outcome.errors)")
            #expect(outcome.errors.contains("own change"), "\(outcome.errors)")
            #expect(outcome.errors.contains("caunoi doctor"), "\(outcome.errors)")
        }
        let partners = try await world.f.json("list", "partners")
        #expect(partners["total"]?.integer == 0)
    }
}
