import Foundation
import Shared
import Testing

/// Compares our codec with `cbor2`, a decoder in Python, if one is named in `CAUNOI_CBOR2`.
@Suite struct `CBOR against an independent decoder` {
    static let interpreter = ProcessInfo.processInfo.environment["CAUNOI_CBOR2"]

    @Test(.enabled(if: interpreter != nil, "CAUNOI_CBOR2 names a Python that has cbor2"))
    func `cbor2 reads and writes two thousand random trees as we do`() throws {
        var lines = ""
        for seed in 0..<2_000 {
            var random = WireRandom(seed: seed)
            let value = random.cbor()
            lines += "\(WireHex.text(try value.encoded()))\t\(value.diagnostic)\n"
        }
        let input = FileManager.default.temporaryDirectory
            .appendingPathComponent("cauno-cbor-\(UUID().uuidString).txt")
        try Data(lines.utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }

        let script = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { folder, _ in
            folder.deletingLastPathComponent()
        }.appendingPathComponent("scripts/check-cbor.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.interpreter))
        process.arguments = [script.path]
        process.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let report = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: report, as: UTF8.self)
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text == "2000 items agree\n")
    }
}
