import ClientCore
import Shared

extension CommandFailure {
    /// That a reply does not fit this replica, and what can bring the two together.
    ///
    /// What an export tells is where this replica stands. Where the server knows more of its chains than
    /// the replica itself, a new export tells no better: only a session over a network compares them.
    init(_ refusal: BundleRefusal) {
        let code: String
        let reason: Labels
        switch refusal {
        case .otherEpoch:
            code = "reply_other_epoch"
            reason = Labels(
                vi: "sổ hoặc bản sao này đã được khôi phục từ lúc đó",
                en: "the register has been restored since, or this replica has"
            )
        case .otherIdentity:
            code = "reply_other_identity"
            reason = Labels(
                vi: "bản sao này đã đổi định danh từ lúc xuất",
                en: "this replica has taken another identity since the export"
            )
        case .behindExport:
            code = "reply_behind_export"
            reason = Labels(
                vi: "bản sao này đã bị đưa về thời điểm trước lúc xuất",
                en: "this replica has been set back to a point before the export"
            )
        }
        self.init(
            .damaged,
            code: code,
            Labels(
                vi: "thư trả lời không khớp: \(reason.vi); không có gì thay đổi",
                en: "the reply does not fit: \(reason.en); nothing was changed"
            ),
            hint: Self.way(on: refusal)
        )
    }

    private static func way(on refusal: BundleRefusal) -> Labels {
        switch refusal {
        case .otherIdentity:
            Labels(
                vi: "xuất lại: caunoi bundle export FILE; nếu thư trả lời mới cũng không khớp "
                    + "thì cần một lần caunoi sync qua mạng",
                en: "export again: caunoi bundle export FILE; if the new reply does not fit "
                    + "either, this replica needs one caunoi sync over a network"
            )
        case .otherEpoch, .behindExport:
            Labels(
                vi: "bản sao này cần một lần caunoi sync qua mạng; sau đó lại trao đổi bằng tệp "
                    + "được",
                en: "this replica needs one caunoi sync over a network; after it files do again"
            )
        }
    }
}
