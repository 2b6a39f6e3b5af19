import Shared

// Words for people where programs get codes: what is shown of them with `--json` stays as it is.

extension Console {
    /// A role in the reader's words.
    func word(_ role: Role) -> String {
        switch role {
        case .reader: say(en: role.name, vi: "người đọc")
        case .editor: say(en: role.name, vi: "người biên tập")
        case .lead: say(en: role.name, vi: "người chủ trì")
        case .administrator: say(en: role.name, vi: "quản trị viên")
        }
    }

    /// The state of a person, a device or a held change in the reader's words.
    func word(ofState state: String) -> String {
        switch state {
        case "active": say(en: state, vi: "đang hoạt động")
        case "disabled": say(en: state, vi: "đã nghỉ")
        case "revoked": say(en: state, vi: "đã thu hồi")
        case "waiting": say(en: state, vi: "chờ xem xét")
        case "accepted": say(en: state, vi: "đã nhận")
        case "rejected": say(en: state, vi: "đã bác")
        default: state
        }
    }

    /// What a change does, in the reader's words; `name` is what programs get.
    func word(_ kind: Change.Kind, _ name: String) -> String {
        switch kind {
        case .create: say(en: name, vi: "tạo")
        case .edit: say(en: name, vi: "sửa")
        case .delete: say(en: name, vi: "xóa")
        case .restore: say(en: name, vi: "khôi phục")
        case .resolve: say(en: name, vi: "giải quyết")
        case .undo: say(en: name, vi: "hoàn tác")
        case .purge: say(en: name, vi: "xóa vĩnh viễn")
        case .ruling: say(en: name, vi: "máy chủ quyết định")
        case .acceptance: say(en: name, vi: "nhận sau khi xem xét")
        }
    }
}
