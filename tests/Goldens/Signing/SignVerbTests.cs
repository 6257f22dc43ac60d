using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Signing;

/// <summary>Verbs that make or change files sign them, and no signature outlives a change.</summary>
public sealed class SignVerbTests
{
    private const string Secret = VerbRun.Canary;

    public static TheoryData<string, string> Formats => new()
    {
        { "s.yaml", $"# about\na: {Secret}\nl:\n    - 1\n    # item\n    - 2.50\n---\nb: x\n" },
        { "s.json", $$"""{"a": "{{Secret}}", "n": [1, 1.5, null, {}]}""" },
        { "s.ini", $"; about\n[m]\na = {Secret}\n" },
        { "s.env", $"# about\na={Secret}\n" },
        { "s.bin", $"\0\n{Secret}" },
    };

    public static TheoryData<string[]> Changes => new()
    {
        new[] { "set", "s.yaml", "a", "new" },
        new[] { "unset", "s.yaml", "b" },
        new[] { "rotate", "s.yaml" },
        new[] { "rotate", "." },
        new[] { "edit", "--unattended", "s.yaml" },
        new[] { "updatekeys", "-y", "s.yaml" },
        new[] { "groups", "add", "--age", VerbRun.Recipient("a2"), "s.yaml" },
    };

    [Theory, MemberData(nameof(Formats))]
    public async Task Enc_signs_every_format(string name, string plain)
    {
        using var run = new SigningRun().With("id_ed25519").WithList();
        await run.EncryptAsync(name, plain);
        Assert.Equal("valid", await run.StatusAsync(name));
        var view = await run.RunAsync("view", name);
        Assert.Equal((0, ""), (view.Exit, view.ErrorText));

        // For sops it is an encrypted file as any other.
        var decrypted = await run.RunAsync("sops", "decrypt", name);
        Assert.Equal((0, view.OutputText), (decrypted.Exit, decrypted.OutputText));
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task Changes_are_signed_anew(string[] words)
    {
        using var run = await WithFileAsync();
        var before = run.Run.Read("s.yaml");
        var result = await run.RunAsync(words);
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.DoesNotContain("signed", result.ErrorText, StringComparison.Ordinal);
        Assert.NotEqual(before, run.Run.Read("s.yaml"));
        Assert.Equal("valid", await run.StatusAsync("s.yaml"));
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task Without_a_key_the_signature_goes_and_a_warning_names_the_variable(string[] words)
    {
        using var run = (await WithFileAsync()).With(null);
        var result = await run.RunAsync(words);
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.Contains("s.yaml is not signed now", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("hint: SECRETSKIT_SIGNING_KEY names the key file to sign with\n", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("secretskit_signature", run.Run.Read("s.yaml"), StringComparison.Ordinal);
        Assert.Equal("missing", await run.StatusAsync("s.yaml"));
    }

    // Values that are added to a forged file would be encrypted under the forger's data key.
    [Theory, MemberData(nameof(Changes))]
    public async Task A_file_that_is_not_signed_as_required_is_not_changed(string[] words)
    {
        using var run = await WithFileAsync();
        run.Run.Write(
            "s.yaml", run.Run.Read("s.yaml").Replace("c_unencrypted: readable", "c_unencrypted: other", StringComparison.Ordinal));
        var before = run.Run.Read("s.yaml");
        var result = await run.RunAsync([words[0], .. words[1..].Where(word => word != "--ignore-mac")]);
        Assert.NotEqual(0, result.Exit);
        Assert.Contains("refused: the signature does not hold", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(before, run.Run.Read("s.yaml"));
    }

    [Fact]
    public async Task The_sops_command_line_drops_the_signature_with_a_change_and_keeps_it_without_one()
    {
        using var run = new SigningRun().With("id_ed25519").WithList();
        await run.EncryptAsync("s.yaml", "a: x\n");
        Assert.Equal(0, (await run.RunAsync("sops", "updatekeys", "-y", "s.yaml")).Exit);
        Assert.Contains("secretskit_signature", run.Run.Read("s.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, (await run.RunAsync("sops", "set", "s.yaml", "[\"a\"]", "\"new\"")).Exit);
        Assert.DoesNotContain("secretskit_signature", run.Run.Read("s.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_and_a_list_files_are_as_they_were()
    {
        using var run = new SigningRun();
        var text = await run.EncryptAsync("s.yaml", "a: x\n");
        Assert.DoesNotContain("secretskit", text, StringComparison.Ordinal);
        Assert.Equal("missing", await run.StatusAsync("s.yaml"));
        var result = await run.RunAsync("set", "s.yaml", "a", "y");
        Assert.Equal((0, "s.yaml: changed [\"a\"]\n"), (result.Exit, result.ErrorText));
    }

    [Fact]
    public async Task Sign_signs_files_that_are_there_once()
    {
        using var run = new SigningRun().WithList();
        await run.EncryptAsync("s.yaml", $"a: {Secret}\n");
        await run.EncryptAsync("d/t.json", """{"a": 1}""");
        Assert.Equal("missing", await run.StatusAsync("s.yaml"));
        var nothing = await run.RunAsync("sign", ".");
        Assert.Equal(64, nothing.Exit);
        Assert.Contains("no signing key is named", nothing.ErrorText, StringComparison.Ordinal);

        var key = Path.Combine(run.Run.Home, "id_ed25519");
        var signed = await run.RunAsync("sign", "--key", key, ".");
        Assert.Equal((0, "d/t.json: signed\ns.yaml: signed\n"), (signed.Exit, signed.ErrorText));
        Assert.Equal("valid", await run.StatusAsync("d/t.json"));
        var text = run.Run.Read("s.yaml");
        Assert.Equal(
            "d/t.json: signed already with this key\ns.yaml: signed already with this key\n",
            (await run.RunAsync("sign", "--key", key, ".")).ErrorText);
        Assert.Equal(text, run.Run.Read("s.yaml"));
    }

    [Fact]
    public async Task Sign_looks_at_the_values_first_where_a_key_opens_the_file()
    {
        using var run = new SigningRun().With("id_ed25519");
        var text = await run.EncryptAsync("s.yaml", "a: x\nb_unencrypted: shown\n");
        run.Run.Write("s.yaml", text.Replace("b_unencrypted: shown", "b_unencrypted: other", StringComparison.Ordinal));
        var refused = await run.RunAsync("sign", "s.yaml");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("the MAC does not match", refused.ErrorText, StringComparison.Ordinal);

        run.Run.Variables.Remove("SOPS_AGE_KEY");
        run.Run.Write("s.yaml", text.Replace("b_unencrypted: shown", "b_unencrypted: third", StringComparison.Ordinal));
        var unopened = await run.RunAsync("sign", "s.yaml");
        Assert.Equal(
            (0, "s.yaml: signed; no key at hand opens it, so its values were not looked at\n"), (unopened.Exit, unopened.ErrorText));
    }

    [Fact]
    public async Task A_signing_key_that_is_not_allowed_is_warned_of()
    {
        using var run = new SigningRun().With("id_rsa").WithList();
        run.Run.Write("s.yaml", "a: x\n");
        var result = await run.RunAsync("enc", "s.yaml");
        Assert.Equal(0, result.Exit);
        Assert.Contains(
            "which " + run.Run.File(SigningRun.Signers)
                + " does not allow\nhint: add it there, or name another key by SECRETSKIT_SIGNING_KEY\n",
            result.ErrorText,
            StringComparison.Ordinal);
        Assert.Equal("unknown-signer", await run.StatusAsync("s.yaml"));
    }

    [Theory]
    [InlineData("missing", "no such file or directory")]
    [InlineData("id_ed25519.pub", "no ssh-agent has its private half")]
    [InlineData("empty", "ssh: no key found")]
    public async Task A_key_that_cannot_be_used_changes_nothing(string key, string message)
    {
        using var run = await WithFileAsync();
        await File.WriteAllTextAsync(Path.Combine(run.Run.Home, "empty"), "", TestContext.Current.CancellationToken);
        run.With(key);
        var before = run.Run.Read("s.yaml");
        var result = await run.RunAsync("set", "s.yaml", "a", "new");
        Assert.Equal((1, before), (result.Exit, run.Run.Read("s.yaml")));
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);

        // The editor does not even start.
        run.Run.Editor("touch started");
        Assert.Equal(1, (await run.RunAsync("edit", "--unattended", "s.yaml")).Exit);
        Assert.False(run.Run.Has("started"));
    }

    [Fact]
    public async Task RSA_keys_sign_too()
    {
        using var run = new SigningRun().With("id_rsa").WithList("id_rsa");
        await run.EncryptAsync("s.yaml", "a: x\n");
        Assert.Equal("valid", await run.StatusAsync("s.yaml"));
    }

    private static async Task<SigningRun> WithFileAsync()
    {
        var run = new SigningRun().With("id_ed25519").WithList();
        run.Run.Editor("sed -i s/old/new/ \"$1\"");
        await run.EncryptAsync("s.yaml", $"a: {Secret}\nb: old\nc_unencrypted: readable\n");
        run.Run.Write(".sops.yaml", $"creation_rules:\n  - age: {VerbRun.Recipient("a1")},{VerbRun.Recipient("a3")}\n");
        return run;
    }
}
