namespace SecretsKit.Tests.Templating.Functions;

public sealed class StringFunctionTests
{
    [Theory]
    [InlineData("a b", "trim", " \t a b\u2003\u00a0")]
    [InlineData("5", "trimAll", "$", "$5$")]
    [InlineData("a", "trimall", "é", "éaé")]
    [InlineData("-a", "trimPrefix", "-", "--a")]
    [InlineData("a-", "trimSuffix", "-", "a--")]
    [InlineData("hel", "trunc", 3, "hello")]
    [InlineData("llo", "trunc", -3, "hello")]
    [InlineData("hello", "trunc", -99, "hello")]
    [InlineData("hel", "substr", -1, 3, "hello")]
    [InlineData("llo", "substr", 2, -1, "hello")]
    [InlineData("Ã©a", "nospace", "é a")]
    [InlineData("éa", "nospace", "éa")]
    [InlineData("he...", "abbrev", 5, "hello world")]
    [InlineData("...5678...", "abbrevboth", 5, 10, "1234 5678 9123")]
    [InlineData("...world", "abbrevboth", 99, 8, "hello world")]
    [InlineData("HELLO ß Ǆ I S", "upper", "hello ß ǆ ı ſ")]
    [InlineData("àéî i ασ kåω", "lower", "ÀÉÎ İ ΑΣ \u212A\u212B\u2126")]
    [InlineData("It'S Foo-Bar X_y 3a ǅ", "title", "it's foo-bar x_y 3a ǆ")]
    [InlineData("hELLO wORLD", "untitle", "HELLO wORLD")]
    [InlineData("HELLO world FOO", "swapcase", "hello WORLD foo")]
    [InlineData("ab", "initials", "  a  b ")]
    [InlineData("line\none\nline\ntwo is\nlong\n\nend", "wrap", 10, "line one\nline two is long\n\nend")]
    [InlineData("abcdefghij\nklm", "wrap", 5, "abcdefghij klm")]
    [InlineData("abcde|fghij|klm", "wrapWith", 5, "|", "abcdefghij klm")]
    [InlineData("  a\n  \n  b\n  ", "indent", 2, "a\n\nb\n")]
    [InlineData("\n    ", "nindent", 4, "")]
    [InlineData("-a-é-", "replace", "", "-", "aé")]
    [InlineData("b.b", "replace", "a", "b", "a.a")]
    [InlineData("'a' 'it's' '1.5'", "squote", "a", null, "it's", 1.5)]
    [InlineData("\"a\\tb\" \"1e+06\"", "quote", "a\tb", null, 1e6)]
    [InlineData("a  b", "cat", "a", "", null, "b")]
    [InlineData("map[_0:a _1:b,c]", "splitn", ",", 2, "a,b,c")]
    [InlineData("[a é]", "splitList", "", "aé")]
    public void Texts_come_out_as_the_reference_writes_them(string expected, string function, params object?[]? arguments) =>
        Assert.Equal(expected, Calls.Text(function, arguments));

    [Theory]
    [InlineData("FirstName", "first_name", "FirstName")]
    [InlineData("HTTPServer", "http_server", "Httpserver")]
    [InlineData("GO PATH", "go_path", "GoPath")]
    [InlineData("http2xx", "http_2xx", "Http2xx")]
    [InlineData("HTTP20xOK", "http_20x_ok", "Http20xOK")]
    [InlineData("Duration2m3s", "duration_2m3s", "Duration2m3s")]
    [InlineData("Bld4Floor3rd", "bld4_floor_3rd", "Bld4Floor3rd")]
    [InlineData("a__b", "a__b", "A_B")]
    [InlineData("_complex__case_", "_complex__case_", "_Complex_Case_")]
    [InlineData("IPv4Address", "i_pv4_address", "Ipv4Address")]
    [InlineData("foo.bar", "foo.bar", "Foo.bar")]
    [InlineData("", "", "")]
    public void Identifiers_are_taken_apart_at_words(string text, string snake, string camel)
    {
        Assert.Equal(snake, Calls.Text("snakecase", text));
        Assert.Equal(snake.Replace('_', '-'), Calls.Text("kebabcase", text));
        Assert.Equal(camel, Calls.Text("camelcase", text));
    }

    [Theory]
    [InlineData("strings: negative Repeat count", "repeat", -1, "a")]
    [InlineData("strings: Repeat output length overflow", "repeat", long.MaxValue, "ab")]
    [InlineData("runtime error: slice bounds out of range [3:1]", "substr", 3, 1, "hello")]
    [InlineData("runtime error: slice bounds out of range [:9] with length 5", "substr", -1, 9, "hello")]
    [InlineData("runtime error: slice bounds out of range [9:5]", "substr", 9, 10, "hello")]
    [InlineData("limit", "repeat", 1 << 30, "a")]
    [InlineData("limit", "indent", int.MaxValue, "a\nb")]
    [InlineData("limit", "nindent", long.MaxValue, "a\nb")]
    public void Refusals_are_those_of_the_reference_and_limits_come_first(string error, string function, params object?[]? arguments) =>
        Assert.Equal(error, Calls.Error(function, arguments));
}
