import Shared

extension CommandFailure {
    /// That the access of this device has been withdrawn, and not all that it made is held for review.
    static var revokedUnheld: CommandFailure {
        CommandFailure(
            .refused,
            code: "revoked",
            Labels(
                vi: "quyền truy cập của máy này đã bị thu hồi; máy chủ chưa giữ được mọi thay đổi "
                    + "của máy",
                en: "the access of this device has been withdrawn; the server could not keep all "
                    + "its changes for review"
            ),
            hint: askAdministrator
        )
    }

    /// That the access of this device has been withdrawn; `isHeld` where its changes have been handed in
    /// for review.
    static func revoked(isHeld: Bool) -> CommandFailure {
        CommandFailure(
            .refused,
            code: "revoked",
            Labels(
                vi: "quyền truy cập của máy này đã bị thu hồi"
                    + (isHeld ? "; các thay đổi được giữ lại chờ xem xét" : ""),
                en: "the access of this device has been withdrawn"
                    + (isHeld ? "; its changes are held for review" : "")
            ),
            hint: askAdministrator
        )
    }

    private static let askAdministrator = Labels(
        vi: "hãy hỏi quản trị viên; mọi dữ liệu vẫn ở trên máy này",
        en: "ask your administrator; everything stays on this device"
    )
}
