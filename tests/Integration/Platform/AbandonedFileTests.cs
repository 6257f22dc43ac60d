using System.Runtime.Versioning;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Native;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Platform;

/// <summary>What killed processes leave is cleared up by the next one; what lives, is another's, or is no such file stays.</summary>
[SupportedOSPlatform("linux")]
public sealed class AbandonedFileTests : IDisposable
{
    private const string Mark = "0123456789ab4cde8f0123456789abcd";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData("Public", ".tmp"), InlineData("Plaintext", ".dec")]
    public async Task The_next_write_removes_what_a_killed_one_left(string kind, string ending)
    {
        var path = _folder.Write("f", "old");
        var killed = await ProbeRun.Run(
            "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=rename", "-e", "inject=rename:signal=SIGKILL:error=EIO:when=1", "probe",
                "write", "Replace", kind, path, "canary");
        Assert.Equal(9, killed.Signal);
        var left = Assert.Single(Names(), name => name != "f");
        Assert.EndsWith(ending, left, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(_folder.Path, left)], AbandonedFiles.FilesIn(_folder.Path));
        Write("g", "new");
        Assert.Equal(["f", "g"], Names());
        Assert.Empty(AbandonedFiles.FilesIn(_folder.Path));
    }

    [Fact]
    public async Task Plaintext_is_overwritten_before_its_name_goes()
    {
        var name = $".f.{Mark}.dec";
        _folder.Write(name, new string('c', 200_000));
        using var opened = File.OpenHandle(
            Path.Combine(_folder.Path, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Write("g", "new");
        Assert.Equal(["g"], Names());
        var content = new byte[200_000];
        Assert.Equal(content.Length, await RandomAccess.ReadAsync(opened, content, 0, TestContext.Current.CancellationToken));
        Assert.Equal(new byte[200_000], content);
    }

    [Fact]
    public void A_temporary_file_of_a_living_writer_stays()
    {
        var path = _folder.Write($".f.{Mark}.tmp", "being written");
        using (var writer = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            Assert.Equal(LockOutcome.Taken, AdvisoryLock.TryTakeWhole((int)writer.DangerousGetHandle()));
            Assert.Empty(AbandonedFiles.FilesIn(_folder.Path));
            Write("g", "new");
            Assert.Equal([$".f.{Mark}.tmp", "g"], Names());
        }

        Write("g", "newer");
        Assert.Equal(["g"], Names());
    }

    [Fact]
    public async Task Writers_and_those_who_clear_up_do_not_disturb_each_other()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                Write($"f{number}", $"{i}", FileContentKind.Plaintext);
            }

            return File.ReadAllText(Path.Combine(_folder.Path, $"f{number}"));
        })));
        Assert.All(runs, content => Assert.Equal("199", content));
        Assert.Equal(["f0", "f1", "f2", "f3"], Names());
    }

    /// <summary>Names that are nearly ours, and things under our names that no process of ours made.</summary>
    [Theory]
    [InlineData($"printf x >.f.{Mark}.bak")]
    [InlineData($"printf x >f.{Mark}.tmp")]
    [InlineData($"printf x >.f.{Mark}0.tmp")]
    [InlineData("printf x >.f.0123456789abccde8f0123456789abcd.tmp")]
    [InlineData("printf x >.f.0123456789ab4cde7f0123456789abcd.tmp")]
    [InlineData("printf x >.f.0123456789AB4CDE8F0123456789ABCD.tmp")]
    [InlineData($"printf x >kept; ln -s kept .f.{Mark}.dec")]
    [InlineData($"printf x >kept; ln kept .f.{Mark}.dec")]
    [InlineData($"mkdir .f.{Mark}.dec")]
    [InlineData($"mkfifo .f.{Mark}.dec")]
    public async Task What_only_looks_like_one_stays(string prepare)
    {
        await ProbeRun.Run("sh", "-ec", "cd \"$0\"; " + prepare, _folder.Path);
        var before = Names();
        Write("g", "new");
        Assert.Equal([.. before.Append("g").Order(StringComparer.Ordinal)], Names());
        Assert.True(!File.Exists(Path.Combine(_folder.Path, "kept")) || File.ReadAllText(Path.Combine(_folder.Path, "kept")) == "x");
    }

    [Fact]
    public async Task What_another_user_left_stays()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make files of someone else");
        var path = _folder.Write($".f.{Mark}.tmp", "x");
        var held = Directory.CreateDirectory(Path.Combine(_folder.Path, "secretskit-heldabc123"), Private).FullName;
        await ProbeRun.Run("chown", "12345", path, held);
        Write("g", "new");
        Make().Dispose();
        Assert.Equal([$".f.{Mark}.tmp", "g", "secretskit-heldabc123"], Names());
    }

    [Theory, InlineData("MemoryOnly"), InlineData("TempDirectory")]
    public async Task The_next_folder_of_plaintext_removes_what_a_killed_process_left(string place)
    {
        var (path, _) = await HoldAndKillAsync(place, "");
        Assert.True(File.Exists(Path.Combine(path, "values.yaml")));
        Assert.Contains(path, AbandonedFiles.Folders(Host()));
        SecretFolder.Create(Host(), Enum.Parse<SecretFolderPlace>(place)).Dispose();
        Assert.False(Directory.Exists(path));
    }

    /// <summary>The process number of the dead one may be another's by now; only the lock counts.</summary>
    [Fact]
    public async Task A_folder_in_use_stays_whoever_uses_it()
    {
        using var held = Make();
        held.WriteFile("values.yaml", "canary"u8);
        Make().Dispose();
        Assert.True(File.Exists(Path.Combine(held.Path, "values.yaml")));
        Assert.Empty(AbandonedFiles.Folders(Host()));

        // A program that was started on the folder outlives us.
        var (path, child) = await HoldAndKillAsync("TempDirectory", "sleep 600");
        Make().Dispose();
        Assert.True(File.Exists(Path.Combine(path, "values.yaml")));
        await ProbeRun.Run("kill", "-9", child);
        while (Directory.Exists($"/proc/{child}")
            && !(await File.ReadAllTextAsync($"/proc/{child}/stat", TestContext.Current.CancellationToken))
                .Contains(") Z ", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        Make().Dispose();
        Assert.False(Directory.Exists(path));
    }

    [Theory]
    [InlineData("mkdir -m 700 secretskit-abc123")]
    [InlineData("mkdir -m 700 .sopsabc123 .sops-abc123 .sops1234567")]
    [InlineData("mkdir -m 755 secretskit-heldabc123")]
    [InlineData("mkdir -m 700 other-heldabc123 secretskit-heldabc12 secretskit-heldabc1234 xsecretskit-heldabc123")]
    [InlineData("mkdir -m 700 real; ln -s real secretskit-heldabc123")]
    [InlineData("printf x >secretskit-heldabc123")]
    public async Task A_folder_that_only_looks_like_one_stays(string prepare)
    {
        await ProbeRun.Run("sh", "-ec", "cd \"$0\"; " + prepare, _folder.Path);
        var before = Names();
        Make().Dispose();
        Assert.Equal(before, Names());
    }

    [Fact]
    public void Where_others_could_swap_a_folder_nothing_is_removed()
    {
        var left = Directory.CreateDirectory(Path.Combine(_folder.Path, "secretskit-heldabc123"), Private).FullName;
        File.SetUnixFileMode(_folder.Path, Private | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        Make().Dispose();
        Assert.True(Directory.Exists(left));
        File.SetUnixFileMode(_folder.Path, Private);
        Make().Dispose();
        Assert.False(Directory.Exists(left));
    }

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private SecretFolder Make() => SecretFolder.Create(Host(), SecretFolderPlace.TempDirectory);

    private HostEnvironment Host() => new([new("TMPDIR", _folder.Path), new("XDG_RUNTIME_DIR", "")], _folder.Path);

    /// <summary>
    /// A process that made a folder, started a program on it if one is named, and was killed: the folder, and the number of that program.
    /// </summary>
    private async Task<(string Path, string Child)> HoldAndKillAsync(string place, string program)
    {
        const string Script = """
            mkfifo "$1/p"; env TMPDIR="$1" XDG_RUNTIME_DIR= "$0" hold-folder "$2" $3 >"$1/p" & { read path; read child; } <"$1/p"
            kill -9 $!; wait $! 2>/dev/null; rm "$1/p"; echo "$path"; echo "$child"
            """;
        var run = await ProbeRun.Run("bash", "-c", Script, ProbeRun.Program, _folder.Path, place, program);
        var lines = run.Output.Split('\n');
        return (lines[0], lines[1]);
    }

    private void Write(string name, string content, FileContentKind kind = FileContentKind.Public) => AtomicFile.Write(new()
    {
        Environment = new HostEnvironment([], _folder.Path),
        Path = name,
        Content = System.Text.Encoding.UTF8.GetBytes(content),
        Kind = kind,
        AbandonedFiles = new(),
    });

    private string[] Names() =>
        [.. Directory.EnumerateFileSystemEntries(_folder.Path).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)];
}
