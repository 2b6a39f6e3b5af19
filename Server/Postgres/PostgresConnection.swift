import CPostgres
import Glibc
import ServerCore
import ServerSQL
import Shared

/// A connection to PostgreSQL, through libpq, that never waits without end.
///
/// The text of a statement is prepared once; values travel beside it in their binary form. What gives no rows is
/// sent together with the next that does (libpq's pipeline mode): its failure is told then, and at the commit
/// at the latest. Not for use by two threads at once.
@safe
final class PostgresConnection: SQLConnection {
    /// How long an answer may take; the database gives up before that by itself.
    static let patienceMilliseconds: Int64 = 75_000
    /// How many commands are sent at most before their answers are read.
    private static let pendingMax = 64

    private let handle: OpaquePointer
    /// Tells this connection from all others that there ever were.
    let identity: [UInt8]
    /// How many statements are prepared, and which name each has, by where its text stands.
    private var names: [UInt: String] = [:]
    /// What went wrong last, if that ends the transaction or the connection.
    private(set) var failure: PostgresFailure?
    /// What was sent and not answered yet, and whether statements were prepared among it.
    private var pending = 0
    private var isPreparing = false
    /// Whether it cannot be told any more which statements are prepared.
    private var isUncertain = false

    /// Connects and leaves the settings as they are.
    init(url: String) throws(PostgresFailure) {
        guard cpostgres_is_available() != 0 else {
            throw PostgresFailure(
                kind: .refused,
                error: .failed("libpq is missing or too old; the package libpq5 has it")
            )
        }
        guard Self.isReadable(url) else {
            throw PostgresFailure(
                kind: .refused,
                error: .failed(
                    "the database's URL cannot be read; special characters in it are written with %"
                )
            )
        }
        let keywords = [
            "dbname", "connect_timeout", "fallback_application_name", "client_encoding",
        ]
        let values = [url, "10", "caunoi-server", "UTF8"]
        let handle = unsafe withCStrings(keywords) { keywords in
            unsafe withCStrings(values) { values in
                unsafe PQconnectdbParams(keywords, values, 1)
            }
        }
        guard let handle = unsafe handle else { throw .lost("there is no memory for it") }
        unsafe self.handle = handle
        identity = uniqueBytes()
        guard unsafe PQstatus(handle) == CONNECTION_OK else { throw .lost(message) }
        guard unsafe PQsetnonblocking(handle, 1) == 0 else { throw .lost(message) }
        // What the server wants to say beside its answers is for its own log.
        unsafe PQsetNoticeReceiver(handle, { _, _ in }, nil)
    }

    deinit { unsafe PQfinish(handle) }

    /// Whether libpq can make something of a URL: what it says of one that it cannot may hold the password,
    /// or a piece of it that was taken for the port.
    private static func isReadable(_ url: String) -> Bool {
        let options = unsafe PQconninfoParse(url, nil)
        guard let options = unsafe options else { return false }
        defer { unsafe PQconninfoFree(options) }
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if unsafe strcmp(keyword, "port") == 0, let port = unsafe option.pointee.val {
                let text = unsafe String(cString: port)
                return text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2C }
            }
            unsafe option = option.successor()
        }
        return true
    }

    var dialect: SQLDialect { .postgres }

    /// Whether the connection can be used for another transaction.
    var isIdle: Bool {
        unsafe !isUncertain && pending == 0 && PQstatus(handle) == CONNECTION_OK
            && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    /// Forgets what went wrong in an earlier transaction.
    func begin() { failure = nil }

    func statement(_ sql: StaticString) throws(StoreError) -> any SQLStatement {
        try noting { () throws(PostgresFailure) in
            PostgresStatement(try name(of: sql), on: self)
        }
    }

    /// Runs commands without parameters; of several, the last one's answer counts.
    @discardableResult
    func run(_ commands: String) throws(PostgresFailure) -> PostgresResult {
        try leavePipeline()
        try send { unsafe PQsendQuery(handle, commands) }
        return try answer()
    }

    /// Runs one command with parameters as text.
    func run(_ command: String, _ values: [String]) throws(PostgresFailure) -> PostgresResult {
        try leavePipeline()
        try send {
            unsafe withCStrings(values) { values in
                let count = unsafe Int32(values.count - 1)
                return unsafe PQsendQueryParams(handle, command, count, nil, values, nil, nil, 1)
            }
        }
        return try answer()
    }

    /// Sends a command that gives no rows together with what follows.
    func enqueue(_ command: StaticString) throws(PostgresFailure) {
        try enterPipeline()
        let text = command.description
        try send { unsafe PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1) }
        pending += 1
    }

    /// Runs a command after all that was enqueued.
    @discardableResult
    func finish(_ command: StaticString) throws(PostgresFailure) -> PostgresResult {
        try enqueue(command)
        return try answer()
    }

    /// Sends a prepared statement that gives no rows together with what follows; `values` are nil or stretches
    /// of `storage`.
    func enqueue(
        _ name: String,
        _ storage: [UInt8],
        _ values: [Range<Int>?]
    ) throws(StoreError) {
        try noting { () throws(PostgresFailure) in
            try sendPrepared(name, storage, values)
            // What is not read yet is held by both sides.
            if pending >= Self.pendingMax { _ = try answer() }
        }
    }

    /// Runs a prepared statement after all that was enqueued.
    func run(
        _ name: String,
        _ storage: [UInt8],
        _ values: [Range<Int>?]
    ) throws(StoreError) -> PostgresResult {
        try noting { () throws(PostgresFailure) in
            try sendPrepared(name, storage, values)
            return try answer()
        }
    }

    private func sendPrepared(
        _ name: String,
        _ storage: [UInt8],
        _ values: [Range<Int>?]
    ) throws(PostgresFailure) {
        try enterPipeline()
        try send {
            unsafe storage.withUnsafeBytes { bytes in
                let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                let pointers = unsafe values.map { value in
                    unsafe value.flatMap { range in
                        unsafe start.map { unsafe $0 + range.lowerBound }
                    }
                }
                let lengths = values.map { Int32($0?.count ?? 0) }
                let formats = values.map { _ in Int32(1) }
                return unsafe PQsendQueryPrepared(
                    handle,
                    name,
                    Int32(values.count),
                    pointers,
                    lengths,
                    formats,
                    1
                )
            }
        }
        pending += 1
    }

    /// Quotes a name for use in a command.
    func quoted(_ name: String) -> String {
        "\""
            + name.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    private func noting<Result>(
        _ body: () throws(PostgresFailure) -> Result
    ) throws(StoreError) -> Result {
        do throws(PostgresFailure) {
            return try body()
        } catch {
            failure = failure ?? error
            throw error.error
        }
    }

    private func name(of sql: StaticString) throws(PostgresFailure) -> String {
        let place = unsafe UInt(bitPattern: sql.utf8Start)
        if let name = names[place] { return name }
        let name = "s\(names.count)"
        let text = Self.numbered(sql.description)
        try enterPipeline()
        try send { unsafe PQsendPrepare(handle, name, text, 0, nil) }
        pending += 1
        isPreparing = true
        names[place] = name
        return name
    }

    /// The text with its parameters as PostgreSQL writes them: `?` is the next one, `?2` the second.
    static func numbered(_ sql: String) -> String {
        var result: [UInt8] = []
        var next = 1
        var bytes = Array(sql.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "?") else {
                result.append(byte)
                continue
            }
            result.append(UInt8(ascii: "$"))
            if let digit = bytes.first, (0x30...0x39).contains(digit) { continue }
            result += "\(next)".utf8
            next += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func send(_ start: () -> Int32) throws(PostgresFailure) {
        guard start() == 1 else { throw .lost(message) }
    }

    private func enterPipeline() throws(PostgresFailure) {
        guard unsafe PQpipelineStatus(handle) == PQ_PIPELINE_OFF else { return }
        guard unsafe PQenterPipelineMode(handle) == 1 else { throw .lost(message) }
    }

    private func leavePipeline() throws(PostgresFailure) {
        guard unsafe PQpipelineStatus(handle) != PQ_PIPELINE_OFF else { return }
        if pending > 0 { _ = try answer() }
        guard unsafe PQexitPipelineMode(handle) == 1 else { throw .lost(message) }
    }

    /// Waits for all answers to what was sent or enqueued; the last one is given, or the first that is an
    /// error.
    private func answer() throws(PostgresFailure) -> PostgresResult {
        let isPipelined = unsafe PQpipelineStatus(handle) != PQ_PIPELINE_OFF
        if isPipelined, unsafe PQpipelineSync(handle) != 1 { throw .lost(message) }
        let deadline = ContinuousClock.now + .milliseconds(Self.patienceMilliseconds)
        var last: PostgresResult?
        var refusal: PostgresFailure?
        while true {
            try wait(until: deadline)
            guard let result = unsafe PQgetResult(handle) else {
                guard unsafe PQstatus(handle) == CONNECTION_OK else { throw .lost(message) }
                // In a pipeline only one command's answers have ended.
                if isPipelined { continue } else { break }
            }
            let answer = unsafe PostgresResult(result)
            if answer.isEndOfPipeline { break }
            if answer.isCopy { throw .lost("it asks for data that nobody has") }
            refusal = refusal ?? answer.failure
            last = answer
        }
        pending = 0
        isUncertain = isUncertain || refusal != nil && isPreparing
        isPreparing = false
        if let refusal { throw refusal }
        guard let last else { throw .lost(message) }
        return last
    }

    /// Returns once an answer can be read without waiting, and all that was to be sent is sent.
    private func wait(until deadline: ContinuousClock.Instant) throws(PostgresFailure) {
        while true {
            let flushed = unsafe PQflush(handle)
            guard flushed >= 0 else { throw .lost(message) }
            if flushed == 0, unsafe PQisBusy(handle) == 0 { return }
            let rest = (deadline - .now).components
            let milliseconds = rest.seconds * 1000 + rest.attoseconds / 1_000_000_000_000_000
            guard milliseconds > 0 else {
                // Nobody may take what comes later for an answer to something else.
                _ = unsafe shutdown(PQsocket(handle), Int32(SHUT_RDWR))
                throw .lost("it does not answer")
            }
            var wanted = unsafe pollfd(
                fd: PQsocket(handle),
                events: Int16(POLLIN) | (flushed == 1 ? Int16(POLLOUT) : 0),
                revents: 0
            )
            guard unsafe poll(&wanted, 1, Int32(clamping: milliseconds)) >= 0 || errno == EINTR
            else { throw .lost("it cannot be waited for") }
            guard unsafe PQconsumeInput(handle) == 1 else { throw .lost(message) }
        }
    }

    /// What libpq says of the last failure, in one line.
    private var message: String {
        let text = unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// Lends C strings that end with a null pointer.
private func withCStrings<Result>(
    _ texts: [String],
    _ body: ([UnsafePointer<CChar>?]) -> Result
) -> Result {
    let copies = unsafe texts.map { unsafe strdup($0) }
    defer { for index in unsafe copies.indices { unsafe free(copies[index]) } }
    return unsafe body(copies.map { unsafe UnsafePointer($0) } + [nil])
}

/// Sixteen bytes that nobody else has.
func uniqueBytes() -> [UInt8] {
    RecordID(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max)).bytes
}
