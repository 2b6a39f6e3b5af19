import ServerCore
package import ServerSQL
package import Shared

/// A department as administrators name it.
package struct Department: Hashable, Sendable {
    /// What `--department` takes; the field `code` of its record.
    package let code: String
    package var nameVi: String?
    package var nameEn: String?
    package var abbreviation: String?
    /// Its record, where it has one.
    package var record: RecordID?
    /// The record of the department that it has been merged into.
    package var mergedInto: RecordID?

    /// The fields of its record.
    var fields: JSONValue {
        var names: [JSONValue.Member] = []
        if let nameVi { names.append(.init(key: "vi", value: .string(nameVi))) }
        if let nameEn { names.append(.init(key: "en", value: .string(nameEn))) }
        var members = [JSONValue.Member(key: "code", value: .string(code))]
        if !names.isEmpty { members.append(.init(key: "name", value: .object(names))) }
        if let abbreviation {
            members.append(.init(key: "abbr", value: .string(abbreviation)))
        }
        return .object(members)
    }

    package init(
        code: String,
        nameVi: String?,
        nameEn: String?,
        abbreviation: String? = nil
    ) {
        self.code = code
        self.nameVi = nameVi
        self.nameEn = nameEn
        self.abbreviation = abbreviation
    }

    /// The department of a record; nil without a code.
    fileprivate init?(_ view: RecordView) {
        guard case .text(let code) = view.value("code") else { return nil }
        self.code = code
        if case .localized(let names) = view.field(id: "name")?.content {
            for name in names {
                guard case .text(let text) = name.cell.displayed else { continue }
                if name.language.utf8.elementsEqual("vi".utf8) { nameVi = text }
                if name.language.utf8.elementsEqual("en".utf8) { nameEn = text }
            }
        }
        if case .text(let text) = view.value("abbr") { abbreviation = text }
        record = view.id
        if case .reference(let reference) = view.value("merged_into") {
            mergedInto = reference.record
        }
    }

    func json(among all: [Department]) -> JSONValue {
        .members([
            "id": .string(code),
            "name": .members(["vi": .optional(nameVi), "en": .optional(nameEn)]),
            "abbr": .optional(abbreviation),
            "ref": .optional(record.map { "departments/\($0.text)" }),
            "merged_into": .optional(successor(among: all)?.code),
        ])
    }
}

extension Department {
    /// The department that it has been merged into; nil when it stands.
    func successor(among all: [Department]) -> Department? {
        mergedInto.flatMap { record in all.first { $0.record == record } }
    }
}

extension OpenRegister {
    /// The departments that have a code, by code.
    package func departments(in transaction: SQLTransaction) throws -> [Department] {
        let collection = try RecordDrafter(schema: schema, now: 0).departments
        var result: [Department] = []
        try visitViews(of: collection.number, in: transaction) { view in
            guard view.life == .live, let department = Department(view) else { return }
            result.append(department)
        }
        return result.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
    }

    /// The department of this code.
    ///
    /// - Throws: ``CommandFailure`` when there is none.
    func department(
        _ code: String,
        in transaction: SQLTransaction
    ) throws -> Department {
        let all = try departments(in: transaction)
        if let found = all.first(where: { $0.code.utf8.elementsEqual(code.utf8) }) {
            if let successor = found.successor(among: all) {
                throw CommandFailure(
                    code: "department_merged",
                    Labels(
                        vi: "cơ quan \(code) đã sáp nhập vào \(successor.code)",
                        en: "the department \(code) has been merged into \(successor.code)"
                    ),
                    hint: Labels(
                        vi: "hãy nêu \(successor.code); hoặc: "
                            + "caunoi-server department unmerge \(code)",
                        en: "name \(successor.code); or: caunoi-server department unmerge \(code)"
                    )
                )
            }
            return found
        }
        let codes = all.map(\.code).joined(separator: ", ")
        throw CommandFailure(
            code: "unknown_department",
            Labels(vi: "không có cơ quan \(code)", en: "there is no department \(code)"),
            hint: codes.isEmpty
                ? Labels.running("caunoi-server department add")
                : Labels(vi: "các cơ quan là: \(codes)", en: "the departments are: \(codes)")
        )
    }

    /// Enters a department; its code must be new.
    package func add(_ department: Department, now: Int64) throws -> Department {
        try accounts.check(department: department.code)
        var department = department
        let draft = try RecordDrafter(schema: schema, now: now).draft(of: department)
        try write { random, transaction in
            let isKnown = try departments(in: transaction).contains {
                $0.code.utf8.elementsEqual(department.code.utf8)
            }
            guard !isKnown else {
                throw CommandFailure(
                    code: "department_exists",
                    Labels(
                        vi: "đã có cơ quan \(department.code)",
                        en: "there is a department \(department.code) already"
                    ),
                    hint: .running("caunoi-server department list")
                )
            }
            _ = try sync.save(
                draft,
                actor: Self.serverActor,
                at: now,
                in: .common,
                using: &random,
                in: &transaction
            )
        }
        department.record = draft.record
        return department
    }
}
