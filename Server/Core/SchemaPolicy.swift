package import Shared

/// Refuses what the register's schema does not allow.
package struct SchemaPolicy: WritePolicy, Sendable {
    private let schema: Schema

    package init(schema: Schema) { self.schema = schema }

    /// The stable code of the refusal: ``WriteRefusal/code``.
    package func refusal(of write: Change.CellWrite, in change: Change) -> String? {
        schema.refusal(of: write, in: change.collection)?.code
    }
}
