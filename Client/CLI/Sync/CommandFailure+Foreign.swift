import Shared

extension CommandFailure {
    /// That something else answers in the service's place: a status that no service of a register gives,
    /// or a page.
    static func foreignAnswer(ofStatus status: Int) -> CommandFailure {
        foreignAnswer(
            status == 200
                ? Labels(vi: "không đúng dạng câu trả lời", en: "an answer of another form")
                : Labels(vi: "mã \(status)", en: "status \(status)")
        )
    }

    /// That what answers does not speak as a register's service does.
    static func foreignAnswer(_ error: CBORError) -> CommandFailure {
        foreignAnswer(Labels(vi: error.description, en: error.description))
    }

    /// Counts as "not reached", since signing in to the network, or time, may mend it.
    private static func foreignAnswer(_ reason: Labels) -> CommandFailure {
        CommandFailure(
            .unreachable,
            code: "not_the_register",
            Labels(
                vi: "bên trả lời không phải là sổ, có lẽ là trang đăng nhập của mạng hoặc một "
                    + "proxy (\(reason.vi))",
                en: "what answers is not the register, perhaps a sign-in page of the network "
                    + "(captive portal) or a proxy (\(reason.en))"
            ),
            hint: Labels(
                vi: "không mất gì; mở một trang web bất kỳ để đăng nhập vào mạng rồi chạy lại; nếu "
                    + "vẫn vậy, kiểm tra địa chỉ máy chủ",
                en: "nothing is lost; open any web page to sign in to the network, and run it "
                    + "again; if it stays so, check the server's address"
            )
        )
    }
}
