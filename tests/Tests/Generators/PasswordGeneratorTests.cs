using SecretsKit.Providers.Failures;

namespace SecretsKit.Tests.Generators;

/// <summary>Random passwords as settings ask for them; what they refuse is what the reference refuses, in its words.</summary>
public sealed class PasswordGeneratorTests
{
    [Theory]
    [InlineData("""{"allowRepeat":true}""", """^[A-Za-z0-9~!@#$%^&*()_+`\-={}|\[\]\\:"<>?,./]{24}$""")]
    [InlineData("""{"length":24,"allowRepeat":true,"symbols":0}""", "^[A-Za-z0-9]{24}$")]
    [InlineData("""{"length":10,"allowRepeat":true,"digits":10,"symbols":0}""", "^[0-9]{10}$")]
    [InlineData("""{"length":40,"noUpper":true,"allowRepeat":true,"digits":0,"symbols":0}""", "^[a-z]{40}$")]
    [InlineData("""{"length":8,"allowRepeat":true,"digits":0,"symbols":8,"symbolCharacters":"-_"}""", "^[-_]{8}$")]
    [InlineData("""{"length":0}""", "^.{24}$")]
    public async Task Characters_are_those_that_are_asked_for(string spec, string expected)
    {
        for (var i = 0; i < 50; i++)
        {
            Assert.Matches(expected, await GeneratorRun.ValueAsync("Password", spec, "password"));
        }
    }

    [Fact]
    public async Task A_quarter_are_digits_and_a_quarter_symbols_anywhere_in_it()
    {
        var firstIsLetter = 0;
        for (var i = 0; i < 200; i++)
        {
            var password = await GeneratorRun.ValueAsync("Password", """{"length":26,"allowRepeat":true}""", "password");
            Assert.Equal((6, 6, 14), (
                password.Count(char.IsAsciiDigit), password.Count(c => !char.IsAsciiLetterOrDigit(c)), password.Count(char.IsAsciiLetter)));
            firstIsLetter += char.IsAsciiLetter(password[0]) ? 1 : 0;
        }

        // 14 of 26 on average; one in a million runs is outside of this.
        Assert.InRange(firstIsLetter, 70, 145);
    }

    [Fact]
    public async Task Without_repetition_no_character_is_there_twice_and_all_of_them_can_be_used()
    {
        var all = await GeneratorRun.ValueAsync("Password", """{"length":62,"digits":10,"symbols":0}""", "password");
        Assert.Equal(62, all.Distinct().Count());
        for (var i = 0; i < 100; i++)
        {
            var password = await GeneratorRun.ValueAsync("Password", """{"length":20}""", "password");
            Assert.Equal(20, password.Distinct().Count());
        }
    }

    [Fact]
    public async Task Every_key_has_a_password_of_its_own()
    {
        var made = await GeneratorRun.RunAsync("Password", """{"secretKeys":["b","a"]}""");
        Assert.Equal(["a", "b"], made.Names);
        Assert.NotEqual(made["a"]!.RevealText(), made["b"]!.RevealText());
    }

    [Theory]
    [InlineData("base64", """^[A-Za-z0-9+/]{11}=$""")]
    [InlineData("base64url", """^[A-Za-z0-9_-]{11}=$""")]
    [InlineData("base32", """^[A-Z2-7]{13}===$""")]
    [InlineData("hex", """^[0-9a-f]{16}$""")]
    [InlineData("raw", """^.{8}$""")]
    public async Task It_is_encoded_as_settings_ask_for(string encoding, string expected)
    {
        var text = await GeneratorRun.ValueAsync("Password", $$"""{"length":8,"encoding":"{{encoding}}"}""", "password");
        Assert.Matches(expected, text);
    }

    [Theory]
    [InlineData("""{"length":5,"digits":4,"symbols":4,"allowRepeat":true}""",
        "number of digits and symbols must be less than total length")]
    [InlineData("""{"length":30,"digits":20,"symbols":0}""", "number of digits exceeds available digits and repeats are not allowed")]
    [InlineData("""{"length":60,"digits":0,"symbols":0}""", "number of letters exceeds available letters and repeats are not allowed")]
    [InlineData("""{"length":9,"digits":0,"symbols":3,"symbolCharacters":"--_"}""",
        "number of symbols exceeds available symbols and repeats are not allowed")]
    [InlineData("""{"length":-1}""", "expected a whole number")]
    [InlineData("""{"secretKeys":["a","a"]}""", "secretKeys must be unique, got duplicate a")]
    [InlineData("""{"encoding":"rot13"}""", "expected raw, base64")]
    [InlineData("""{"symbolCharacters":"😀"}""", "expected characters that are one unit of UTF-16")]
    public async Task What_cannot_be_is_refused(string spec, string problem)
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => GeneratorRun.RunAsync("Password", spec));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }
}
