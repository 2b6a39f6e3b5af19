package import Shared

extension BundleError {
    /// What is wrong with a file that was carried by hand: a sentence's end.
    package var labels: Labels {
        let vi =
            switch self {
            case .unreadable: "đây không phải tệp chuyển tay, hoặc là của phiên bản mới hơn"
            case .damaged: "tệp bị hỏng: có byte bị đổi hoặc thiếu"
            case .forged: "chữ ký không phải của bên gửi ghi trong tệp"
            case .otherRegister: "tệp thuộc về sổ khác"
            case .otherDevice: "tệp thuộc về máy khác"
            case .otherKind: "tệp đi chiều ngược lại"
            case .tooLarge: "tệp chứa nhiều hơn mức chuyển được một lần"
            }
        return Labels(vi: vi, en: description)
    }
}
