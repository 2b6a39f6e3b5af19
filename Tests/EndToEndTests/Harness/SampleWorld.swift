import Foundation
import Testing

/// A server with the sample register, and two laptops that have it.
struct SampleWorld {
    let server: RunningServer
    let e: Home
    let f: Home

    init() async throws {
        server = try await RunningServer()
        try await server.administer("load", "--sample")
        e = try await server.enrol("e", department: "external-relations", person: "Lan")
        f = try await server.enrol("f", department: "finance", person: "Minh")
        for home in [e, f] { try await home.run("sync") }
    }

    subscript(name: String) -> String { server.folder + "/" + name }

    func write(_ name: String, _ text: String) throws -> String {
        try write(name, Data(text.utf8))
    }

    func write(_ name: String, _ data: Data) throws -> String {
        try data.write(to: URL(fileURLWithPath: self[name]))
        return self[name]
    }
}
