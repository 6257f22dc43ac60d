using System.Text;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// Plaintext, data key and identity leave the program only where they were asked to: every system call of it and its children is looked at.
/// </summary>
public sealed class CanaryTests : IDisposable
{
    private static readonly Dictionary<string, string> Plain = new()
    {
        ["f.yaml"] = $"# {CanaryRun.Comment}\na: {CanaryRun.Value}\nb:\n    - {CanaryRun.Second}\n",
        ["f.json"] = $$"""{"a": "{{CanaryRun.Value}}", "b": ["{{CanaryRun.Second}}"]}""" + "\n",
        ["f.ini"] = $"; {CanaryRun.Comment}\n[a]\nb = {CanaryRun.Value}\nc = {CanaryRun.Second}\n",
        ["f.env"] = $"# {CanaryRun.Comment}\nA={CanaryRun.Value}\nB={CanaryRun.Second}\n",
        ["f.bin"] = $"{CanaryRun.Value}\n{CanaryRun.Second}\n",
    };

    private readonly CanaryRun _canaries = new();

    public static IEnumerable<TheoryDataRow<string>> Files => Plain.Keys.Select(name => new TheoryDataRow<string>(name));

    private Workbench Bench => _canaries.Bench;

    public void Dispose() => _canaries.Dispose();

    [Theory, MemberData(nameof(Files))]
    public async Task Encrypting_shows_nothing(string name)
    {
        Bench.Write(name, Plain[name]);
        await _canaries.SopsAsync(new(Makes: name), null, "encrypt", "--age", Bench.Recipient, name);
        await _canaries.SopsAsync(
            new(Makes: name), Encoding.UTF8.GetBytes(Plain[name]), "encrypt", "--age", Bench.Recipient, "--filename-override", name);
        await _canaries.SopsAsync(new(Makes: "out-" + name), null, "encrypt", "--age", Bench.Recipient, "--output", "out-" + name, name);
        await _canaries.SopsAsync(new(Makes: name), null, "encrypt", "-i", "--age", Bench.Recipient, name);
        Assert.DoesNotContain("cAnArY", Bench.Read(name), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Files))]
    public async Task Decrypting_shows_plaintext_where_it_was_asked_for_and_the_keys_nowhere(string name)
    {
        await Bench.EncryptAsync(name, Plain[name]);
        var run = await _canaries.SopsAsync(new(OnOutput: true, Opens: name), null, "decrypt", name);
        Assert.Contains(CanaryRun.Value, run.OutputText, StringComparison.Ordinal);
        await _canaries.SopsAsync(new(File: "out", Opens: name), null, "decrypt", "--output", "out", name);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Bench.FileAt("out")));
        await _canaries.SopsAsync(new(File: name, Opens: name), null, "decrypt", "-i", name);
    }

    [Theory, MemberData(nameof(Files))]
    public async Task Editing_keeps_plaintext_in_memory(string name)
    {
        await Bench.EncryptAsync(name, Plain[name]);
        Bench.UseEditor("cp \"$1\" \"$1~\"; sed -i s/canary-second/canary-changed/I \"$1\"");
        await _canaries.SopsAsync(new(InMemory: true, Opens: name), null, "edit", name);
        Assert.Contains("canary-changed", await Bench.DecryptAsync(name), StringComparison.Ordinal);
        Bench.UseEditor("true");
        await _canaries.SopsAsync(new(Exit: 200, InMemory: true, Opens: name), null, "edit", name);
        Bench.UseEditor("exit 7");
        await _canaries.SopsAsync(new(Exit: 201, InMemory: true, Opens: name), null, "edit", name);
    }

    [Fact]
    public async Task A_command_gets_values_as_variables_and_nobody_else_does()
    {
        await Bench.EncryptAsync("f.env", Plain["f.env"]);
        foreach (var options in (string[][])[[], ["--pristine"], ["--same-process"], ["--background"]])
        {
            await _canaries.SopsAsync(new(InVariables: true, Opens: "f.env"), null, ["exec-env", .. options, "f.env", "test -n \"$A$B\""]);
        }

        await Bench.EncryptAsync("f.yaml", Plain["f.yaml"]);
        await _canaries.SopsAsync(new(Exit: 1, Opens: "f.yaml"), null, "exec-env", "f.yaml", "true");
    }

    [Theory, MemberData(nameof(Files))]
    public async Task A_command_gets_a_file_that_no_disk_holds(string name)
    {
        await Bench.EncryptAsync(name, Plain[name]);
        foreach (var options in (string[][])[[], ["--no-fifo"], ["--output-type", "json", "--filename", "x"]])
        {
            await _canaries.SopsAsync(
                new(Exit: 3, InMemory: true, Opens: name), null, ["exec-file", .. options, name, "grep -qi canary-value {} && exit 3"]);
        }

        await _canaries.SopsAsync(new(InMemory: true, Opens: name), null, "exec-file", name, "true");
    }

    [Theory, MemberData(nameof(Files))]
    public async Task Failures_quote_nothing(string name)
    {
        await Bench.EncryptAsync(name, Plain[name]);
        var text = Bench.Read(name);

        // Another byte in the first ciphertext of a value; comments are not authenticated by the format.
        var at = text.IndexOf("data:", Math.Max(0, text.IndexOf(",type:comment]", StringComparison.Ordinal)), StringComparison.Ordinal) + 5;
        Bench.Write(name, text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..]);
        await _canaries.SopsAsync(new(Exit: 25, Opens: name), null, "decrypt", name);

        Bench.Write(name, text);
        await _canaries.SopsAsync(new(Exit: 51, Opens: name), null, "decrypt", await WithAnotherMacAsync(name, text));

        Bench.Write(name, text);
        File.Delete(Path.Combine(Bench.Home, "keys.txt"));
        await _canaries.SopsAsync(new(Exit: 128, Opens: name), null, "decrypt", name);
    }

    [Theory]
    [InlineData("f.yaml", "a: \"" + CanaryRun.Value + "\nb: [" + CanaryRun.Second)]
    [InlineData("f.yaml", "a: *" + CanaryRun.Value + "\n")]
    [InlineData("f.yaml", CanaryRun.Value + "\n")]
    [InlineData("f.yaml", "- " + CanaryRun.Value + "\n")]
    [InlineData("f.json", "{\"a\": " + CanaryRun.Value + "}")]
    [InlineData("f.json", "[\"" + CanaryRun.Value + "\"]")]
    [InlineData("f.json", "{\"a\": \"" + CanaryRun.Value + "\"")]
    [InlineData("f.ini", "[a\nb = " + CanaryRun.Value + "\n")]
    [InlineData("f.ini", "[a]\n" + CanaryRun.Value + "\n")]
    [InlineData("f.env", "A=1\n" + CanaryRun.Value + "\n")]
    public async Task Malformed_plaintext_is_refused_without_being_quoted(string name, string text)
    {
        Bench.Write(name, text);
        var run = await _canaries.SopsAsync(new(Exit: 2), null, "encrypt", "--age", Bench.Recipient, name);
        Assert.NotEmpty(run.Error);
        Assert.Equal(text, Bench.Read(name));
    }

    [Fact]
    public async Task Malformed_edits_are_refused_without_being_quoted()
    {
        await Bench.EncryptAsync("f.yaml", Plain["f.yaml"]);
        var before = Bench.Read("f.yaml");
        Bench.UseEditor("sed -i 's/^a: /a: \"/' \"$1\"");
        await _canaries.SopsAsync(new(Exit: 1, InMemory: true, Opens: "f.yaml"), null, "edit", "f.yaml");
        Assert.Equal(before, Bench.Read("f.yaml"));
    }

    [Fact]
    public async Task With_gpg_the_data_key_travels_by_pipe_alone()
    {
        await using var gpg = await BenchGpg.StartAsync(Bench, "p1.secret");
        Bench.Write("f.yaml", Plain["f.yaml"]);
        await _canaries.SopsAsync(
            new(DataKeyToGpg: true, Makes: "f.yaml"), null, "encrypt", "-i", "--age", Bench.Recipient, "--pgp", gpg.Fingerprint, "f.yaml");
        Assert.Contains("BEGIN PGP MESSAGE", Bench.Read("f.yaml"), StringComparison.Ordinal);
        File.Delete(Path.Combine(Bench.Home, "keys.txt"));
        await _canaries.SopsAsync(new(OnOutput: true, DataKeyToGpg: true, Opens: "f.yaml"), null, "decrypt", "f.yaml");
        Bench.UseEditor("echo c: new >>\"$1\"");
        await _canaries.SopsAsync(new(InMemory: true, DataKeyToGpg: true, Opens: "f.yaml"), null, "edit", "f.yaml");
    }

    /// <summary>The checks above would see a leak: an editor that leaks is caught, each time at the right place.</summary>
    [Theory]
    [InlineData("cat \"$1\" >leak", "write to ", "work:leak: value")]
    [InlineData("cat \"$1\"", "standard output: second value", "write to pipe:")]
    [InlineData("cat \"$1\" >&2", "standard error: comment", "write to pipe:")]
    [InlineData("gzip -c \"$1\" >leak", "value compressed", "work:leak: value compressed")]
    [InlineData("gzip -c \"$1\" | base64 >leak", "value compressed in base64", "work:leak: second value compressed in base64")]
    [InlineData("base64 \"$1\" | tr -d '\\n' >leak", "value in base64", "work:leak: comment in base64")]
    [InlineData("od -An -tx1 -v \"$1\" | tr -d ' \\n' >leak", "value in hexadecimal", "work:leak: value in hexadecimal")]
    [InlineData("sh -c true $(sed -n 's/^a: //p' \"$1\")", "execve to the system: value", "execve")]
    [InlineData("LEAK=$(sed -n 's/^a: //p' \"$1\") sh -c true", "execve to the system: value", "execve")]
    [InlineData("cp \"$1\" $TMPDIR/leak", "tmp:leak was left", "tmp:leak")]
    [InlineData("cat $SOPS_AGE_KEY_FILE >$TMPDIR/leak; rm $TMPDIR/leak", "copy_file_range", "unseen")]
    [InlineData("dd if=$SOPS_AGE_KEY_FILE of=$TMPDIR/leak bs=32; rm $TMPDIR/leak", "writes to ", "identity")]
    public async Task Leaks_would_be_seen(string editor, string finding, string another)
    {
        await Bench.EncryptAsync("f.yaml", Plain["f.yaml"]);
        Bench.UseEditor(editor);
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(
            () => _canaries.SopsAsync(new(Exit: 200, InMemory: true, Opens: "f.yaml"), null, "edit", "f.yaml"));
        Assert.Contains(finding, failure.Message, StringComparison.Ordinal);
        Assert.Contains(another, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A file whose MAC is that of another file under another key, as a merge of two branches can leave it.</summary>
    private async Task<string> WithAnotherMacAsync(string name, string text)
    {
        var other = "other-" + name;
        await Bench.EncryptAsync(other, Plain[name]);
        var (from, to) = (MacIn(Bench.Read(other)), MacIn(text));
        Bench.Write(other, text.Replace(to, from, StringComparison.Ordinal));
        return other;
    }

    private static string MacIn(string text)
    {
        // The last one; the letters of its key may turn up in random text behind it.
        var at = text.LastIndexOf("ENC[", StringComparison.Ordinal);
        return text[at..(text.IndexOf(']', at) + 1)];
    }
}
