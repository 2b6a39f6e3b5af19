import Shared

/// A reason in a person's words, as it is stored.
struct NoteText {
    /// Nil when none was given.
    let text: String?

    /// - Throws: a failure when the text is not allowed or has more than
    ///   ``WireLimits/noteBytesMax`` bytes.
    init(_ given: String?) throws {
        guard let given else {
            text = nil
            return
        }
        let count = given.utf8.count
        do throws(InputTextError) {
            guard count <= WireLimits.noteBytesMax else {
                throw .tooManyBytes(count: count, limit: WireLimits.noteBytesMax)
            }
            let normalized = try InputText.longText(given)
            text = normalized.utf8.isEmpty ? nil : normalized
        } catch {
            throw CommandFailure(code: "invalid_text", error.labels, field: "note")
        }
    }
}
