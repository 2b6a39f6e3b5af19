import Foundation
import ServerCore
import ServerSQLite
import Shared

// What is told of a place where there should be a register and is none.

extension RegisterPlace {
    /// Throws where it is clear without opening anything that no register is there.
    func checkFile() throws {
        if isMissing { throw absence() }
        guard case .folder(let path) = self else { return }
        let file = "\(path)/\(SQLiteServerStore.fileName)"
        // A short one the database would take for one that has nothing in it yet.
        if SQLiteServerStore.isForeign(file) { throw foreign(file) }
        guard SQLiteServerStore.isEmpty(file) else { return }
        throw CommandFailure(
            .damaged,
            code: "damaged",
            Labels(vi: "tệp \(file) trống, không có sổ nào", en: "\(file) is empty: no register"),
            hint: Labels(
                vi: "khôi phục từ bản sao lưu: caunoi-server restore FILE \(options); nếu ở đây "
                    + "chưa từng có sổ: caunoi-server init \(options)",
                en: "restore a backup: caunoi-server restore FILE \(options); where there never "
                    + "was a register: caunoi-server init \(options)"
            )
        )
    }

    /// That the file in the folder is none of a register's; nil where it is one, though damaged.
    func foreignFile(_ what: String) -> CommandFailure? {
        guard case .folder(let path) = self else { return nil }
        let file = "\(path)/\(SQLiteServerStore.fileName)"
        return SQLiteServerStore.isDatabase(file) ? nil : foreign(file, ": " + what)
    }

    private func foreign(_ file: String, _ reason: String = "") -> CommandFailure {
        CommandFailure(
            .damaged,
            code: "damaged",
            Labels(
                vi: "tệp \(file) không phải cơ sở dữ liệu của sổ\(reason)",
                en: "\(file) is no register's database\(reason)"
            ),
            hint: Labels(
                vi: "khôi phục từ bản sao lưu: caunoi-server restore FILE \(options)",
                en: "restore a backup: caunoi-server restore FILE \(options)"
            )
        )
    }

    /// Why there is no register: what became of the one that was or is to be here, else that there is none yet.
    func absence() -> any Error {
        let arrival = (try? arrivals())?.last.flatMap { Int64($0) } ?? 0
        let left = (try? departures())?.last
        // What was done last counts.
        if let left, Int64(left) ?? 0 >= arrival { return departure(left) }
        if arrival > 0 { return unfinishedArrival }
        if case .folder(let path) = self, let kept = Self.replacedFolder(in: path) {
            return replacement(kept)
        }
        return AccountError.noRegister
    }

    private var unfinishedArrival: CommandFailure {
        CommandFailure(
            code: CommandFailure.absenceCode,
            Labels(
                vi: "việc chuyển một sổ đến \(shown) chưa xong",
                en: "a register was being moved to \(shown), and that was cut off"
            ),
            hint: Labels(
                vi: "chạy lại chính lệnh caunoi-server move đó, với nơi cũ ở --data hoặc "
                    + "--database",
                en: "run the same caunoi-server move again, with the old place as --data or "
                    + "--database"
            )
        )
    }

    private func departure(_ suffix: String) -> CommandFailure {
        let place = destination(of: suffix)
        let kept = keptName(of: suffix)
        return CommandFailure(
            code: CommandFailure.absenceCode,
            Labels(
                vi: "sổ ở \(shown) đã được chuyển đi"
                    + (place.map { " (nơi mới: \($0))" } ?? "")
                    + "; những gì ở đây được giữ với tên \(kept)",
                en: "the register of \(shown) was moved away"
                    + (place.map { ", to \($0)" } ?? "")
                    + "; what was here is kept as \(kept)"
            ),
            hint: Labels(
                vi: "dùng nơi mới" + (place.map { ": caunoi-server stats \($0)" } ?? "")
                    + "; nếu ở đó báo việc chuyển chưa xong, hãy chạy lại chính lệnh move đó",
                en: "use the new place" + (place.map { ": caunoi-server stats \($0)" } ?? "")
                    + "; if that says that the move was cut off, run the same move again"
            )
        )
    }

    private func replacement(_ kept: String) -> CommandFailure {
        CommandFailure(
            code: CommandFailure.absenceCode,
            Labels(
                vi: "sổ ở \(shown) đã được cất vào \(kept) để khôi phục, nhưng việc khôi phục chưa "
                    + "xong",
                en: "the register of \(shown) was put into \(kept) by a restore, and that was cut "
                    + "off"
            ),
            hint: Labels(
                vi: "chạy lại: caunoi-server restore FILE \(options); hoặc chuyển các tệp trong "
                    + "\(kept) về chỗ cũ",
                en: "run it again: caunoi-server restore FILE \(options); or put the files of "
                    + "\(kept) back"
            )
        )
    }

    /// The folder in which the last restore has put the register that was there; nil where there is none.
    private static func replacedFolder(in path: String) -> String? {
        suffixes(in: path, after: replacedPrefix).map { "\(path)/\(replacedPrefix)\($0)" }
            .last { kept in
                FileManager.default.fileExists(atPath: "\(kept)/\(SQLiteServerStore.fileName)")
            }
    }
}
