extension CBORValue {
    /// The value in diagnostic notation (RFC 8949, section 8), on one line.
    ///
    /// Byte strings are `h'..'` in lower case; text is escaped as by ``JSONWriter``. A value as
    /// deep as its encoding may be (``CBORReader/depthMax``) is written whole; containers below
    /// that are shown as `...`.
    public var diagnostic: String {
        var output: [UInt8] = []
        appendDiagnostic(to: &output, depthLeft: CBORReader.depthMax)
        return String(decoding: output, as: UTF8.self)
    }

    private func appendDiagnostic(to output: inout [UInt8], depthLeft: Int) {
        switch self {
        case .unsigned(let value): output.append(contentsOf: value.description.utf8)
        case .negative(let value):
            // -1 - value is below Int64.min for large values; -2^64 has no magnitude in UInt64.
            let (magnitude, isOverflow) = value.addingReportingOverflow(1)
            output.append(UInt8(ascii: "-"))
            let digits = isOverflow ? "18446744073709551616" : magnitude.description
            output.append(contentsOf: digits.utf8)
        case .bytes(let value):
            output.append(contentsOf: "h'".utf8)
            for byte in value { JSONWriter.appendHexadecimal(byte, to: &output) }
            output.append(UInt8(ascii: "'"))
        case .text(let value): JSONWriter.appendString(value, to: &output)
        case .boolean(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .null: output.append(contentsOf: "null".utf8)
        case .array, .map:
            if depthLeft > 0 {
                appendContainer(to: &output, depthLeft: depthLeft - 1)
            } else {
                output.append(contentsOf: "...".utf8)
            }
        }
    }

    private func appendContainer(to output: inout [UInt8], depthLeft: Int) {
        switch self {
        case .array(let items):
            output.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { output.append(contentsOf: ", ".utf8) }
                item.appendDiagnostic(to: &output, depthLeft: depthLeft)
            }
            output.append(UInt8(ascii: "]"))
        case .map(let pairs):
            output.append(UInt8(ascii: "{"))
            for (index, pair) in pairs.enumerated() {
                if index > 0 { output.append(contentsOf: ", ".utf8) }
                pair.key.appendDiagnostic(to: &output, depthLeft: depthLeft)
                output.append(contentsOf: ": ".utf8)
                pair.value.appendDiagnostic(to: &output, depthLeft: depthLeft)
            }
            output.append(UInt8(ascii: "}"))
        default: break
        }
    }
}
