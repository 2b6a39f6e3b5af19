import CExpat

/// An attribute of an element, as it stands in the file.
package struct XMLAttribute: Equatable, Sendable {
    package let name: String
    package let value: String
}

/// Why a file is not read as XML; nothing of what it says further on is known.
package enum XMLError: Error, Equatable {
    /// Not well formed, from this line on.
    case malformed(line: Int)
    /// It is in an encoding other than UTF-8, UTF-16, ISO 8859-1 or ASCII.
    case unknownEncoding(line: Int)
    /// It declares entities: they are how small files become large ones and how files read other files.
    case entities(line: Int)
    /// Elements stand in one another deeper than is read.
    case tooDeep(line: Int, max: Int)
    /// One text is longer than is read.
    case textTooLong(line: Int, bytesMax: Int)
}

/// How much of a file is believed.
package struct XMLLimits: Sendable {
    package var depthMax = 64
    package var textBytesMax = 4 * 1024 * 1024

    package init() {}
}

/// Takes in what an XML file says, in its order.
package protocol XMLHandler: AnyObject {
    /// An element begins; `line` counts from 1.
    func start(_ name: String, _ attributes: [XMLAttribute], line: Int)
    /// The innermost element ends.
    func end(_ name: String)
    /// All text between two tags.
    func text(_ text: String)
}

/// Reads XML 1.0 with Expat: no entity is expanded but the five that XML has, and nothing outside of the
/// file is ever read.
package enum XMLReader {
    /// Reads a whole file; the handler is told everything up to the mistake that ends it.
    package static func read(
        _ bytes: [UInt8],
        to handler: any XMLHandler,
        limits: XMLLimits = XMLLimits()
    ) throws(XMLError) {
        guard let parser = unsafe XML_ParserCreate(nil) else { throw .malformed(line: 1) }
        defer { unsafe XML_ParserFree(parser) }
        let state = unsafe ParserState(parser, handler, limits)
        state.register()
        // Expat counts lengths in 32 bits.
        let piece = 1 << 20
        var start = 0
        repeat {
            let end = min(start + piece, bytes.count)
            let isLast = end == bytes.count
            let status = unsafe bytes[start..<end].withUnsafeBytes { piece in
                unsafe XML_Parse(
                    parser,
                    piece.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(piece.count),
                    isLast ? 1 : 0
                )
            }
            if let error = state.error { throw error }
            guard status == XML_STATUS_OK else {
                let line = state.line
                let isEncoding = unsafe XML_GetErrorCode(parser) == XML_ERROR_UNKNOWN_ENCODING
                throw isEncoding ? .unknownEncoding(line: line) : .malformed(line: line)
            }
            start = end
        } while start < bytes.count
        state.finish()
    }
}

/// What a parser's callbacks share; it lives as long as one reading, and so does the parser.
@safe private final class ParserState {
    private let parser: XML_Parser
    private let handler: any XMLHandler
    private let limits: XMLLimits
    private var depth = 0
    private var text: [UInt8] = []
    private(set) var error: XMLError?

    init(_ parser: XML_Parser, _ handler: any XMLHandler, _ limits: XMLLimits) {
        unsafe self.parser = unsafe parser
        self.handler = handler
        self.limits = limits
    }

    var line: Int { unsafe Int(XML_GetCurrentLineNumber(parser)) }

    func register() {
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(
            parser,
            { data, name, attributes in
                guard let state = unsafe ParserState.of(data), let name = unsafe name else {
                    return
                }
                state.start(unsafe String(cString: name), unsafe ParserState.read(attributes))
            },
            { data, name in
                guard let state = unsafe ParserState.of(data), let name = unsafe name else {
                    return
                }
                state.end(unsafe String(cString: name))
            }
        )
        unsafe XML_SetCharacterDataHandler(parser) { data, characters, count in
            guard let state = unsafe ParserState.of(data), let characters = unsafe characters else {
                return
            }
            unsafe state.add(UnsafeRawBufferPointer(start: characters, count: Int(count)))
        }
        unsafe XML_SetEntityDeclHandler(parser) { data, _, _, _, _, _, _, _, _ in
            guard let state = unsafe ParserState.of(data) else { return }
            state.stop(.entities(line: state.line))
        }
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> ParserState? {
        unsafe data.map { unsafe Unmanaged<ParserState>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Names and values by turns, up to a null.
    private static func read(
        _ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) -> [XMLAttribute] {
        guard let list = unsafe list else { return [] }
        var result: [XMLAttribute] = []
        var place = 0
        while let name = unsafe list[place], let value = unsafe list[place + 1] {
            result.append(
                unsafe XMLAttribute(name: String(cString: name), value: String(cString: value))
            )
            place += 2
        }
        return result
    }

    private func start(_ name: String, _ attributes: [XMLAttribute]) {
        guard error == nil else { return }
        finish()
        depth += 1
        guard depth <= limits.depthMax else {
            return stop(.tooDeep(line: line, max: limits.depthMax))
        }
        handler.start(name, attributes, line: line)
    }

    private func end(_ name: String) {
        guard error == nil else { return }
        finish()
        depth -= 1
        handler.end(name)
    }

    private func add(_ characters: UnsafeRawBufferPointer) {
        guard error == nil else { return }
        guard text.count + characters.count <= limits.textBytesMax else {
            return stop(.textTooLong(line: line, bytesMax: limits.textBytesMax))
        }
        unsafe text += characters
    }

    /// Tells the text that has come together.
    func finish() {
        guard !text.isEmpty else { return }
        // Expat hands out well-formed UTF-8 only.
        handler.text(String(decoding: text, as: UTF8.self))
        text.removeAll(keepingCapacity: true)
    }

    private func stop(_ error: XMLError) {
        if self.error == nil { self.error = error }
        _ = unsafe XML_StopParser(parser, 0)
    }
}
