using System.Text;
using System.Text.Json;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Age;

/// <summary>What the age tool answers: files, passphrases, damage, identity files, age-keygen.</summary>
public sealed class AgeGoldens
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "sops", "age");
    private static readonly string Keys = Path.Combine(AppContext.BaseDirectory, "testdata", "sops", "keys");

    private static readonly Dictionary<string, string> Gaps = File.ReadLines(Path.Combine(Folder, "gaps.tsv"))
        .Select(line => line.Split('\t', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    public static IEnumerable<TheoryDataRow<string>> Rows =>
        GoldenRows.Names(Folder, "cases.jsonl").Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Rows))]
    public async Task Answers_as_the_age_tool_does(string name)
    {
        var row = GoldenRows.Read(Folder, name);
        var difference = await DifferenceAsync(row);
        if (Gaps.TryGetValue(row.Text("id")!, out var reason))
        {
            Assert.True(difference is not null, $"{row.Text("id")} passes now: remove it from gaps.tsv ({reason})");
            return;
        }

        Assert.Null(difference);
    }

    [Fact]
    public void Gaps_name_rows_that_exist()
    {
        var ids = Rows.Select(row => GoldenRows.Read(Folder, row.Data).Text("id")!).ToHashSet();
        Assert.All(Gaps.Keys, id => Assert.Contains(id, ids));
    }

    /// <summary>What differs, or null.</summary>
    private static async Task<string?> DifferenceAsync(JsonElement row)
    {
        var id = row.Text("id")!;
        try
        {
            return id switch
            {
                _ when id.StartsWith("keygen-", StringComparison.Ordinal) => Keygen(row),
                _ when id.StartsWith("identity-", StringComparison.Ordinal) => await IdentityFileAsync(row),
                _ when id.StartsWith("pass-", StringComparison.Ordinal) => await PassphraseAsync(row),
                _ => await FileAsync(row),
            };
        }
        catch (AgeException e)
        {
            return $"unexpected: {e.Message}";
        }
    }

    private static async Task<string?> FileAsync(JsonElement row)
    {
        if (row.TryGetProperty("recipients", out var list))
        {
            var difference = await EncryptAsync(row, [.. list.EnumerateArray().Select(text => text.GetString()!)]);
            if (difference is not null || row.GetProperty("encrypt_exit").GetInt32() != 0)
            {
                return difference;
            }
        }

        var identities = row.GetProperty("identities").EnumerateArray().Select(path => path.GetString()!).SelectMany(Identities).ToList();

        // The tool always adds one of its own, which refuses passphrase files; its message for "none fits" is that of several.
        identities.Add(X25519Identity.Generate(RandomSource.System));
        var (plain, error) = await Try(
            () =>
                AgeFile.DecryptAsync(
                    row.GetProperty("file").Bytes(), identities, AgeEncoding.Detect, TestContext.Current.CancellationToken));
        identities.ForEach(identity => identity.Dispose());
        return row.GetProperty("decrypt_exit").GetInt32() == 0
            ? Compare(Plain(row), plain, error)
            : CompareError(row.Text("decrypt_stderr")!, "age: error: ", error);
    }

    private static async Task<string?> EncryptAsync(JsonElement row, string[] recipients)
    {
        var armored = row.GetProperty("flags").EnumerateArray().Any(flag => flag.GetString() == "-a");
        var (file, error) = await Try(() => AgeFile.EncryptAsync(
            Plain(row),
            [.. recipients.Select(AgeRecipient.Parse)],
            armored ? AgeEncoding.Armor : AgeEncoding.Binary,
            RandomSource.System,
            TestContext.Current.CancellationToken));
        if (row.GetProperty("encrypt_exit").GetInt32() != 0)
        {
            return CompareError(row.Text("encrypt_stderr")!, "age: error: ", error);
        }

        if (file is null)
        {
            return error;
        }

        // Lengths tell that the structure is the same: all that differs between two encryptions is random.
        if (row.GetProperty("file").Bytes().Length != file.Length)
        {
            return $"the file has {file.Length} bytes";
        }

        var identities = Directory.GetFiles(Path.Combine(Keys, "age"), "a?.txt")
            .Concat(["age/pq.txt", "ssh/id_ed25519", "ssh/id_rsa"])
            .SelectMany(Identities)
            .ToArray();
        return Compare(
            Plain(row), await AgeFile.DecryptAsync(file, identities, AgeEncoding.Detect, TestContext.Current.CancellationToken), null);
    }

    private static async Task<string?> PassphraseAsync(JsonElement row)
    {
        using var identity = new ScryptIdentity(new SecretBytes(Encoding.UTF8.GetBytes(row.Text("typed")!)));
        var (plain, error) = await Try(
            () =>
                AgeFile.DecryptAsync(
                    row.GetProperty("file").Bytes(), [identity], AgeEncoding.Detect, TestContext.Current.CancellationToken));
        return row.GetProperty("decrypt_exit").GetInt32() == 0
            ? Compare(Plain(row), plain, error)
            : error is null
            ? "opened with a wrong passphrase"
            : null;
    }

    private static async Task<string?> IdentityFileAsync(JsonElement row)
    {
        var (plain, error) = await Try(() => AgeFile.DecryptAsync(
            row.GetProperty("file")
                .Bytes(), AgeIdentityFile.Parse(
                    row.GetProperty("identity_file").Bytes()), AgeEncoding.Detect, TestContext.Current.CancellationToken));
        return row.GetProperty("exit").GetInt32() == 0
            ? Compare(row.GetProperty("stdout").Bytes(), plain, error)
            : CompareError(row.Text("stderr")!, "age: error: reading \"id.txt\": failed to read \"id.txt\": ", error);
    }

    private static string? Keygen(JsonElement row)
    {
        try
        {
            var output = AgeKeygen.RecipientsOf(row.GetProperty("stdin").Bytes());
            return row.Text("stdout") == output ? null : output;
        }
        catch (AgeException e)
        {
            return CompareError(row.Text("stderr")!, "age-keygen: error: failed to parse input: ", e.Message);
        }
    }

    private static IReadOnlyList<AgeIdentity> Identities(string path)
    {
        var text = File.ReadAllBytes(Path.Combine(Keys, path));
        return path.StartsWith("ssh/", StringComparison.Ordinal)
            ? [Providers.Age.Ssh.SshPrivateKeys.Parse(text, RandomSource.System)]
            : AgeIdentityFile.Parse(text);
    }

    private static byte[] Plain(JsonElement row)
    {
        var plain = row.GetProperty("plain");
        return plain.ValueKind == JsonValueKind.Object && plain.TryGetProperty("pattern", out var length)
            ? [.. Enumerable.Range(0, length.GetInt32()).Select(i => (byte)((31 * i) + 7))]
            : plain.Bytes();
    }

    private static async Task<(byte[]? Result, string? Error)> Try(Func<ValueTask<byte[]>> action)
    {
        try
        {
            return (await action(), null);
        }
        catch (AgeException e)
        {
            return (null, e.Message);
        }
    }

    private static string? Compare(byte[] expected, byte[]? actual, string? error) =>
        actual is null ? error : expected.AsSpan().SequenceEqual(actual) ? null : "another plaintext";

    /// <summary>Messages of sops for a recipient begin with what it was parsing; the rest is the tool's.</summary>
    private static string? CompareError(string stderr, string prefix, string? error)
    {
        var expected = stderr.StartsWith(prefix, StringComparison.Ordinal) ? stderr[prefix.Length..].TrimEnd('\n') : stderr;
        return error is not null && (error == expected || error == "failed to parse input, " + expected)
            ? null
            : $"expected <{expected}>, got <{error}>";
    }
}
