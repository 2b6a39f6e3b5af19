import ArgumentParser
import ClientCore
import ClientSQLite
import Foundation
import ProgramText
import Shared

struct RescueCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescue",
        abstract: HelpText.say(
            en: "Write everything that can still be read of a damaged replica into a file.",
            vi: "Ghi ra tệp mọi thứ còn đọc được của bản sao bị hỏng."
        ),
        discussion: HelpText.discussion(
            en: """
                Changes nothing in the replica's folder: it reads a copy. The file holds JSON \
                lines, one record each, also of records of which only this device's own changes \
                are left. After enrolling anew in another folder, caunoi import FILE takes back \
                what the server lacks.

                Exit status 7 when something could not be read; the file holds the rest.
                """,
            vi: """
                Không thay đổi gì trong thư mục của bản sao: lệnh này đọc một bản chép. Tệp gồm \
                các dòng JSON, mỗi dòng một hồ sơ, kể cả hồ sơ chỉ còn thay đổi của máy này. Sau \
                khi tham gia lại ở thư mục khác, caunoi import FILE đưa về những gì máy chủ thiếu.

                Mã kết thúc 7 khi có gì không đọc được; tệp chứa phần còn lại.
                """,
            examples: "caunoi rescue ~/rescued.jsonl"
        )
    )

    @OptionGroup var options: GlobalOptions
    @Argument(
        help: ArgumentHelp(HelpText.say(en: "The file to write.", vi: "Tệp cần ghi.")),
        completion: .file()
    ) var file: String

    func perform(_ console: Console) throws -> ExitStatus {
        try OutputFile.requireElsewhere(file)
        let salvage = try read(options.folder, console)
        let rescue = try Rescue(salvage, folder: options.folder, language: options.language)
        // It holds in clear what the replica keeps from others.
        try OutputFile.write(rescue.lines, to: file, isPrivate: true)
        if console.isJSON {
            console.document(
                .object([
                    .init(key: "file", value: .string(file)),
                    .init(key: "records", value: .integer(Int64(rescue.count))),
                    .init(key: "of_own_changes", value: .integer(Int64(rescue.rebuilt))),
                    .init(
                        key: "problems",
                        value: .array(salvage.problems.map { .string($0) })
                    ),
                ])
            )
        } else {
            console.line(
                console.say(
                    en:
                        "\(file): \(rescue.count) records, \(rescue.rebuilt) of them from own changes "
                        + "alone",
                    vi:
                        "\(file): \(rescue.count) bản ghi, trong đó \(rescue.rebuilt) chỉ từ thay đổi "
                        + "của máy này"
                )
            )
            for problem in salvage.problems { console.warn(problem) }
            console.message(
                console.say(
                    en: "next: caunoi enroll URL CODE --home DIR, caunoi import \(file) --home DIR",
                    vi:
                        "tiếp theo: caunoi enroll URL MÃ --home DIR, caunoi import \(file) --home DIR"
                )
            )
        }
        return salvage.problems.isEmpty ? .done : .damaged
    }

    /// Reads a copy of the database and of its log.
    private func read(_ folder: String, _ console: Console) throws -> ReplicaSalvage {
        guard SQLiteReplicaStore.exists(in: folder) else {
            throw CommandFailure(
                code: "not_enrolled",
                console.say(
                    en: "there is no replica in \(folder)",
                    vi: "không có bản sao nào trong \(folder)"
                )
            )
        }
        let manager = FileManager.default
        let copy = manager.temporaryDirectory.appendingPathComponent("caunoi-" + UUID().uuidString)
        do {
            try manager.createDirectory(
                at: copy,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
            for ending in ["", "-wal"] {
                let name = SQLiteReplicaStore.fileName + ending
                let source = folder + "/" + name
                guard manager.fileExists(atPath: source) else { continue }
                try manager.copyItem(
                    atPath: source,
                    toPath: copy.appendingPathComponent(name).path
                )
            }
        } catch {
            let reason = FileTrouble(error).labels
            throw CommandFailure(
                code: "cannot_copy",
                Labels(
                    vi: "không sao chép được bản sao: \(reason.vi)",
                    en: "the replica cannot be copied: \(reason.en)"
                )
            )
        }
        defer { try? manager.removeItem(at: copy) }
        return try ReplicaSalvage(copyIn: copy.path)
    }
}

/// What was salvaged, as lines that can be imported.
private struct Rescue {
    private(set) var lines: [UInt8] = []
    private(set) var count = 0
    /// Records of which only this device's own changes were left.
    private(set) var rebuilt = 0

    init(_ salvage: ReplicaSalvage, folder: String, language: DisplayLanguage) throws {
        let schema = try Self.schema(in: folder)
        var states: [RecordID: RecordState] = [:]
        for (id, frame) in salvage.frames { states[id] = try? RecordState(frame: frame) }
        var own: [RecordID: RecordState] = [:]
        for (dot, change) in salvage.changes where states[change.record] == nil {
            let state = own[change.record] ?? RecordState(collection: change.collection)
            own[change.record] = state.applying(change, at: dot)
        }
        rebuilt = own.count
        for (id, state) in own { states[id] = state }
        for (id, state) in states.sorted(by: { $0.key.precedes($1.key) }) {
            let view = RecordView(id, state, schema: schema, directory: Directory())
            guard view.life.isInUse, let collection = view.collection else { continue }
            let reference = Reference(collection: collection.number, record: id)
            let line = JSONValue.object([
                .init(key: "ref", value: .string(reference.text(in: schema))),
                .init(key: "id", value: .string(id.text)),
                .init(key: "collection", value: .string(collection.id)),
                .init(key: "fields", value: view.fieldsJSON(in: schema)),
            ])
            lines += JSONWriter.bytes(line) + [0x0A]
            count += 1
        }
    }

    private static func schema(in folder: String) throws -> Schema {
        let bytes = try DurableFolder(folder).content(
            of: Workspace.schemaFile,
            bytesMax: 64 * 1024 * 1024
        )
        guard let bytes, let schema = try? Schema(json: bytes) else {
            throw CommandFailure(
                .damaged,
                code: "no_schema",
                Labels(
                    vi: "không đọc được lược đồ trong \(folder)",
                    en: "the schema in \(folder) cannot be read"
                ),
                hint: Labels(
                    vi: "chép schema.json từ máy khác cùng sổ vào \(folder)",
                    en: "copy schema.json from another device of the register into \(folder)"
                )
            )
        }
        return schema
    }
}
