using SecretsKit.Testing;

namespace SecretsKit.Goldens.Verbs;

/// <summary>Kinds of keys and of files that keygen makes and reads.</summary>
public sealed class KeygenTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string Keys = Path.Combine(AppContext.BaseDirectory, "testdata", "sops", "keys");

    [Theory]
    [InlineData("--pq")]
    [InlineData("-pq")]
    public async Task A_hybrid_key_is_made_on_request_and_opens_what_is_encrypted_for_it(string word)
    {
        using var run = new VerbRun();
        var made = await run.RunAsync("keygen", word, "-o", "pq.txt");
        Assert.StartsWith("age1pq1", made.OutputText, StringComparison.Ordinal);
        Assert.Contains("AGE-SECRET-KEY-PQ-1", run.Read("pq.txt"), StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(run.File("pq.txt")));
        run.Write("secrets.yaml", "a: 1\n");
        Assert.Equal(0, (await run.RunAsync("enc", "--age", made.OutputText.Trim(), "secrets.yaml")).Exit);
        run.Variables["SOPS_AGE_KEY_FILE"] = "pq.txt";
        Assert.Equal("a: 1\n", (await run.RunAsync("view", "secrets.yaml")).OutputText);
    }

    [Fact]
    public async Task A_key_behind_a_passphrase_is_asked_for_twice_and_opens_with_it()
    {
        using var run = new VerbRun
        {
            Prompt = new ScriptedTerminal("correct horse", "correct horse", "correct horse", "correct horse", "wrong"),
        };
        var made = await run.RunAsync("keygen", "--passphrase", "-o", "key.age");
        Assert.Equal(0, made.Exit);
        Assert.StartsWith("-----BEGIN AGE ENCRYPTED FILE-----\n", run.Read("key.age"), StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(run.File("key.age")));
        Assert.Equal(made.OutputText, (await run.RunAsync("keygen", "-y", "key.age")).OutputText);
        run.Write("secrets.yaml", "a: 1\n");
        Assert.Equal(0, (await run.RunAsync("enc", "--age", made.OutputText.Trim(), "secrets.yaml")).Exit);
        run.Variables["SOPS_AGE_KEY_FILE"] = "key.age";
        Assert.Equal("a: 1\n", (await run.RunAsync("view", "secrets.yaml")).OutputText);
        var wrong = await run.RunAsync("keygen", "-y", "key.age");
        Assert.Equal((1, ""), (wrong.Exit, wrong.OutputText));
        Assert.Contains("key.age: incorrect passphrase", wrong.ErrorText, StringComparison.Ordinal);
        var init = await run.RunAsync("init");
        Assert.Equal(1, init.Exit);
        Assert.Contains("key.age is behind a passphrase", init.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the two passphrases differ", "a", "b")]
    [InlineData("the passphrase is empty", "", "")]
    [InlineData("there is no terminal to ask for a passphrase on")]
    public async Task Without_a_passphrase_nothing_is_written(string message, params string[] typed)
    {
        using var run = new VerbRun { Prompt = new ScriptedTerminal(typed) };
        var result = await run.RunAsync("keygen", "--passphrase", "-o", "key.age");
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
        Assert.False(run.Has("key.age"));
    }

    [Fact]
    public async Task Public_keys_are_printed_for_files_and_for_standard_input()
    {
        using var run = new VerbRun();
        File.Copy(Path.Combine(Keys, "age", "a1.txt"), run.File("a1.txt"));
        File.Copy(Path.Combine(Keys, "age", "a2.txt"), run.File("a2.txt"));
        var both = VerbRun.Recipient("a1") + "\n" + VerbRun.Recipient("a2") + "\n";
        Assert.Equal(both, (await run.RunAsync("keygen", "-y", "a1.txt", "a2.txt")).OutputText);
        Assert.Equal(VerbRun.Recipient("a2") + "\n", (await run.RunWithInputAsync(run.Read("a2.txt"), "keygen", "-y")).OutputText);
        Assert.Equal(both, (await run.RunWithInputAsync(run.Read("a2.txt"), "keygen", "-y", "a1.txt", "-")).OutputText);
        Assert.Equal("", (await run.RunAsync("keygen", "-y", "a1.txt", "-o", "public.txt")).OutputText);
        Assert.Equal(VerbRun.Recipient("a1") + "\n", run.Read("public.txt"));
        var again = await run.RunAsync("keygen", "-y", "a2.txt", "-o", "public.txt");
        Assert.Equal((1, VerbRun.Recipient("a1") + "\n"), (again.Exit, run.Read("public.txt")));
    }

    [Theory]
    [InlineData("id_ed25519")]
    [InlineData("id_rsa")]
    public async Task The_recipient_of_an_ssh_key_is_its_public_key(string name)
    {
        using var run = new VerbRun();
        File.Copy(Path.Combine(Keys, "ssh", name), run.File(name));
        var result = await run.RunAsync("keygen", "-y", name);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        using var keys = System.Text.Json.JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(Keys, "keys.json"), TestContext.Current.CancellationToken));
        var line = keys.RootElement.GetProperty(name == "id_rsa" ? "rsa" : "ed").GetString()!;
        Assert.Equal(string.Join(' ', line.Split(' ')[..2]) + "\n", result.OutputText);
    }

    [Theory]
    [InlineData(
        "AGE-SECRET-KEY-1MU9ZD23CUC2SWH07PXDQXUY85HVWNXQKW38ELHMXXGMWUH88JLEQGR6F2Q\n",
        "bad.txt: error at line 1: malformed secret key: invalid checksum")]
    [InlineData("# c\n\nhello\n", "bad.txt: error at line 3: unknown identity type")]
    [InlineData("# c\n", "bad.txt: no identities found")]
    [InlineData(
        "AGE-PLUGIN-REC-1ZS23V9CCRYDPK8QARC0JQGFZYVJZ2F38CYP3T7\n",
        "bad.txt: the recipient of a plugin's identity is known to the plugin alone")]
    public async Task A_file_that_cannot_be_converted_is_named_with_its_line(string text, string message)
    {
        using var run = new VerbRun();
        run.Write("bad.txt", text);
        var result = await run.RunAsync("keygen", "-y", "bad.txt");
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_without_y_are_a_mistake()
    {
        using var run = new VerbRun();
        var result = await run.RunAsync("keygen", "a1.txt");
        Assert.Equal((64, ""), (result.Exit, result.OutputText));
        Assert.Contains(" prints its public keys", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_added_beside_the_identity_of_a_plugin()
    {
        using var run = new VerbRun();
        Directory.CreateDirectory(Path.Combine(run.Home, ".config", "sops", "age"));
        var keys = Path.Combine(run.Home, ".config", "sops", "age", "keys.txt");
        await File.WriteAllTextAsync(
            keys, "AGE-PLUGIN-REC-1ZS23V9CCRYDPK8QARC0JQGFZYVJZ2F38CYP3T7\n", TestContext.Current.CancellationToken);
        var made = await run.RunAsync("keygen");
        Assert.Equal(0, made.Exit);
        Assert.Equal(0, (await run.RunAsync("init")).Exit);
        Assert.Contains(made.OutputText.Trim(), run.Read(".sops.yaml"), StringComparison.Ordinal);
    }
}
