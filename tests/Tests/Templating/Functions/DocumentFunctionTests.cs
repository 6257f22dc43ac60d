using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions;
using SecretsKit.Templating.Values;
using static SecretsKit.Tests.Templating.Functions.Calls;

namespace SecretsKit.Tests.Templating.Functions;

public sealed class DocumentFunctionTests
{
    private const string Names = """
        abbrev abbrevboth add add1 add1f addf adler32sum ago all any append atoi b32dec b32enc b64dec b64enc base bcrypt biggest buildCustomCert
        camelcase cat ceil chunk clean coalesce compact concat contains date dateInZone dateModify date_in_zone date_modify decryptAES deepCopy
        deepEqual default derivePassword dict dig dir div divf duration durationRound empty encryptAES ext first float64 floor fromJson
        fromJsonArray fromToml genCA genCAWithKey genPrivateKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey get
        getHostByName has hasKey hasPrefix hasSuffix hello htmlDate htmlDateInZone htpasswd indent initial initials int int64 isAbs join kebabcase
        keys kindIs kindOf last list lower max maxf merge mergeOverwrite min minf mod mul mulf must_date_modify mustAppend mustChunk mustCompact
        mustDateModify mustDeepCopy mustFirst mustFromJson mustHas mustInitial mustLast mustMerge mustMergeOverwrite mustPrepend mustPush
        mustRegexFind mustRegexFindAll mustRegexMatch mustRegexReplaceAll mustRegexReplaceAllLiteral mustRegexSplit mustRest mustReverse mustSlice
        mustToDate mustToJson mustToPrettyJson mustToRawJson mustToToml mustUniq mustWithout nindent nospace now omit osBase osClean osDir osExt
        osIsAbs pick pluck plural prepend push quote randAlpha randAlphaNum randAscii randBytes randInt randNumeric regexFind regexFindAll
        regexMatch regexQuoteMeta regexReplaceAll regexReplaceAllLiteral regexSplit repeat replace rest reverse round semver semverCompare seq set
        sha1sum sha256sum sha512sum shuffle slice snakecase sortAlpha split splitList splitn squote sub subf substr swapcase ternary title toDate
        toDecimal toJson toPrettyJson toRawJson toString toStrings toToml trim trimAll trimall trimPrefix trimSuffix trunc tuple typeIs typeIsLike
        typeOf uniq unixEpoch unset until untilStep untitle upper urlJoin urlParse uuidv4 values without wrap wrapWith
        """;

    [Fact]
    public void Every_function_of_the_dialect_is_there_and_no_other()
    {
        var expected = Names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        Assert.Equal(expected, Table.All.Select(function => function.Name).Order(StringComparer.Ordinal));
        Assert.Null(new FunctionTable().AddSprig(new() { Helm3 = true }).Find(new ByteString("mustToToml")));
    }

    [Theory]
    [InlineData("a = 1.0\n\n[b]\n  c = \"x\\ty\"\n", "{\"a\":1,\"b\":{\"c\":\"x\\ty\"}}")]
    [InlineData("[[l]]\n  k = \"v\"\n\n[[l]]\n  [l.z]\n    q = 1.5\n", "{\"l\":[{\"k\":\"v\"},{\"z\":{\"q\":1.5}}]}")]
    [InlineData("l = [{a = true}, 2.0]\n", "{\"l\":[{\"a\":true},2]}")]
    [InlineData("\"a b\" = 1e+06\n", "{\"a b\":1000000,\"n\":null}")]
    public void Values_are_written_as_toml_and_read_again(string toml, string json)
    {
        var value = Call("mustFromJson", json);
        Assert.Equal(toml, Calls.Text("toToml", value));
        Assert.Equal(toml, Calls.Text("toToml", Call("fromToml", toml)));
    }

    [Fact]
    public void Toml_has_no_complex_numbers()
    {
        var number = Value.Of(new ComplexNumber(0, 1));
        Assert.Equal("unsupported type for key '': complex128", Calls.Text("toToml", number));
        Assert.Equal("unsupported type: complex128", Calls.Text("toToml", Call("list", number)));
        Assert.Equal("unsupported type: complex128", Calls.Text("toToml", Call("dict", "a", Call("dict", "b", number))));
    }

    [Theory]
    [InlineData("toml: line 2 (last key \"a\"): Key 'a' has already been defined.", "a = 1\na = 2")]
    [InlineData("toml: line 1: unexpected EOF; expected key separator '='", "nope")]
    [InlineData("toml: line 1 (last key \"a\"): unexpected EOF; expected '\"'", "a = \"x")]
    [InlineData("toml: line 2: expected '.' or ']' to end table name, but got '\\n' instead", "[t\nk = 1")]
    [InlineData("toml: line 1 (last key \"a\"): Invalid integer \"01\": cannot have leading zeroes", "a = 01")]
    [InlineData("toml: line 2: Key 'a' has already been defined.", "a = 1\n[a]\nb = 2")]
    public void Errors_of_toml_name_line_and_key(string error, string text) =>
        Assert.Equal($"map[Error:{error}]", Calls.Text("fromToml", text));

    [Theory]
    [InlineData("toml: line 0 (last key \"a\"): strings cannot contain newlines", "a = \"x\r\ny\"")]
    [InlineData("toml: line 1 (last key \"a\"): expected value but found \"nt\" instead", "a = int")]
    [InlineData("toml: line 1 (last key \"a\"): Invalid float value: \"nnf\"", "a = nnf")]
    [InlineData("toml: line 2 (last key \"a\"): expected a comma (',') or array terminator (']'), but got end of file", "a = [1,\n2\n")]
    [InlineData("toml: line 2 (last key \"a.b\"): Key 'a' was already created as a hash.", "a = 1\na.c.b = 2")]
    [InlineData("toml: line 2: Key 'a.b' was already created as a hash.", "a.b = [1]\n[[a.b.c]]")]
    [InlineData("toml: line 1 (last key \"a.b.c\"): \"a.b\" is not a table", "a = {b = [1], b.c = 2}")]
    public void Mistakes_are_placed_where_the_reference_places_them(string error, string text) =>
        Assert.Equal($"map[Error:{error}]", Calls.Text("fromToml", text));

    [Theory]
    [InlineData("{\"a\":{\"b\":[1,\"x\",{\"c\":-5}]},\"d\":\"l1\\nl2 \\\"\"}", "a.b = [1, 'x', {c = -5},]\nd = \"\"\"\nl1\nl2 \\\"\"\"\"")]
    [InlineData("{\"a\":[{\"b\":{\"c\":1}},{\"b\":{\"c\":2}}]}", "[[a]]\n[a.b]\nc=1\n[[a]]\nb.c=2 # x")]
    [InlineData("{\"t\":{\"u\":{\"v\":1},\"w\":2}}", "[t.u]\nv=1\n[t]\nw=2")]
    [InlineData(
        "{\"d\":\"2024-02-29T00:00:00Z\",\"e\":\"2024-02-29T10:11:12.5+02:00\"}", "d = 2024-02-29\ne = 2024-02-29 10:11:12.5+02:00")]
    public void Toml_of_all_forms_is_read(string json, string toml) => Assert.Equal(json, Calls.Text("toJson", Call("fromToml", toml)));

    [Theory]
    [InlineData("map[Error:json: cannot unmarshal number into Go value of type map[string]interface {}]", "fromJson", "1e1000")]
    [InlineData("[json: cannot unmarshal number into Go value of type []interface {}]", "fromJsonArray", "-1e1000")]
    [InlineData("map[Error:json: cannot unmarshal array into Go value of type map[string]interface {}]", "fromJson", "[1e1000]")]
    public void The_type_of_json_counts_before_the_size_of_its_numbers(string expected, string function, string text) =>
        Assert.Equal(expected, Calls.Text(function, text));

    [Theory]
    [InlineData("http://us%20er:pa%3Ass@h.example:80/a%20b?q=%20#f")]
    [InlineData("mailto:a@example.com")]
    [InlineData("/only/path")]
    [InlineData("//host/path")]
    [InlineData("http://[::1]:8080/")]
    public void A_url_that_is_taken_apart_can_be_put_together(string url) =>
        Assert.Equal(url, Calls.Text("urlJoin", Call("urlParse", url)));

    [Theory]
    [InlineData("unable to parse url: parse \"http://[::1\": missing ']' in host", "http://[::1")]
    [InlineData("unable to parse url: parse \"http://x/%zz\": invalid URL escape \"%zz\"", "http://x/%zz")]
    [InlineData("unable to parse url: parse \":x\": missing protocol scheme", ":x")]
    [InlineData("unable to parse url: parse \"http://a b/\": invalid character \" \" in host name", "http://a b/")]
    [InlineData("unable to parse url: parse \"http://h:x\": invalid port \":x\" after host", "http://h:x")]
    public void What_is_no_url_is_refused(string error, string url) => Assert.Equal(error, Error("urlParse", url));

    [Theory]
    [InlineData("a/c", "clean", "a//b/../c/.")]
    [InlineData("../b", "clean", "a/../../b")]
    [InlineData("/b", "clean", "/../b")]
    [InlineData(".", "dir", "a")]
    [InlineData("/a/b", "osDir", "/a/b/")]
    [InlineData("b", "base", "a/b/")]
    [InlineData(".gz", "ext", "a.tar.gz")]
    public void Paths_are_worked_on_as_text(string expected, string function, string path) =>
        Assert.Equal(expected, Calls.Text(function, path));

    [Theory]
    [InlineData("-W-xxW-", "regexReplaceAll", "a(x*)b", "-ab-axxb-", "${1}W")]
    [InlineData("false", "regexMatch", "a(b", "x")]
    [InlineData("[a b-c]", "regexSplit", "-", "a-b-c", 2)]
    [InlineData("1\\.5\\+", "regexQuoteMeta", "1.5+")]
    [InlineData("true", "semverCompare", ">=1.19-0", "1.33.4-gke.1")]
    [InlineData("false", "semverCompare", ">=1.19", "1.33.4-gke.1")]
    [InlineData("", "getHostByName", "localhost")]
    public void Expressions_and_versions_match_as_in_the_reference(string expected, string function, params object?[] arguments) =>
        Assert.Equal(expected, Calls.Text(function, arguments));
}
