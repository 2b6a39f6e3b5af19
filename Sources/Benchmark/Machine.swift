import Foundation
import GRDBSQLite
import Glibc
package import Shared

/// The machine that it all ran on.
package enum Machine {
    package static func json(load: String) -> JSONValue {
        let information = ProcessInfo.processInfo
        return .object([
            .init(key: "processor", value: .string(processor)),
            .init(key: "cores", value: .integer(Int64(information.activeProcessorCount))),
            .init(key: "memory_mb", value: .unsigned(information.physicalMemory / 1_048_576)),
            .init(key: "system", value: .string(system)),
            .init(key: "sqlite", value: .string(unsafe String(cString: sqlite3_libversion()))),
            .init(key: "load_before_and_after", value: .string(load)),
        ])
    }

    /// How many processes wanted to run during the last minute.
    package static var load: String {
        let text = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)
        return text?.split(separator: " ").first.map(String.init) ?? "?"
    }

    private static var processor: String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown"
    }

    private static var system: String {
        let kernel = try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)
        return "Linux " + (kernel ?? "?").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
