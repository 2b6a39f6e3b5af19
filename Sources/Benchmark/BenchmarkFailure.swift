/// Why the benchmark could not go on, and what to do.
package struct BenchmarkFailure: Error, CustomStringConvertible {
    package let message: String
    package let hint: String?

    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    package var description: String {
        hint.map { message + "\n  next: " + $0 } ?? message
    }
}
