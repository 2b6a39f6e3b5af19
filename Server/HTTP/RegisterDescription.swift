import ServerCore
import Shared

// What anyone may ask: which register is this?
//
//   description = [1, register, name, time, [oldest format, newest format]]

/// What a register tells of itself to a device that is about to join.
struct RegisterDescription {
    let register: RegisterInfo
    /// The server's wall clock, in milliseconds since 1970.
    let time: Int64

    func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 64)
        writer.array(count: 5)
        writer.unsigned(WireFormat.number)
        writer.bytes(register.id.bytes)
        writer.text(register.name)
        writer.integer(time)
        writer.array(count: 2)
        writer.unsigned(WireFormat.number)
        writer.unsigned(WireFormat.number)
        return writer.bytes
    }

    func json() -> JSONValue {
        let format = JSONValue.unsigned(WireFormat.number)
        return .object([
            .init(key: "id", value: .string(register.id.text)),
            .init(key: "name", value: .string(register.name)),
            .init(key: "time", value: .integer(time)),
            .init(key: "protocol", value: .array([format, format])),
        ])
    }
}
