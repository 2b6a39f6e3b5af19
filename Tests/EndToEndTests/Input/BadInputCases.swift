import Testing

/// A command that must be refused, and what it must say.
struct BadCommand: Sendable, CustomTestStringConvertible {
    /// Words as a shell reads them: `$'\xff'` is a byte that no text has.
    let words: String
    let status: Int32
    /// The field that the error names; nil when it is about none.
    let field: String?
    /// What the message and its hint contain between them.
    let says: [String]

    init(_ words: String, _ status: Int32, field: String? = nil, _ says: String...) {
        self.words = words
        self.status = status
        self.field = field
        self.says = says
    }

    var testDescription: String { words }
}

extension BadCommand {
    /// Words that nothing is called; `REF` is a record, and files are in the folder that is worked in.
    static let unknown: [BadCommand] = [
        BadCommand("lst partners", 2, "Did you mean 'caunoi list'?"),
        BadCommand("bogus", 2, "caunoi --help"),
        BadCommand("add partnerz name.en=X", 2, "did you mean partners?"),
        BadCommand("list partnerz", 2, "did you mean partners?"),
        BadCommand("search X --collection partnerz", 2, "did you mean partners?"),
        BadCommand("schema partnerz", 2, "partnerz"),
        BadCommand("add partners nmae=X", 2, field: "nmae", "did you mean \"name\"?"),
        BadCommand("set REF nmae=X", 2, field: "nmae", "did you mean \"name\"?"),
        BadCommand("set REF --clear nmae", 2, field: "nmae", "did you mean \"name\"?"),
        BadCommand("list partners --where 'nmae = X'", 2, field: "nmae", "did you mean \"name\"?"),
        BadCommand("list partners --where 'name ! X'", 2, "is not a condition"),
        BadCommand("list partners --limit many", 2, "--limit"),
        BadCommand("why REF nmae", 2, field: "nmae", "no such field", "caunoi schema partners"),
        BadCommand("set REF qqqq=X", 2, field: "qqqq", "caunoi schema partners"),
        BadCommand("list partners --where 'qqqq = X'", 2, field: "qqqq", "caunoi schema partners"),
        BadCommand("list partners --sort qqqq", 2, field: "qqqq", "caunoi schema partners"),
        BadCommand("list partners --columns qqqq", 2, field: "qqqq", "caunoi schema partners"),
        BadCommand("set foo/bar name=X", 2, "there is no collection foo", "caunoi schema"),
        BadCommand("set REF", 2, "caunoi set partners/"),
        BadCommand("query lead", 2, "must be told", "caunoi query lead PARTNER"),
        BadCommand("query funding --by foo", 2, "caunoi query funding --by donor,year"),
        BadCommand("add partners name.en=X --nosuch", 2, "--nosuch", "caunoi add --help"),
        BadCommand("sync --paln", 2, "Did you mean '--plan'?"),
        BadCommand("set REF name", 2, field: "name", "name=VALUE"),
        BadCommand("add partners", 2, "caunoi schema partners"),
        BadCommand("search ''", 2, "at least one letter"),
        BadCommand("show partners", 2, "collection/KEY"),
        BadCommand("show partners/NONE", 1, "no record is called"),
        BadCommand("query support --kind foo", 2, "--kind", "foo", "equipment"),
        BadCommand("query ties --kind foo", 2, "--kind", "foo", "twinned"),
        BadCommand("query funding --currency euro", 2, "--currency", "euro", "EUR"),
        BadCommand("query funding --currency QQQ", 2, "--currency", "QQQ"),
        BadCommand("query calendar 2024-10 2024-09", 2, "ends before it begins"),
        BadCommand("resolve REF", 2, "--take"),
        BadCommand("undo xx", 2, "caunoi history"),
        BadCommand("enroll http://127.0.0.1:1 XXXX --home new", 2, "26 letters and digits"),
    ]

    /// Wrong values of every type: the field, what it must look like, and an example.
    static let values: [BadCommand] = [
        BadCommand("set REF tie_since=soon", 1, field: "tie_since", "not a date", "tie_since=1998"),
        BadCommand("set REF tie_since=2026-02-30", 1, field: "tie_since", "1 to 28", "=1998"),
        BadCommand("set REF review_by=1/2", 1, field: "review_by", "not a date", "=2026-12"),
        BadCommand("add projects title.en=T planned=x/y", 1, field: "planned", "2013/2016"),
        BadCommand("add projects title.en=T planned=2013/2010", 1, field: "planned", "2013/2016"),
        BadCommand(
            "add projects title.en=T is_programme=perhaps",
            1,
            field: "is_programme",
            "yes",
            "no"
        ),
        BadCommand(
            "add projects title.en=T number_of_projects=six",
            1,
            field: "number_of_projects",
            "not a quantity",
            "6 projects"
        ),
        BadCommand(
            "add projects title.en=T 'number_of_projects=400.000 projects'",
            1,
            field: "number_of_projects",
            "reads two ways",
            "400000",
            "6 projects"
        ),
        BadCommand("add events title.en=T ordinal=first", 1, field: "ordinal", "number", "=5"),
        BadCommand("set REF touchpoints+=x", 1, field: "touchpoints", "whole number", "+=1"),
        BadCommand("set REF touchpoints=4", 1, field: "touchpoints", "touchpoints+=VALUE"),
        BadCommand(
            "set REF touchpoints+=99999999999999999999",
            1,
            field: "touchpoints",
            "outside of"
        ),
        BadCommand(
            "add contributions kind=commitment amount=lots",
            1,
            field: "amount",
            "sum of money",
            "about 136000 EUR"
        ),
        BadCommand(
            "add contributions kind=commitment amount=136.000",
            1,
            field: "amount",
            "reads two ways",
            "about 136000 EUR"
        ),
        // English messages decide nothing about numbers.
        BadCommand(
            "add contributions kind=commitment 'amount=400.000 EUR' --lang en",
            1,
            field: "amount",
            "reads two ways",
            "write 400000 or 400, or add --lang vi"
        ),
        BadCommand(
            "add contributions kind=commitment 'amount=136000 EURO2'",
            1,
            field: "amount",
            "sum of money",
            "about 136000 EUR"
        ),
        BadCommand(
            "add contributions kind=commitment 'amount=12 ABC'",
            1,
            field: "amount",
            "ABC",
            "about 136000 EUR"
        ),
        BadCommand("set REF country=XX", 1, field: "country", "no code", "did you mean"),
        BadCommand("set REF kinds+=castle", 1, field: "kinds", "no code", "city_network"),
        BadCommand(
            "set REF relationship_state+=married",
            1,
            field: "relationship_state",
            "prospect"
        ),
        BadCommand(
            "set REF 'relationship_state+=active;effective=soon'",
            1,
            field: "relationship_state.effective",
            "not a date",
            "2025-09"
        ),
        BadCommand("set REF websites+=https://me:word@a.vn", 1, field: "websites", "password"),
        BadCommand("set REF websites+=ftp://me@a.vn", 1, field: "websites", "name", "https://"),
        BadCommand("set REF parent=partners/NONE", 1, field: "parent", "partners/NONE"),
        BadCommand("set REF parent=agreements/X", 1, field: "parent", "does not point to"),
        BadCommand("set REF 'size+=many members'", 1, field: "size", "not a quantity", "63 cities"),
        BadCommand("set REF founded+=later", 1, field: "founded", "not a date", "1987"),
        BadCommand("set REF size-=nothing", 1, field: "size", "nothing"),
        BadCommand("set REF name.xx=X", 1, field: "name.xx", "language"),
        BadCommand("set REF name=", 1, field: "name", "--clear name"),
        BadCommand("set REF aliases=X", 1, field: "aliases", "aliases+=VALUE"),
        BadCommand("set REF 'external_ids+=X;bogus=y'", 1, field: "external_ids", "scheme"),
        BadCommand("set REF country+=FR", 1, field: "country", "country=VALUE"),
        BadCommand("set REF tags-=none", 1, field: "tags", "none", "caunoi show 'partners/#"),
        BadCommand(
            "set REF due_diligence=X",
            1,
            field: "due_diligence",
            "not for everyone",
            "caunoi schema"
        ),
        // Of two values for one field only one could stand.
        BadCommand("set REF abbr=A abbr=B", 1, field: "abbr", "given twice", "abbr=VALUE"),
        BadCommand("set REF name=A name.vi=B", 1, field: "name.vi", "given twice"),
        BadCommand("set REF --clear abbr abbr=B", 1, field: "abbr", "--clear abbr"),
        BadCommand("set REF --clear name name.en=B", 1, field: "name.en", "--clear name"),
        BadCommand("add partners name.en=X abbr=A abbr=B", 1, field: "abbr", "given twice"),
        BadCommand("add partners name.en=X touchpoints=1 touchpoints=2", 1, field: "touchpoints"),
        // All or nothing: the good value beside the bad one is not saved either.
        BadCommand("set REF abbr=GOOD tie_since=soon", 1, field: "tie_since", "not a date"),
        BadCommand("add partners name.en=GOOD tie_since=soon", 1, field: "tie_since", "not a date"),
    ]

    /// Bytes and lengths that no text may have.
    static let texts: [BadCommand] = [
        BadCommand("set REF abbr=$'a\\xffb'", 1, "not valid UTF-8"),
        BadCommand("add partners name.en=$'\\xc3'", 1, "not valid UTF-8"),
        BadCommand("set REF abbr=A --note $'\\xed\\xa0\\x80'", 1, "not valid UTF-8"),
        BadCommand("search $'\\xff'", 1, "not valid UTF-8"),
        BadCommand("set REF abbr=$'a\\tb'", 1, field: "abbr", "control character U+0009"),
        BadCommand("set REF abbr=$'a\\e[31mb'", 1, field: "abbr", "control character U+001B"),
        BadCommand("set REF abbr=$'a\\nb'", 1, field: "abbr", "one line"),
        BadCommand("set REF abbr=@nul", 1, field: "abbr", "NUL"),
        BadCommand("set REF purpose=@nul", 1, field: "purpose", "NUL"),
        BadCommand("set REF purpose=@invalid", 1, field: "purpose", "not valid UTF-8"),
        BadCommand("set REF purpose=@- < invalid", 1, field: "purpose", "not valid UTF-8"),
        BadCommand("set REF purpose=@long", 1, field: "purpose", "262144"),
        BadCommand("set REF abbr=@long", 1, field: "abbr", "at most 300"),
        BadCommand("set REF purpose=@missing", 1, field: "purpose", "cannot be read"),
        BadCommand("set REF purpose=@.", 1, field: "purpose", "cannot be read"),
        BadCommand("search \"$(cat nested)\"", 2, "at most"),
        BadCommand("list partners --where \"$(cat nested)\"", 2, "is not a condition"),
        BadCommand("set REF \"name.en=$(cat nested)\"", 1, field: "name.en", "at most 300"),
    ]
}
