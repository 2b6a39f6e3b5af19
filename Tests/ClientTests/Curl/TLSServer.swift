import Foundation
import Glibc

/// `openssl s_server` on a free port with a fresh certificate for `localhost`, for one test.
///
/// Its answer to a GET is a page with status 200.
final class TLSServer {
    let port: UInt16
    let certificateFile: String
    private let folder: URL
    private let process: Process

    private static let command = "/usr/bin/openssl"

    static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: command) }

    init(options: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "tls-server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let key = folder.appending(path: "key.pem").path
        certificateFile = folder.appending(path: "certificate.pem").path
        let request = try Self.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", key, "-out", certificateFile,
        ])
        request.process.waitUntilExit()
        let server = try Self.run(
            ["s_server", "-accept", "127.0.0.1:0", "-cert", certificateFile, "-key", key, "-www"]
                + options
        )
        process = server.process
        port = try Self.port(in: server.output)
    }

    func stop() {
        // Not SIGTERM: a child inherits the signals that are blocked in the thread that starts it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func run(_ arguments: [String]) throws -> (process: Process, output: FileHandle)
    {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: command)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, output.fileHandleForReading)
    }

    /// Reads up to the line `ACCEPT 127.0.0.1:43210`.
    private static func port(in output: FileHandle) throws -> UInt16 {
        var text = ""
        while true {
            let piece = output.availableData
            guard !piece.isEmpty else { throw POSIXError(.ECONNREFUSED) }
            text += String(decoding: piece, as: UTF8.self)
            for line in text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1)
            where line.hasPrefix("ACCEPT") {
                if let port = line.split(separator: ":").last.flatMap({ UInt16($0) }) {
                    return port
                }
            }
        }
    }
}
