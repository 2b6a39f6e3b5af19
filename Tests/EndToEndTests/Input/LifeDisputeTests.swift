import Testing

/// Whether a record is deleted, disputed a second time.
@Suite(.serialized)
struct LifeDisputeTests {
    @Test func `who settled to keep a record is not said to have edited it`() async throws {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let ref = try await world.create(e, "partners", "name.en=Lyon")
        try await world.synchronizeAll()
        try await u.run("delete", ref)
        try await e.run("set", ref, "abbr=LY")
        for home in [u, e, f, u] { _ = try await home.settle() }
        let first = try await f.run("conflicts", "--lang", "en", status: 3).output
        #expect(first.contains("edited: keep it"), "\(first)")

        try await u.run("resolve", ref, "--restore")
        try await f.run("resolve", ref, "--keep-deleted")
        for home in [u, f, e] { _ = try await home.settle() }
        let second = try await e.run("conflicts", "--lang", "en", status: 3).output
        #expect(second.contains(". keep it"), "\(second)")
        #expect(!second.contains("edited: keep it"), "\(second)")
        let told = try await e.run("conflicts", "--lang", "vi", status: 3).output
        #expect(told.contains(". giữ lại") && !told.contains("đã sửa: giữ lại"), "\(told)")
    }
}
