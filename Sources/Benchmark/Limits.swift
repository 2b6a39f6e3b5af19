import Compression
import Foundation
import Glibc
import Shared

/// What the machine can do at best: measured in the same run, so that ratios mean something.
struct Limits {
    let folder: String
    let records: Int

    /// Measures all limits.
    func measure(_ figures: inout Figures) throws {
        try measureDatabase(&figures)
        try measureDisk(&figures)
        measureCompression(&figures)
        try measureDownload(&figures)
    }

    /// The rows as a plain table with 20 columns, 1,000 in each durable transaction; and one by one.
    private func measureDatabase(_ figures: inout Figures) throws {
        let path = folder + "/limit.sqlite"
        defer { remove(path) }
        let rows = (0..<records).map { RawRow(WorkloadRecord(number: $0)) }
        let database = try RawDatabase(path: path)
        let cost = try Cost.of {
            for start in stride(from: 0, to: rows.count, by: 1000) {
                try database.insert(Array(rows[start..<min(start + 1000, rows.count)]))
            }
        }.cost
        figures["limits.sqlite_records_per_core_second"] = Double(records) / cost.coreSeconds
        figures["limits.sqlite_records_per_second"] = Double(records) / cost.seconds
        figures["limits.sqlite_bytes_per_record"] =
            Double(try databaseBytes(path)) / Double(records)
        let single = try (0..<200).map { number in
            let row = RawRow(WorkloadRecord(number: records + number))
            return try Cost.of { try database.insert([row]) }.cost
        }
        figures["limits.sqlite_insert_ms"] = single.map { $0.seconds * 1000 }.median
        figures["limits.sqlite_insert_core_ms"] = single.map { $0.coreSeconds * 1000 }.median
    }

    private func remove(_ path: String) {
        for ending in ["", "-wal", "-shm"] { unsafe unlink(path + ending) }
    }

    /// Appending a page and making sure that it is on the disk; copying a file as large as the records.
    private func measureDisk(_ figures: inout Figures) throws {
        let path = folder + "/limit.file"
        defer {
            unsafe unlink(path)
            unsafe unlink(path + ".copy")
        }
        let page = [UInt8](repeating: 0x5A, count: 4096)
        let file = try OutputFile(path)
        let waits = try (0..<200).map { _ in
            try Cost.of {
                try file.write(page)
                try file.synchronize()
            }.cost.seconds
        }
        figures["limits.fsyncs_per_second"] = waits.median.map { 1 / $0 }
        let content = json
        try OutputFile(path).write(content)
        let copy = try Cost.of {
            let bytes = Array(FileManager.default.contents(atPath: path) ?? Data())
            let target = try OutputFile(path + ".copy")
            try target.write(bytes)
            try target.synchronize()
        }.cost
        figures["limits.file_copy_records_per_second"] = Double(records) / copy.seconds
        figures["limits.file_copy_records_per_core_second"] = Double(records) / copy.coreSeconds
        figures["limits.json_bytes_per_record"] = Double(content.count) / Double(records)
    }

    private func measureCompression(_ figures: inout Figures) {
        let content = json
        let all = Cost.of { Zstandard.compressed(content) }
        figures["limits.zstd_bytes_per_record"] = Double(all.result.count) / Double(records)
        figures["limits.zstd_records_per_core_second"] = Double(records) / all.cost.coreSeconds
        let changed = WorkloadRecord.sample(100, of: records, round: 1).map { number in
            let record = WorkloadRecord(number: number)
            return (record, record.edited(by: .first))
        }
        let whole = changed.flatMap { JSONWriter.bytes($0.1.json) }
        let parts = changed.flatMap { JSONWriter.bytes($0.1.jsonDifference(from: $0.0)) }
        figures["limits.zstd_100_records_bytes"] = Double(
            Zstandard.compressed(whole, level: 3).count
        )
        figures["limits.zstd_100_edits_bytes"] = Double(Zstandard.compressed(parts, level: 3).count)
    }

    /// A static file as large as all records over HTTP, kept durably by who fetches it.
    private func measureDownload(_ figures: inout Figures) throws {
        let path = folder + "/limit.download"
        defer { unsafe unlink(path) }
        let server = try StaticServer(content: json)
        let cost = try Cost.of {
            let target = try OutputFile(path)
            try server.fetch { try target.write($0) }
            try target.synchronize()
        }.cost
        figures["limits.http_file_records_per_second"] = Double(records) / cost.seconds
        figures["limits.http_file_records_per_core_second"] = Double(records) / cost.coreSeconds
        let trips = try (0..<100).map { _ in
            try Cost.of { try server.fetch(limit: 100) { _ in } }.cost.seconds * 1000
        }
        figures["limits.http_round_trip_ms"] = trips.median
    }

    /// All records as lines of JSON.
    private var json: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(records * 600)
        for number in 0..<records {
            bytes += JSONWriter.bytes(WorkloadRecord(number: number).json)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}

/// A file that is being written from its start.
final class OutputFile {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else {
            throw BenchmarkFailure("\(path) cannot be written: \(systemText(errno))")
        }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws { try writeAll(bytes, to: descriptor) }

    func synchronize() throws {
        guard fdatasync(descriptor) == 0 else {
            throw BenchmarkFailure("writing to the disk failed: \(systemText(errno))")
        }
    }
}

/// Writes all of `bytes`, in as many steps as it takes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes {
            unsafe write(descriptor, $0.baseAddress, $0.count)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw BenchmarkFailure("writing failed: \(systemText(errno))") }
        rest = rest.dropFirst(count)
    }
}
