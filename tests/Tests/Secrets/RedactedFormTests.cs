using System.Globalization;
using System.Text;
using SecretsKit.Core.Secrets.Redaction;

namespace SecretsKit.Tests.Secrets;

/// <summary>In which forms a value is still found: those that Go, YAML, JSON, shells, pages and URLs write.</summary>
public sealed class RedactedFormTests
{
    /// <summary>Forms as Go 1.26 prints them.</summary>
    [Theory]
    [InlineData(
        "12345678",
        "1.2345678e+07",
        "12345678",
        "12345678.000000",
        "1.234568e+07",
        "1.2345678E+07",
        "bc614e",
        "BC614E",
        "0xbc614e",
        "0x1.78c29cp+23")]
    [InlineData("1000000", "1e+06", "1.000000e+06", "1000000.00")]
    [InlineData("12_345_678", "12345678", "1.2345678e+07")]
    [InlineData("+12345678", "12345678", "1.2345678e+07")]
    [InlineData("-12345678", "-12345678", "-1.2345678e+07", "12345678")]
    [InlineData("0x00BC614E", "12345678", "1.2345678e+07", "bc614e")]
    [InlineData("0o57060516", "12345678", "1.2345678e+07")]
    [InlineData("057060516", "12345678", "57060516", "1.2345678e+07", "5.7060516e+07")]
    [InlineData("3.14159265", "3.14159265", "3.141593e+00", "3.141593", "3.14159265e+00")]
    [InlineData("12.50", "12.5", "1.25e+01")]
    [InlineData("0.00001234", "1.234e-05", "0.000012", "1.234000e-05")]
    [InlineData("6.02e23", "6.02e+23", "602000000000000000000000")]
    [InlineData("8675309867530912345", "8.675309867530912e+18", "8675309867530912000", "7864e45c5a9f0259")]
    [InlineData("2031-05-17T12:34:56Z", "2031-05-17 12:34:56 +0000 UTC", "2031-05-17T12:34:56", "2031-05-17")]
    [InlineData("2031-05-17 12:34:56", "2031-05-17T12:34:56Z")]
    public void A_number_or_a_time_is_found_as_Go_prints_it(string value, params string[] forms)
    {
        foreach (var form in forms)
        {
            var cleared = Redacted(value, form);
            Assert.Contains(RedactionScope.Mark, cleared, StringComparison.Ordinal);
            Assert.True(
                cleared.Count(char.IsAsciiDigit) <= form.Count(char.IsAsciiDigit) / 2
                    || cleared.StartsWith("error at <" + RedactionScope.Mark, StringComparison.Ordinal),
                cleared);
        }
    }

    [Theory]
    [InlineData("pa$$", "pa\\$\\$", "PA$$")]
    [InlineData("it's", "it'\\''s", "it''s", "it&#39;s", "it&apos;s", "it\\'s", "It'S")]
    [InlineData("a\"<b", "a\\\"<b", "a\\\"\\u003cb", "a&#34;&lt;b", "a&quot;&lt;b", "a\"\"<b", "a%22%3Cb", "a%22%3cb", "A\"<B")]
    [InlineData("a b&c", "a%20b%26c", "a+b%26c", "a%20b&c", "a\\ b\\&c", "ab&c", "a b&amp;c", "a b\\u0026c")]
    [InlineData("xx\tyy\n", "xx\\tyy", "xx&#x9;yy", "xx%09yy", "xx\tyy")]
    [InlineData("h\u00e9l\u00e8ne", "h\\u00e9l\\u00e8ne", "h%C3%A9l%C3%A8ne", "h&#233;l&#232;ne", "H\u00c9L\u00c8NE")]
    [InlineData("k\u001by\u0085z", "k\\x1by\\u0085z", "k\\u001by\u0085z", "k\\ey\\Nz")]
    [InlineData(
        "hunter2",
        "HUNTER2",
        "Hunter2",
        "68756e74657232",
        "68756E74657232",
        "68 75 6e 74 65 72 32",
        "aHVudGVyMg==",
        "aHVudGVyMg",
        "NB2W45DFOIZA")]
    [InlineData("<>?~<>?~", "PD4_fjw-P34", "PD4/fjw+P34=", "%3C%3E%3F~%3C%3E%3F~")]
    [InlineData("!@#$%^&*()_+{}", "!@#$%^&*()_+{}", "!@#$%^&*()")]
    public void A_short_value_is_found_however_it_is_written(string value, params string[] forms)
    {
        foreach (var form in forms)
        {
            Assert.True(
                Redacted(value, form).StartsWith("error at <" + RedactionScope.Mark, StringComparison.Ordinal),
                $"{form}: {Redacted(value, form)}");
        }
    }

    [Theory]
    [InlineData("pass")]
    [InlineData("hunter")]
    [InlineData("s3cr3t!")]
    [InlineData("a-longer-value-of-a-secret")]
    [InlineData("~~~???>>>")]
    public void A_value_is_found_in_base64_wherever_it_begins(string value)
    {
        foreach (var before in (string[])["", "u", "us", "use", "user:"])
        {
            foreach (var after in (string[])["", "\n", "@h", "@host"])
            {
                var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + value + after));
                foreach (var form in (string[])[base64, base64.TrimEnd('='), base64.Replace('+', '-').Replace('/', '_')])
                {
                    Assert.Contains(RedactionScope.Mark, Redacted(value, form), StringComparison.Ordinal);
                }
            }
        }
    }

    /// <summary>Only its own case is base64, so that short pieces of it hit no words.</summary>
    [Fact]
    public void Pieces_of_base64_are_not_looked_for_in_another_case() => Assert.Equal("error at <CGFZ> here", Redacted("pass", "CGFZ"));

    [Theory]
    [InlineData(
        "first line of it\n  second: \"x\"\nshort\nthe third line",
        "    second: \\\"x\\\"",
        "the third line",
        "        the third line",
        "FIRST LINE OF IT")]
    public void Lines_of_a_value_are_found_indented_and_quoted(string value, params string[] forms)
    {
        foreach (var form in forms)
        {
            Assert.Contains(RedactionScope.Mark, Redacted(value, form), StringComparison.Ordinal);
        }

        Assert.Equal("error at <short> here", Redacted(value, "short"));
    }

    [Theory]
    [InlineData("12345678", "3.000000e+07")]
    [InlineData("10000000", "00000.0000")]
    [InlineData("1234", "4d2")]
    [InlineData("2031-05-17T12:34:56Z", "at 2031")]
    [InlineData("8080", "80")]
    public void Numbers_leave_other_numbers_alone(string value, string text) =>
        Assert.Equal($"error at <{text}> here", Redacted(value, text));

    [Fact]
    public void A_long_message_takes_no_more_than_its_length()
    {
        var index = new RedactionScope();
        for (var i = 0; i < 1000; i++)
        {
            index.Add(Encoding.UTF8.GetBytes("value-number-" + i.ToString("d4", CultureInfo.InvariantCulture)));
        }

        index.Redact("first");
        var message = string.Concat(Enumerable.Repeat("nothing of a secret stands here. ", 10_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Same(message, index.Redact(message));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * message.Length);
    }

    [Fact]
    public void Whole_values_are_replaced_in_each_form_at_once()
    {
        var index = new RedactionScope();
        index.Add("hunter2+x"u8);
        index.Add("12345678"u8);
        index.Add("first line\nsecond line\n"u8);
        var base64 = Convert.ToBase64String("hunter2+x"u8);
        var text = $"hunter2+x {base64} hunter2%2Bx 1.2345678e+07 12345678 second line";
        Assert.Equal("<9> <12> <11> <13> <8> <11>", index.Redact(text, form => $"<{form.Length}>"));
        const string Clean = "nothing of it";
        Assert.Same(Clean, index.Redact(Clean, _ => "x"));
        Assert.Same(Clean, new RedactionScope().Redact(Clean, _ => "x"));
    }

    private static string Redacted(string value, string form)
    {
        var index = new RedactionScope();
        index.Add(Encoding.UTF8.GetBytes(value));
        return index.Redact($"error at <{form}> here");
    }
}
