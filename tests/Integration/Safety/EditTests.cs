namespace SecretsKit.Integration.Safety;

/// <summary>What editors do to the file, and what others do to it meanwhile.</summary>
public sealed class EditTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("rm \"$1\"", 201, "Could not run editor: it removed the file")]
    [InlineData("exit 3", 201, "Could not run editor: exit status 3")]
    [InlineData("kill -9 $$", 201, "Could not run editor: signal: killed")]
    [InlineData("true", 200, "File has not changed, exiting.")]
    [InlineData("touch \"$1\"; cp \"$1\" \"$1~\"; echo x >\"$(dirname \"$1\")/.f.yaml.swp\"", 200, "File has not changed, exiting.")]
    [InlineData("sed -i 's/secret/{/' \"$1\"; printf '{' >\"$1\"", 1, "Could not load tree, probably due to invalid syntax.")]
    [InlineData(": >\"$1\"", 92, "Tree not valid for encryption.")]
    [InlineData("printf 'sops: 1\\n' >>\"$1\"", 203, "Tree not valid for encryption.")]
    public async Task An_edit_that_comes_to_nothing_leaves_the_file_and_nothing_else(string editor, int exit, string message)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        var before = _bench.Read("f.yaml");
        _bench.UseEditor(editor);
        var run = await _bench.SopsAsync("edit", "f.yaml");
        Assert.Equal((exit, ""), (run.ExitCode, run.OutputText));
        Assert.Contains(message, run.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "secret",
            run.ErrorText.Replace(_bench.Memory, "", StringComparison.Ordinal).Replace("secretskit-", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Equal(before, _bench.Read("f.yaml"));
        Assert.Equal(["work:editor", "work:f.yaml", "work:sops"], _bench.Everything());
    }

    [Theory]
    [InlineData("sed -i s/old/new/ \"$1\"")]
    [InlineData("sed s/old/new/ \"$1\" >\"$1.new\"; mv \"$1\" \"$1~\"; mv \"$1.new\" \"$1\"")]
    [InlineData("sed s/old/new/ \"$1\" >\"$1.new\"; cat \"$1.new\" >\"$1\"")]
    [InlineData("cd \"$(dirname \"$1\")\"; mkdir undo; mv \"$1\" undo; sed s/old/new/ undo/* >\"$1\"; chmod 0 undo/*; ln -s /etc/passwd " +
        "link; mkfifo pipe")]
    public async Task Editors_may_write_as_they_like(string editor)
    {
        await _bench.EncryptAsync("f.yaml", "a: old\nb: kept\n");
        var kept = _bench.Read("f.yaml").Split('\n')[1];
        _bench.UseEditor(editor);
        var run = await _bench.SopsAsync("edit", "f.yaml");
        Assert.True(run.ExitCode == 0, run.ErrorText);
        Assert.Equal("a: new\nb: kept\n", await _bench.DecryptAsync("f.yaml"));
        Assert.Contains(kept, _bench.Read("f.yaml"), StringComparison.Ordinal);
        Assert.Equal(["work:editor", "work:f.yaml", "work:sops"], _bench.Everything());
    }

    [Theory]
    [InlineData("no-such-editor")]
    [InlineData("./not-executable")]
    [InlineData("\"unbalanced")]
    public async Task An_editor_that_cannot_run_is_said_to_be_so(string editor)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        _bench.Write("not-executable", "");
        _bench.Set("EDITOR", editor);
        var run = await _bench.SopsAsync("edit", "f.yaml");
        Assert.Equal(201, run.ExitCode);
        Assert.StartsWith("Could not run editor: ", run.ErrorText, StringComparison.Ordinal);
        _bench.AssertNothingLeftOutside();
    }

    [Fact]
    public async Task An_editor_is_opened_again_until_the_text_can_be_used()
    {
        await _bench.EncryptAsync("f.yaml", "a: old\n");
        _bench.UseEditor("if [ -e $HOME/twice ]; then echo 'a: new' >\"$1\"; else touch $HOME/twice; echo '{' >\"$1\"; fi");
        var run = await _bench.RunWithInputAsync("\n"u8.ToArray(), _bench.FileAt("sops"), "edit", "f.yaml");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("a: new\n", await _bench.DecryptAsync("f.yaml"));
        _bench.AssertNothingLeftOutside();
    }

    [Theory]
    [InlineData("sops edit")]
    [InlineData("secretskit edit --unattended")]
    public async Task A_change_by_someone_else_stays_and_the_edit_is_saved_beside_it(string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: old\n");
        await _bench.EncryptAsync("theirs.yaml", "a: theirs\n");
        var theirs = _bench.Read("theirs.yaml");
        _bench.UseEditor("mv theirs.yaml f.yaml; sed -i s/old/mine/ \"$1\"");
        var run = await _bench.RunAsync(
            command.StartsWith("sops", StringComparison.Ordinal) ? "./sops" : NativeProgram.Path, [.. command.Split(' ')[1..], "f.yaml"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("was changed by another program since it was read", run.ErrorText, StringComparison.Ordinal);
        Assert.Contains("your edit is saved, encrypted, as ", run.ErrorText, StringComparison.Ordinal);
        Assert.Contains("f.edited.yaml", run.ErrorText, StringComparison.Ordinal);
        Assert.Equal(theirs, _bench.Read("f.yaml"));
        Assert.Equal("a: mine\n", await _bench.DecryptAsync("f.edited.yaml"));
        _bench.AssertNothingLeftOutside();
    }

    [Fact]
    public async Task A_file_that_someone_else_makes_meanwhile_stays_too()
    {
        _bench.UseEditor("echo theirs >new.yaml; echo 'a: mine' >\"$1\"");
        var run = await _bench.SopsAsync("edit", "--age", _bench.Recipient, "new.yaml");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("theirs\n", _bench.Read("new.yaml"));
        Assert.Equal("a: mine\n", await _bench.DecryptAsync("new.edited.yaml"));
    }

    /// <summary>Where the file cannot be replaced, hours of editing are not lost.</summary>
    [Fact]
    public async Task An_edit_that_cannot_be_written_is_saved_beside_the_file()
    {
        await _bench.EncryptAsync("f.yaml", "a: old\n");
        var before = _bench.Read("f.yaml");
        _bench.UseEditor("ln f.yaml other-name; sed -i s/old/mine/ \"$1\"");
        var run = await _bench.SopsAsync("edit", "f.yaml");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("it has 2 names (hard links)", run.ErrorText, StringComparison.Ordinal);
        Assert.Contains("your edit is saved, encrypted, as ", run.ErrorText, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Read("f.yaml"));
        Assert.Equal("a: mine\n", await _bench.DecryptAsync("f.edited.yaml"));
    }

    /// <summary>As another user, because root may write everywhere.</summary>
    [Theory]
    [InlineData("f.yaml")]
    [InlineData("new.yaml")]
    public async Task A_folder_that_may_not_be_written_does_not_open_the_editor(string name)
    {
        await _bench.EncryptAsync("f.yaml", "a: old\n");
        _bench.Write(".sops.yaml", $"creation_rules:\n  - age: {_bench.Recipient}\n");
        _bench.UseEditor("echo a: mine >\"$1\"; echo started");
        var run = await _bench.RunAsync(
            "sh", "-c", $"chmod -R a+rX ..; chown 65534:65534 f.yaml; chmod 555 .; setpriv --reuid=65534 --regid=65534 --clear-groups "
                + $"{NativeProgram.Path} edit --unattended {name}; s=$?; chmod 755 .; exit $s");
        Assert.Equal((1, ""), (run.ExitCode, run.OutputText));
        Assert.Contains("no file can be made in its folder", run.ErrorText, StringComparison.Ordinal);
        _bench.AssertNothingLeftOutside();
    }

    [Fact]
    public async Task Of_two_at_once_each_wins_whole_or_says_so()
    {
        await _bench.EncryptAsync("f.yaml", "a: old\n");
        _bench.UseEditor("touch ready-$WHO; until [ -e ready-1 ] && [ -e ready-2 ]; do sleep 0.02; done; sed -i \"s/old/by $WHO/\" \"$1\"");
        var run = await _bench.RunAsync(
            "sh", "-c", "WHO=1 ./sops edit f.yaml 2>e1 & WHO=2 ./sops edit f.yaml 2>e2; s=$?; wait $! ; echo $(($? + s))");
        // One may replace the file between the other's last look and its rename: then both say success and the later one is.
        var winner = await _bench.DecryptAsync("f.yaml");
        Assert.Contains(winner, (string[])["a: by 1\n", "a: by 2\n"]);
        if (run.OutputText == "3\n")
        {
            Assert.Equal(winner == "a: by 1\n" ? "a: by 2\n" : "a: by 1\n", await _bench.DecryptAsync("f.edited.yaml"));
        }
        else
        {
            Assert.Equal("0\n", run.OutputText);
        }
    }

    [Fact]
    public async Task Of_two_encryptions_at_once_one_is_whole()
    {
        for (var i = 0; i < 10; i++)
        {
            _bench.Write("f.yaml", "a: secret\n");
            var run = await _bench.RunAsync("sh", "-c", "./sops encrypt -i --age $RECIPIENT f.yaml 2>e1 & ./sops encrypt -i --age " +
                "$RECIPIENT f.yaml 2>e2; s=$?; wait $!; echo $? $s; cat e1 e2");
            // The later one finds a file that changed (3) or that is encrypted already (203).
            Assert.Matches("^(0 0|0 3|3 0|0 203|203 0)\n", run.OutputText);
            Assert.Equal("a: secret\n", await _bench.DecryptAsync("f.yaml"));
        }

        Assert.Equal(["work:e1", "work:e2", "work:f.yaml", "work:sops"], _bench.Everything());
    }
}
