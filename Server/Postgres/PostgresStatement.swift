import ServerCore
import ServerSQL

/// A prepared statement of PostgreSQL's; its rows are held in memory while they are read.
final class PostgresStatement: SQLStatement {
    private let name: String
    private let connection: PostgresConnection
    /// The values one after another; its first byte belongs to none, so that an empty value has a place.
    private var storage: [UInt8] = [0]
    private var values: [Range<Int>?] = []
    private var result: PostgresResult?
    private var row = -1

    init(_ name: String, on connection: PostgresConnection) {
        self.name = name
        self.connection = connection
    }

    var isBusy: Bool { result != nil }

    func bindNull(at index: Int) { put(nil, at: index) }

    func bind(_ integer: Int64, at index: Int) {
        put(at: index) { storage in
            unsafe withUnsafeBytes(of: integer.bigEndian) { bytes in
                unsafe storage.append(contentsOf: bytes)
            }
        }
    }

    func bind(bytes: RawSpan, at index: Int) {
        put(at: index) { storage in
            unsafe bytes.withUnsafeBytes { unsafe storage.append(contentsOf: $0) }
        }
    }

    func bind(text: RawSpan, at index: Int) { bind(bytes: text, at: index) }

    private func put(at index: Int, _ write: (inout [UInt8]) -> Void) {
        let start = storage.count
        write(&storage)
        put(start..<storage.count, at: index)
    }

    /// Values are bound in their order, the first one anew for each run.
    private func put(_ value: Range<Int>?, at index: Int) {
        if index == 1 { values.removeAll(keepingCapacity: true) }
        values.append(value)
    }

    func step() throws(StoreError) -> Bool {
        if result == nil {
            defer { storage.removeSubrange(1...) }
            result = try connection.run(name, storage, values)
            row = -1
        }
        row += 1
        return row < result?.rowCount ?? 0
    }

    func execute() throws(StoreError) {
        defer { storage.removeSubrange(1...) }
        try connection.enqueue(name, storage, values)
    }

    func reset() { result = nil }

    func isNull(_ column: Int) -> Bool { result?.isNull(row, column) ?? true }

    func integer(_ column: Int) -> Int64 { result?.integer(row, column) ?? 0 }

    func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        unsafe result?.bytes(row, column) ?? UnsafeRawBufferPointer(start: nil, count: 0)
    }
}
