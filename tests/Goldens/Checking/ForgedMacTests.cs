using System.Text.RegularExpressions;
using SecretsKit.Goldens.Git;

namespace SecretsKit.Goldens.Checking;

/// <summary>
/// The type of a ciphertext is not authenticated. A file that lost a value and whose MAC was given another type must be refused by every
/// verb, and the audit must not count it as verified.
/// </summary>
public sealed partial class ForgedMacTests
{
    private static readonly string[] Types = ["comment", "int", "bool", "float", "bytes", "time", "unknown"];

    // Plaintext, and the change that removes a value without a key.
    private static readonly Dictionary<string, (string Plain, Regex Removed, string Left)> Formats = new()
    {
        ["s.yaml"] = ("kept: a\nremoved: b\n", YamlLine(), ""),
        ["s.json"] = ("{\"kept\": \"a\", \"removed\": \"b\"}\n", JsonLine(), ""),
        ["s.env"] = ("kept=a\nremoved=b\n", DotenvLine(), ""),
        ["s.ini"] = ("[m]\nkept = a\nremoved = b\n", IniLine(), ""),
        ["s.bin"] = ("removed\n", BinaryValue(), "\"data\": \"\""),
    };

    public static TheoryData<string, string> Forged()
    {
        var rows = new TheoryData<string, string>();
        foreach (var name in Formats.Keys)
        {
            foreach (var type in Types)
            {
                rows.Add(name, type);
            }
        }

        return rows;
    }

    [Theory, MemberData(nameof(Forged))]
    public async Task A_MAC_of_another_type_is_a_mismatch_everywhere(string name, string type)
    {
        using var bench = new GitBench();
        var (plain, removed, left) = Formats[name];
        var whole = await bench.EncryptAsync(name, plain);
        var forged = Retype(removed.Replace(whole, left, 1), type);
        bench.Run.Write(name, forged);

        var check = await bench.Run.RunAsync("check", "--verify", "--output", "json");
        Assert.Equal(2, check.Exit);
        Assert.Contains("\"rule\": \"mac-mismatch\"", check.OutputText, StringComparison.Ordinal);

        Assert.Equal(51, (await bench.Run.RunAsync("sops", "decrypt", name)).Exit);
        Assert.Equal(1, (await bench.Run.RunAsync("dec", name)).Exit);
        Assert.Equal(1, (await bench.Run.RunAsync("rotate", name)).Exit);
        Assert.Equal(forged, bench.Run.Read(name));
        bench.Run.Write(name, whole);
        var (merge, merged) = await bench.MergeAsync(name, whole, whole, forged);
        Assert.Equal((1, whole), (merge.Exit, merged));
        Assert.Contains("MAC", merge.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("comment", "MAC mismatch. File has \\{[0-9A-F]{128} %!s\\(bool=false\\)\\}, computed [0-9A-F]{128}")]
    [InlineData("bytes", "MAC mismatch. File has [0-9A-F]{128}, computed [0-9A-F]{128}")]
    [InlineData("int", "Cannot decrypt MAC: strconv.Atoi: parsing: ")]
    [InlineData("bool", "Cannot decrypt MAC: strconv.ParseBool: parsing: ")]
    [InlineData("unknown", "Cannot decrypt MAC: Unknown datatype: unknown")]
    public async Task The_sops_dialect_keeps_the_sentence_of_the_reference(string type, string sentence)
    {
        using var bench = new GitBench();
        bench.Run.Write("s.yaml", Retype(await bench.EncryptAsync("s.yaml", "a: b\n"), type));
        Assert.Matches(sentence, (await bench.Run.RunAsync("sops", "decrypt", "s.yaml")).ErrorText);
    }

    [Fact]
    public async Task A_MAC_that_does_not_decrypt_fails_verification()
    {
        using var bench = new GitBench();
        var text = await bench.EncryptAsync("s.yaml", "a: b\n");
        bench.Run.Write("s.yaml", Regex.Replace(text, "lastmodified: \"[^\"]*\"", "lastmodified: \"2020-01-02T03:04:05Z\""));
        var check = await bench.Run.RunAsync("check", "--verify");
        Assert.Equal(2, check.Exit);
        Assert.Contains("the MAC does not decrypt", check.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_MAC_does_not_count_as_verified()
    {
        using var bench = new GitBench();
        var text = await bench.EncryptAsync("s.yaml", "a: b\n");
        bench.Run.Write("s.yaml", Regex.Replace(text, "mac: ENC[^\n]*", "mac: \"\""));
        var check = await bench.Run.RunAsync("check", "--verify");
        Assert.Equal(2, check.Exit);
        Assert.Contains("1 encrypted, 0 verified: 1 error,", check.ErrorText, StringComparison.Ordinal);
    }

    private static string Retype(string text, string type)
    {
        var mac = MacText().Match(text);
        Assert.True(mac.Success);
        return text[..mac.Index] + mac.Value.Replace(",type:str]", $",type:{type}]", StringComparison.Ordinal)
            + text[(mac.Index + mac.Length)..];
    }

    [GeneratedRegex("mac\"?(: |=| *= )\"?ENC\\[[^]]*,type:str\\]")]
    private static partial Regex MacText();

    [GeneratedRegex("removed: .*\n")]
    private static partial Regex YamlLine();

    [GeneratedRegex(",?\\s*\"removed\": \"[^\"]*\"")]
    private static partial Regex JsonLine();

    [GeneratedRegex("removed=.*\n")]
    private static partial Regex DotenvLine();

    [GeneratedRegex("removed += .*\n")]
    private static partial Regex IniLine();

    [GeneratedRegex("\"data\": \"[^\"]*\"")]
    private static partial Regex BinaryValue();
}
