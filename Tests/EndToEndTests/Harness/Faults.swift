import Foundation
import Shared
import Testing

/// What makes a program fail at one of its calls: a library that is loaded before all others.
///
/// Its source is beside this file and is compiled once.
struct Faults: Sendable {
    /// Where the library is built; it goes with this process.
    private static let library = FileManager.default.temporaryDirectory
        .appendingPathComponent("caunoi-fault-\(ProcessInfo.processInfo.processIdentifier).so")
        .path

    /// Nil where there is no compiler.
    static let shared: Faults? = {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("fault.c").path
        let compiler = ["/usr/bin/gcc", "/usr/bin/cc", "/usr/bin/clang"]
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let compiler else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: compiler)
        process.arguments = ["-O1", "-Wall", "-shared", "-fPIC", "-o", library, source, "-ldl"]
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        atexit { unsafe unlink(Faults.library) }
        return process.terminationStatus == 0 ? Faults() : nil
    }()

    /// The environment of a program that is killed before its call of this number.
    func killing(at call: Int) -> [String: String] {
        ["LD_PRELOAD": Self.library, "CAUNOI_FAULT_AT": "\(call)"]
    }

    /// The environment of a program whose call of this number fails, and with `isSticky` all later ones.
    func failing(at call: Int, with code: Int32, isSticky: Bool) -> [String: String] {
        var result = killing(at: call)
        result["CAUNOI_FAULT_ERRNO"] = "\(code)"
        if isSticky { result["CAUNOI_FAULT_STICKY"] = "1" }
        return result
    }
}

/// How much of a long test is run: the number in the environment, or the usual one.
func amount(_ variable: String, _ usual: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? usual
}
