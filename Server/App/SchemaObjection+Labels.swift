import Shared

extension SchemaObjection {
    /// What speaks against a schema, in both languages.
    var labels: Labels {
        let vi =
            switch problem {
            case .otherSchema: "đây là lược đồ khác"
            case .versionNotHigher: "phiên bản phải cao hơn phiên bản hiện hành"
            case .removed:
                "mục này không còn; hãy giữ lại trường với \"retired\": true, ghi mã cũ trong "
                    + "\"formerly\" của mã thay nó"
            case .reused: "id hoặc số này từng thuộc về mục khác và không bao giờ được dùng lại"
            case .narrowed: "có giá trị đã nhận sẽ bị từ chối hoặc không đọc được nữa"
            }
        return Labels(vi: "\(path): \(vi)", en: description)
    }
}
