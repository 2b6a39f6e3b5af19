import CryptoAdapters
import ServerCore
import ServerSQL
import Shared

// The succession of departments: a change of the old one's record, which every device understands.

extension OpenRegister {
    /// Merges a department into another, from now on and for everything that names it.
    ///
    /// - Throws: ``CommandFailure`` when one of them is not known or has been merged already.
    package func mergeDepartment(
        _ code: String,
        into successor: String,
        now: Int64
    ) throws -> (old: Department, new: Department) {
        guard !code.utf8.elementsEqual(successor.utf8) else {
            throw CommandFailure(
                .usage,
                code: "same_department",
                Labels(
                    vi: "không sáp nhập được một cơ quan vào chính nó",
                    en: "a department cannot be merged into itself"
                )
            )
        }
        return try write { random, transaction in
            let old = try department(code, in: transaction)
            let new = try department(successor, in: transaction)
            let dependents = try departments(in: transaction).filter { $0.mergedInto == old.record }
            try setSuccessor(
                new,
                of: old,
                note: "\(code) has been merged into \(successor)"
                    + (dependents.isEmpty
                        ? "" : ", with \(dependents.map(\.code).joined(separator: ", "))"),
                now,
                &random,
                &transaction
            )
            return (old, new)
        }
    }

    /// Takes a merger of departments back.
    ///
    /// - Throws: ``CommandFailure`` when the department is not known or stands.
    package func unmergeDepartment(_ code: String, now: Int64) throws -> Department {
        try write { random, transaction in
            let all = try departments(in: transaction)
            guard let old = all.first(where: { $0.code.utf8.elementsEqual(code.utf8) }),
                let successor = old.successor(among: all)
            else {
                _ = try department(code, in: transaction)
                throw CommandFailure(
                    code: "not_merged",
                    Labels(
                        vi: "cơ quan \(code) chưa sáp nhập vào cơ quan nào",
                        en: "the department \(code) has not been merged into another"
                    )
                )
            }
            try setSuccessor(
                nil,
                of: old,
                note: "\(code) stands by itself again; it had been merged into \(successor.code)",
                now,
                &random,
                &transaction
            )
            return successor
        }
    }

    private func setSuccessor(
        _ successor: Department?,
        of old: Department,
        note: String,
        _ now: Int64,
        _ random: inout SecureRandom,
        _ transaction: inout SQLTransaction
    ) throws {
        let collection = try RecordDrafter(schema: schema, now: now).departments
        guard let record = old.record, collection.isMergeable else {
            throw CommandFailure(
                code: "invalid_schema",
                Labels(
                    vi: "lược đồ của sổ không có trường merged_into cho departments",
                    en: "the register's schema has no field merged_into for departments"
                )
            )
        }
        _ = try sync.save(
            Draft(
                merging: record,
                of: collection.number,
                into: successor?.record,
                note: note
            ),
            actor: Self.serverActor,
            at: now,
            in: .common,
            using: &random,
            in: &transaction
        )
    }
}
