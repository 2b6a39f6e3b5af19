package import Shared

/// What records are called in one language, each worked out once.
package final class RecordLabels {
    private let language: DisplayLanguage
    private let schema: Schema
    private let view: (RecordID) -> RecordView?
    private var labels: [RecordID: String] = [:]

    /// `view` gives the record of an id; nil for one that is not here.
    package init(
        in language: DisplayLanguage,
        _ schema: Schema,
        view: @escaping (RecordID) -> RecordView?
    ) {
        self.language = language
        self.schema = schema
        self.view = view
    }

    /// The record's name for people; never empty.
    package func label(of id: RecordID) -> String {
        if let label = labels[id] { return label }
        // A record that names itself through another that names itself through it ends here.
        labels[id] = "#" + id.shortText
        let label = view(id).flatMap { self.label(of: $0) { _ in } }
        labels[id] = label ?? "#" + id.shortText
        return labels[id] ?? ""
    }

    /// The name of a record; nil when nothing names it.
    ///
    /// `mentions` is told of each record whose own name stands in it.
    package func label(of view: RecordView, mentions: (RecordID) -> Void) -> String? {
        view.label(in: language, schema: schema) { [self] reference in
            mentions(reference.record)
            return self.view(reference.record) == nil ? nil : label(of: reference.record)
        }
    }
}
