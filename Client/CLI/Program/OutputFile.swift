import ClientSQLite
import Foundation
import ProgramText
import Shared

/// Where a command's work goes: to a file that the person names, else (and with `-`) to standard output.
struct OutputFile {
    let path: String?
    let format: String

    /// Writes the bytes.
    ///
    /// Of a file the person is told `line`, and programs its name, its form, `members` and its
    /// length.
    ///
    /// - Throws: ``CommandFailure`` when the file, or standard output, cannot be written.
    func deliver(
        _ bytes: [UInt8],
        _ members: [JSONValue.Member] = [],
        telling line: String,
        _ console: Console
    ) throws {
        guard let path, !path.isSame(as: "-") else { return try Self.pass(bytes) }
        try Self.write(bytes, to: path)
        guard console.isJSON else {
            console.line(path + ": " + line)
            return
        }
        let about: [JSONValue.Member] = [
            .init(key: "file", value: .string(path)), .init(key: "format", value: .string(format)),
        ]
        let length = JSONValue.Member(key: "bytes", value: .integer(Int64(bytes.count)))
        console.document(.object(about + members + [length]))
    }

    /// Writes a file that the person names, anywhere but among the files of a replica.
    ///
    /// - Parameters:
    ///   - bytes: All of it.
    ///   - path: The file; one that is there is replaced.
    ///   - isPrivate: Whether nobody else may read it.
    /// - Throws: ``CommandFailure`` when it would lie among a replica's files, or cannot be written.
    static func write(_ bytes: [UInt8], to path: String, isPrivate: Bool = false) throws {
        try requireElsewhere(path)
        // Private from its beginning: others could open it before a right is taken away.
        let mask = isPrivate ? umask(0o077) : nil
        defer { if let mask { umask(mask) } }
        try WholeFile.write(bytes, to: path)
    }

    /// Writes to standard output.
    private static func pass(_ bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            let trouble = FileTrouble(error)
            // A reader that has gone away (`| head`) is no failure of ours.
            if trouble == .readerGone { return }
            throw CommandFailure(
                code: "cannot_write",
                Labels(
                    vi: "không ghi hết ra được: \(trouble.labels.vi)",
                    en: "not all of it could be written: \(trouble.labels.en)"
                )
            )
        }
    }
}

// MARK: - Where no output goes

extension OutputFile {
    /// Refuses a file among those of a replica, of this one or of another: it would take the place of one
    /// of them, or be taken for one.
    ///
    /// - Throws: ``CommandFailure`` of usage; nothing has been written.
    static func requireElsewhere(_ path: String) throws {
        guard folders(of: path).contains(where: { holdsReplica($0) }) else { return }
        throw CommandFailure(
            .usage,
            code: "among_replica_files",
            Labels(
                vi: "\(path) nằm trong thư mục của một bản sao, nơi chỉ chứa tệp của chính bản sao",
                en: "\(path) lies in a replica's folder, where only the replica's own files belong"
            ),
            hint: Labels(
                vi: "chọn tệp ở thư mục khác; chưa ghi gì",
                en: "name a file in another folder; nothing was written"
            )
        )
    }

    /// The folder that a file lies in; of a link also that of the file to which it leads.
    private static func folders(of path: String) -> [String] {
        var places = [URL(fileURLWithPath: path).path]
        // As many links as the system follows.
        while places.count <= 40, let place = places.last,
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place)
        {
            let isWhole = target.utf8.first == UInt8(ascii: "/")
            places.append(isWhole ? target : folder(of: place) + target)
        }
        return places.map { folder(of: $0) }
    }

    /// The folder of a path, with a slash behind it; the system finds it whatever links lead there.
    private static func folder(of place: String) -> String {
        guard let slash = place.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "./" }
        return String(place[...slash])
    }

    /// Whether a replica, or what is left of one, is in the folder.
    private static func holdsReplica(_ folder: String) -> Bool {
        SQLiteReplicaStore.exists(in: folder)
            || DurableFolder.contains(Enrolment.fileName, in: folder)
    }
}
