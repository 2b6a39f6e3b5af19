import Shared
import Testing

/// Workbooks as desks have them, made by another program.
@Suite(.serialized)
struct WorkbookTests {
    /// The 58 localities under a title, a running number before each; a second sheet with money.
    private static let workbook = """
        import sys, datetime
        from openpyxl import Workbook
        book = Workbook()
        sheet = book.active
        sheet.title = "Địa phương"
        sheet["A1"] = "DANH SÁCH 58 ĐỊA PHƯƠNG"
        sheet.merge_cells("A1:E1")
        sheet.append([])
        sheet.append(["STT", "Tên địa phương", "Quốc gia", "Năm thiết lập quan hệ", "Loại quan hệ", "Ghi chú"])
        for number in range(58):
            country = "Hàn Quốc" if number % 2 else "Nhật Bản"
            kind = "Kết nghĩa" if number % 3 else "Hữu nghị hợp tác"
            sheet.append([number + 1, f"Tỉnh số {number}", country, 1990 + number % 30, kind, "a;b" if number == 5 else None])
        sheet["D4"] = datetime.date(1995, 11, 20)
        sheet["D4"].number_format = "dd/mm/yyyy"
        sheet["D5"] = datetime.date(1997, 5, 1)
        sheet["D5"].number_format = "mm/yyyy"
        money = book.create_sheet("Kinh phí")
        money.append(["Nhà tài trợ", "Kinh phí", "Ngày", "Ghi chú"])
        money.append(["ADB", 2400000.5, datetime.date(2014, 5, 20), '<b>&"x"</b>'])
        money["B2"].number_format = '"USD" #,##0.00'
        money.append(["ADB", 61000000000, None, "=1+1"])
        money["B3"].number_format = "#,##0 [$₫-42A]"
        money["D3"].data_type = "s"
        money.append(["ADB", 12.345, None, None])
        hidden = book.create_sheet("Nháp")
        hidden.sheet_state = "hidden"
        book.save(sys.argv[1])
        """

    @Test func `a desk's workbook: titles above, dates as they are shown, known again by its key`()
        async throws
    {
        let world = try await SampleWorld()
        let file = world["localities.xlsx"]
        _ = try await Python.run(Self.workbook, file)
        let arguments = ["--collection", "partners", "--key", "name.vi"]
        let first = try await world.e.json(
            "import",
            file,
            arguments[0],
            arguments[1],
            arguments[2],
            arguments[3]
        )
        #expect(first["read"]?.integer == 58 && first["created"]?.integer == 58, "\(first)")
        let second = try await world.e.json(
            "import",
            file,
            arguments[0],
            arguments[1],
            arguments[2],
            arguments[3]
        )
        #expect(second["unchanged"]?.integer == 58, "\(second)")
        #expect(try await world.e.value("partners/Tỉnh số 0", "tie_since")?.string == "1995-11-20")
        #expect(try await world.e.value("partners/Tỉnh số 1", "tie_since")?.string == "1997-05")
        #expect(try await world.e.value("partners/Tỉnh số 2", "tie_since")?.string == "1992")
        #expect(try await world.e.value("partners/Tỉnh số 1", "country")?.string == "KR")
        #expect(try await world.e.value("partners/Tỉnh số 0", "tie_kind")?.string == "friendship")
        #expect(try await world.e.value("partners/Tỉnh số 5", "notes")?.string == "a;b")

        let change = try #require(first["change"]?.string)
        try await world.e.run("undo", change)
        #expect(try await world.e.json("list", "partners")["total"]?.integer == 56)
    }

    @Test func `another sheet: amounts with the currencies of their cells`() async throws {
        let world = try await SampleWorld()
        let file = world["money.xlsx"]
        _ = try await Python.run(Self.workbook, file)
        let result = try await world.e.json(
            "import",
            file,
            "--sheet",
            "kinh phi",
            "--collection",
            "contributions",
            "--map",
            "Nhà tài trợ=funder",
            "--lang",
            "vi"
        )
        #expect(result["created"]?.integer == 3, "\(result)")
        #expect(result["refused"]?.array?.isEmpty == true, "\(result)")
        let lines = try await world.e.run("export", "--collection", "contributions")
        #expect(lines.output.contains(#""amount":"2400000.5","currency":"USD""#))
        #expect(lines.output.contains(#""amount":"61000000000","currency":"VND""#))
        #expect(lines.output.contains(#""amount":"12.345","currency":"XXX""#))
        #expect(lines.output.contains(#"<b>&\"x\"</b>"#))
    }

    /// Formulas as a program leaves them that computes nothing, and merged cells; as the second argument
    /// says, with a formula for a heading, or as an office program saves it.
    private static let formulas = """
        import re, sys, zipfile
        from openpyxl import Workbook
        book = Workbook()
        sheet = book.active
        sheet.title = "Đối tác"
        sheet.append(["STT", "name.vi", "country", "tie_since", "notes"])
        sheet.append(["=ROW()-1", "Tỉnh Một", "FR", 1998, "một"])
        sheet.append(["=ROW()-1", "Tỉnh Hai", None, 1999, '=""'])
        sheet.append(["=ROW()-1", "Tỉnh Ba", "JP", "=1990+10", None])
        sheet.append(["=ROW()-1", "Tỉnh Bốn", "KR", 2001, "dài"])
        sheet.append(["=ROW()-1", None, None, None, None])
        sheet.merge_cells("C2:C3")
        sheet.merge_cells("E5:F5")
        if sys.argv[2] == "heading": sheet["C1"] = '="country"'
        book.save(sys.argv[1])
        if sys.argv[2] == "saved":
            source = zipfile.ZipFile(sys.argv[1])
            parts = {name: source.read(name) for name in source.namelist()}
            name = "xl/worksheets/sheet1.xml"
            text = parts[name].decode()
            empty = "<v ?(?:/>|></v>)"
            text, number = re.subn(r"(<f>1990\\+10</f>)" + empty, r"\\1<v>2000</v>", text)
            text, words = re.subn(r'(<c r="E3")(><f>""</f>)' + empty, r'\\1 t="str"\\2<v></v>', text)
            assert number == 1 and words == 1, text
            parts[name] = text.encode()
            with zipfile.ZipFile(sys.argv[1], "w") as saved:
                for name, part in parts.items(): saved.writestr(name, part)
        """

    @Test func `a formula without a result refuses its row, merged cells count for all of theirs`()
        async throws
    {
        let world = try await SampleWorld()
        let file = world["formulas.xlsx"]
        _ = try await Python.run(Self.formulas, file, "rows")
        func result(status: Int32) async throws -> JSONValue {
            try await world.e.json(
                "import",
                file,
                "--collection",
                "partners",
                "--key",
                "name.vi",
                status: status
            )
        }
        let first = try await result(status: 1)
        // The last row has nothing but a running number, which is left out.
        #expect(first["read"]?.integer == 4 && first["created"]?.integer == 2, "\(first)")
        let refused = first["refused"]?.array ?? []
        #expect(refused.map { $0["line"]?.integer } == [3, 4], "\(refused)")
        #expect(refused.map { $0["field"]?.string } == ["notes", "tie_since"], "\(refused)")
        for (row, cell) in zip(refused, ["E3", "D4"]) {
            let message = row["message"]?.string ?? ""
            #expect(message.contains("Đối tác") && message.contains(cell), "\(message)")
            #expect(message.contains("open and save the workbook"), "\(message)")
        }
        let notes = first["notes"]?.array?.compactMap { $0.string } ?? []
        #expect(notes.count == 2, "\(notes)")
        #expect(notes.first?.contains("C2:C3") == true && notes.last?.contains("E5:F5") == true)

        _ = try await Python.run(Self.formulas, file, "saved")
        let second = try await result(status: 0)
        #expect(second["created"]?.integer == 2 && second["unchanged"]?.integer == 2, "\(second)")
        #expect(try await world.e.value("partners/Tỉnh Hai", "country")?.string == "FR")
        #expect(try await world.e.value("partners/Tỉnh Hai", "notes") == nil)
        #expect(try await world.e.value("partners/Tỉnh Ba", "tie_since")?.string == "2000")
        #expect(try await world.e.value("partners/Tỉnh Bốn", "notes")?.string == "dài")
        let summary = try await world.e.run("import", file, "--collection", "partners", "--dry-run")
        #expect(summary.errors.contains("merged cells"), "\(summary.errors)")

        _ = try await Python.run(Self.formulas, file, "heading")
        let digest = try await world.e.json("status")["digest"]
        let heading = try await world.e.run("import", file, "--collection", "partners", status: 1)
        #expect(heading.errors.contains("C1"), "\(heading.errors)")
        #expect(try await world.e.json("status")["digest"] == digest)
    }

    @Test func `a cell that shows an error refuses its row`() async throws {
        let world = try await SampleWorld()
        let file = world["errors.xlsx"]
        let errors = """
            import sys
            from openpyxl import Workbook
            sheet = Workbook().active
            sheet.title = "Lỗi"
            for row in [["name.vi", "notes"], ["Tỉnh Một", "#REF!"], ["Tỉnh Hai", "ok"], ["#N/A", "x"]]:
                sheet.append(row)
            for place in ["B2", "A4"]: sheet[place].data_type = "e"
            sheet.parent.save(sys.argv[1])
            """
        _ = try await Python.run(errors, file)
        let result = try await world.e.json("import", file, "--collection", "partners", status: 1)
        #expect(result["created"]?.integer == 1, "\(result)")
        let refused = result["refused"]?.array ?? []
        #expect(refused.map { $0["field"]?.string } == ["notes", "name.vi"], "\(refused)")
        for (row, says) in zip(refused, [["Lỗi", "B2", "#REF!"], ["Lỗi", "A4", "#N/A"]]) {
            let message = row["message"]?.string ?? ""
            for text in says { #expect(message.contains(text), "\(message)") }
        }
    }

    @Test func `what is no workbook, or a damaged one, changes nothing`() async throws {
        let world = try await SampleWorld()
        let digest = try await world.e.json("status")["digest"]
        let file = world["whole.xlsx"]
        _ = try await Python.run(Self.workbook, file)
        let cut = """
            import sys
            data = open(sys.argv[1], "rb").read()
            for number in range(20):
                open(f"{sys.argv[2]}/cut{number}.xlsx", "wb").write(data[:len(data) * number // 20])
            bytes_ = bytearray(data)
            bytes_[len(data) // 3] ^= 0xFF
            open(f"{sys.argv[2]}/flipped.xlsx", "wb").write(bytes_)
            import zipfile
            with zipfile.ZipFile(f"{sys.argv[2]}/bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
                source = zipfile.ZipFile(sys.argv[1])
                for name in source.namelist():
                    if name != "xl/sharedStrings.xml": bomb.writestr(name, source.read(name))
                bomb.writestr("xl/sharedStrings.xml", b"<sst>" + b" " * (300 << 20) + b"</sst>")
            with zipfile.ZipFile(f"{sys.argv[2]}/entity.xlsx", "w") as evil:
                for name in source.namelist():
                    text = source.read(name)
                    if name == "xl/workbook.xml":
                        text = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + text
                    evil.writestr(name, text)
            """
        _ = try await Python.run(cut, file, world.server.folder)
        let names = (0..<20).map { "cut\($0)" } + ["bomb", "entity"]
        for name in names {
            let outcome = try await world.e.run(
                "import",
                world[name + ".xlsx"],
                "--collection",
                "partners",
                status: name == "bomb" ? 1 : 7
            )
            #expect(outcome.errors.hasPrefix("error: "), "\(name): \(outcome.errors)")
        }
        // A turned bit may hit what is not read; then the import is whole.
        _ = try await Program.client.run(
            ["import", world["flipped.xlsx"], "--collection", "partners", "--dry-run"],
            environment: world.e.environment
        )
        #expect(try await world.e.json("status")["digest"] == digest)
    }
}
