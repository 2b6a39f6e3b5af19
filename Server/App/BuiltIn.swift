import CRegister
package import Foundation

/// What the program carries within itself.
package enum BuiltIn {
    /// The schema of international cooperation, as JSON.
    package static var schema: [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: caunoi_schema_bytes(), count: caunoi_schema_count))
    }

    /// The register made from the facts, as lines of JSON.
    package static var sample: Data {
        unsafe Data(
            buffer: UnsafeBufferPointer(start: caunoi_sample_bytes(), count: caunoi_sample_count)
        )
    }
}
