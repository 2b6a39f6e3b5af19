import CArchive

/// The parts of a workbook: the members of its zip archive, each unpacked within bounds.
struct WorkbookArchive {
    private let bytes: [UInt8]

    /// The most bytes of one part once it is unpacked.
    static let partBytesMax = 256 * 1024 * 1024
    /// The members of an archive that are looked at.
    private static let membersMax = 10_000

    /// The beginning of a compound file, as old and locked workbooks have it.
    private static let compoundFile: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

    init(_ bytes: [UInt8]) throws(WorkbookError) {
        if bytes.starts(with: Self.compoundFile) { throw .oldOrLocked }
        if bytes.isEmpty { throw .damaged }
        guard bytes.starts(with: [0x50, 0x4B]) else { throw .notAWorkbook }
        guard carchive_is_available() == 1 else { throw .noLibrary }
        self.bytes = bytes
    }

    /// The parts with names that are `wanted`, by their names without a slash in front.
    func parts(_ isWanted: (String) -> Bool) throws(WorkbookError) -> [String: [UInt8]] {
        let outcome: Result<[String: [UInt8]], WorkbookError> = unsafe bytes.withUnsafeBytes {
            bytes in
            do throws(WorkbookError) {
                return .success(try unsafe Self.parts(in: bytes, isWanted))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private static func parts(
        in bytes: UnsafeRawBufferPointer,
        _ isWanted: (String) -> Bool
    ) throws(WorkbookError) -> [String: [UInt8]] {
        guard let archive = unsafe carchive_open(bytes.baseAddress, bytes.count) else {
            throw .damaged
        }
        defer { unsafe carchive_close(archive) }
        var parts: [String: [UInt8]] = [:]
        for _ in 0..<membersMax {
            switch unsafe carchive_next(archive) {
            case 0: return parts
            case 1: break
            default: throw .damaged
            }
            guard let text = unsafe carchive_name(archive) else { continue }
            var name = unsafe String(cString: text)
            if name.utf8.first == UInt8(ascii: "/") { name = String(name.utf8.dropFirst()) ?? name }
            guard isWanted(name) else { continue }
            parts[name] = try unsafe content(of: archive, name)
        }
        return parts
    }

    private static func content(
        of archive: OpaquePointer,
        _ name: String
    ) throws(WorkbookError) -> [UInt8] {
        let pieceBytes = 256 * 1024
        var content: [UInt8] = []
        while true {
            var count = 0
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: pieceBytes) { buffer, filled in
                count = unsafe carchive_read(archive, buffer.baseAddress, pieceBytes)
                filled = max(count, 0)
            }
            if count < 0 { throw .damaged }
            if count == 0 { return content }
            guard content.count + count <= partBytesMax else {
                throw .tooLarge(part: name, bytesMax: partBytesMax)
            }
            content += piece
        }
    }
}
