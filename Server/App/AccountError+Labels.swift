import ProgramText
import ServerCore
import Shared

// The service tells of these in English, to programs; administrators read them in their language.

extension AccountError {
    /// What is wrong.
    var labels: Labels { Labels(vi: vietnamese, en: description) }

    /// What to do; nil where the error says it itself.
    var hint: Labels? {
        switch self {
        case .noRegister: .running("caunoi-server init")
        case .registerExists:
            Labels(
                vi: "chọn nơi khác bằng --data hoặc --database, hoặc dùng sổ đang có",
                en: "take another place with --data or --database, or use the register as it is"
            )
        case .unknownPerson: .running("caunoi-server person list")
        case .ambiguousName:
            Labels(
                vi: "hoặc --new-person, nếu là người khác trùng tên",
                en: "or --new-person, if it is somebody else of the same name"
            )
        case .unknownDevice: .running("caunoi-server devices")
        default: nil
        }
    }

    private var vietnamese: String {
        switch self {
        case .noRegister: "ở đây chưa có sổ; hãy tạo bằng init"
        case .registerExists(let id): "ở đây đã có một sổ: \(id.text)"
        case .invalidName(let reason):
            "không dùng làm tên được: \(Self.nameReasons.vietnamese(reason))"
        case .invalidDepartment:
            "mã cơ quan gồm chữ thường a-z, chữ số, - và _, nhiều nhất "
                + "\(AccountLimits.departmentBytesMax) ký tự"
        case .invalidExpiry:
            "hạn của mã phải ở tương lai, trong vòng \(AccountLimits.codeDaysMax) ngày"
        case .invalidTime: "thời điểm này còn ở tương lai"
        case .unknownPerson(let id): "không ai có id \(id.text)"
        case .personDisabled(let id): "người có id \(id.text) đã nghỉ"
        case .ambiguousName(let ids):
            "tên này chưa cho biết là ai; hãy nêu id của người đó: "
                + ids.map(\.text).joined(separator: ", ")
        case .unknownDevice(let id): "không thiết bị nào có id \(id.text)"
        case .unacceptableKey: "không dùng được khóa của thiết bị; hãy tạo khóa mới"
        case .badProof: "yêu cầu không được ký bằng khóa của chính nó cho sổ này"
        case .enrolmentRefused: "mã không hợp lệ ở đây; hãy xin quản trị viên mã mới"
        case .badCertificate:
            "chứng chỉ của thiết bị không dùng được ở đây; hãy xin quản trị viên mã mới"
        case .replicaOfAnother(let id): "bản sao \(id.text) thuộc về thiết bị khác"
        case .tooManyReplicas:
            "thiết bị đã có hơn \(AccountLimits.replicasPerDeviceMax) bản sao"
        }
    }

    /// Why something cannot be a name, as the service words it.
    private static let nameReasons = [
        Wording(en: "it is an id", vi: "đó là một id"),
        Wording(en: "it is empty", vi: "tên để trống"),
        Wording(en: "it has more than # bytes", vi: "tên dài hơn # byte"),
        Wording(
            en: "the text has a line break at byte #, only one line is allowed here",
            vi: "văn bản xuống dòng ở byte #, ở đây chỉ được một dòng"
        ),
        Wording(
            en: "the text has the control character # at byte #",
            vi: "văn bản có ký tự điều khiển # ở byte #"
        ),
        Wording(
            en: "the text has # characters, at most # are allowed",
            vi: "văn bản có # ký tự, nhiều nhất được #"
        ),
    ]
}

extension Labels {
    /// The advice to run a command.
    static func running(_ command: String) -> Labels {
        Labels(vi: "chạy: \(command)", en: "run: \(command)")
    }
}
