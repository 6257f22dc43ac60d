using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Platform;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(FileWriteMode.Replace), InlineData(FileWriteMode.InPlace)]
    public void Writes_new_files_open_or_private_by_their_content(FileWriteMode mode)
    {
        Write("public", "a", mode, FileContentKind.Public);
        Write("secret", "b", mode, FileContentKind.Plaintext);
        Assert.Equal(("a", "b"), (Read("public"), Read("secret")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf("secret"));
        Assert.Equal(["public", "secret"], Names());
    }

    [Theory, InlineData(FileWriteMode.Replace), InlineData(FileWriteMode.InPlace)]
    public async Task Keeps_mode_and_owner(FileWriteMode mode)
    {
        var path = _folder.Write("f", "old");
        var odd =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherWrite;
        if (Environment.IsPrivilegedProcess)
        {
            await ProbeRun.Run("chown", "3:4", path);
        }

        File.SetUnixFileMode(path, odd);
        var before = await ProbeRun.Run("stat", "-c", "%a %u:%g", path);
        Write("f", "new", mode);
        Assert.Equal("new", Read("f"));
        Assert.Equal(before.Output, (await ProbeRun.Run("stat", "-c", "%a %u:%g", path)).Output);
        Assert.Equal(odd, ModeOf("f"));
    }

    [Theory, InlineData(FileWriteMode.Replace), InlineData(FileWriteMode.InPlace)]
    public void A_shorter_content_leaves_nothing_of_the_longer_one(FileWriteMode mode)
    {
        _folder.Write("f", new string('x', 100_000));
        Write("f", "short", mode);
        Assert.Equal("short", Read("f"));
        Write("f", new string('y', 70_000), mode);
        Assert.Equal(new string('y', 70_000), Read("f"));
        Write("f", "", mode);
        Assert.Equal("", Read("f"));
    }

    [Theory, InlineData(FileWriteMode.Replace), InlineData(FileWriteMode.InPlace)]
    public void Follows_links_and_leaves_them(FileWriteMode mode)
    {
        var inner = Directory.CreateDirectory(Path.Combine(_folder.Path, "a", "b")).FullName;
        File.WriteAllText(Path.Combine(inner, "real"), "old");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "folder"), "a/b");
        File.CreateSymbolicLink(Path.Combine(inner, "second"), "real");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "first"), "folder/second");
        Write("first", "new", mode);
        Write("folder/../beside", "next", mode);
        Assert.Equal("new", File.ReadAllText(Path.Combine(inner, "real")));
        Assert.Equal("next", File.ReadAllText(Path.Combine(_folder.Path, "a", "beside")));
        Assert.Equal(("folder/second", "real"), (new FileInfo(Path.Combine(_folder.Path, "first"))
            .LinkTarget, new FileInfo(Path.Combine(inner, "second"))
            .LinkTarget));
    }

    [Fact]
    public void Refuses_a_link_that_leads_nowhere()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "l"), "nothing");
        var error = Fails("l", FileWriteMode.Replace);
        Assert.Equal("open l: no such file or directory", error.Message);
        Assert.NotNull(error.Hint);
        Assert.Equal(["l"], Names());
    }

    [Fact]
    public async Task Refuses_to_split_hard_links_and_keeps_them_in_place()
    {
        await ProbeRun.Run("ln", _folder.Write("f", "old"), Path.Combine(_folder.Path, "other"));
        var error = Fails("f", FileWriteMode.Replace);
        Assert.Equal("cannot replace f: it has 2 names (hard links), and the others would keep the old content", error.Message);
        Assert.Equal(("old", "old"), (Read("f"), Read("other")));
        Write("f", "new", FileWriteMode.InPlace);
        Assert.Equal(("new", "new"), (Read("f"), Read("other")));
        Assert.Equal(["f", "other"], Names());
    }

    [Theory]
    [InlineData("", "open : no such file or directory")]
    [InlineData("no/such/folder", "open no/such/folder: no such file or directory")]
    [InlineData("file/x", "open file/x: not a directory")]
    [InlineData("folder", "open folder: is a directory")]
    [InlineData("new/", "open new/: is a directory")]
    public void Names_what_cannot_be_written(string path, string message)
    {
        _folder.Write("file", "");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "folder"));
        Assert.Equal(message, Fails(path, FileWriteMode.Replace).Message);
        Assert.Equal(["file", "folder"], Names());
    }

    [Theory, InlineData(FileWriteMode.Replace), InlineData(FileWriteMode.InPlace)]
    public void Notices_what_others_did_since_the_file_was_read(FileWriteMode mode)
    {
        _folder.Write("f", "read");
        var snapshot = FileSnapshot.Of("read"u8);
        Write("f", "written", mode, expected: snapshot);
        Assert.Equal((ErrorCode.FileChanged, "f was changed by another program since it was read"), Reason(Fails("f", mode, snapshot)));
        Assert.Equal("written", Read("f"));
        Assert.Equal(
            (ErrorCode.FileChanged, "f was made by another program in the meantime"), Reason(Fails("f", mode, FileSnapshot.Missing)));
        Write("new", "x", mode, expected: FileSnapshot.Missing);
        File.Delete(Path.Combine(_folder.Path, "new"));
        Assert.Equal((ErrorCode.FileChanged, "new was removed since it was read"), Reason(Fails("new", mode, snapshot)));
        Assert.Equal(["f"], Names());
    }

    [Fact]
    public async Task Writes_to_devices_and_pipes_as_they_are()
    {
        Write("/dev/null", "gone", FileWriteMode.Replace);
        Assert.Equal("character special file\n", (await ProbeRun.Run("stat", "-c", "%F", "/dev/null")).Output);
        var run = await ProbeRun.Run(
            "sh",
            "-c",
            $"mkfifo {_folder.Path}/p; {ProbeRun.Program} write Replace Public {_folder.Path}/p through & cat {_folder.Path}/p; wait");
        Assert.Equal("through", run.Output);
        Assert.Equal(["p"], Names());
    }

    [Fact]
    public async Task Standard_output_by_its_path_goes_on_where_the_shell_was()
    {
        var log = _folder.Write("log", "");
        await ProbeRun.Run("sh", "-c", $"{{ printf 1; {ProbeRun.Program} write Replace Public /dev/stdout 2; printf 3; }} >{log}");
        Assert.Equal("123", Read("log"));
        var piped = await ProbeRun.Run("probe", "write", "Replace", "Public", "/dev/fd/1", "data");
        Assert.Equal("data", piped.Output);
    }

    [Fact]
    public async Task Who_made_a_file_read_only_meant_it()
    {
        var path = _folder.Write("f", "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        var run = await ProbeRun.RunWithoutPrivileges("write", "Replace", "Public", path, "new");
        Assert.Equal((1, $"FileUnwritable: open {path}: permission denied | \n"), (run.ExitCode, run.Output));
        Assert.Equal("old", Read("f"));
    }

    [Fact]
    public async Task Refuses_a_folder_without_permission_and_offers_to_write_in_place()
    {
        var inner = Directory.CreateDirectory(
            Path.Combine(_folder.Path, "inner"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
            .FullName;
        var path = Path.Combine(inner, "f");
        await File.WriteAllTextAsync(path, "old", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(inner, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var run = await ProbeRun.RunWithoutPrivileges("write", "Replace", "Public", path, "new");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(
            $"FileUnwritable: cannot write {path}: no file can be made in its folder (permission denied) | write the file in place",
            run.Output,
            StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await ProbeRun.RunWithoutPrivileges("write", "InPlace", "Public", path, "new")).ExitCode);
        Assert.Equal("new", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Refuses_to_take_over_a_file_of_someone_else()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make a file of someone else");
        var path = _folder.Write("f", "old");
        await ProbeRun.Run("chown", "3:4", path);
        await ProbeRun.Run("chmod", "666", path);
        var run = await ProbeRun.RunWithoutPrivileges("write", "Replace", "Public", path, "new");
        Assert.StartsWith(
            $"FileUnwritable: cannot replace {path}: it belongs to another user or group | write the file in place",
            run.Output,
            StringComparison.Ordinal);
        Assert.Equal("old", Read("f"));
        Assert.Equal(["f"], Names());
    }

    [Fact]
    public async Task Refuses_a_mounted_file_and_writes_it_in_place()
    {
        _folder.Write("source", "old");
        _folder.Write("mounted", "");
        var run = await ProbeRun.RunWithMounts(
            """mount --bind "$1/source" "$1/mounted"; "$0" write Replace Plaintext "$1/mounted" new || true; ls -A "$1"; "$0" write InPlace Plaintext "$1/mounted" new; cat "$1/source" """,
            _folder.Path);
        Assert.Matches("^FileUnwritable: cannot replace [^|]*: the file is a mount of its own [^|]*| write the file in " +
            "place[^\n]*\nmounted\nsource\nnew$", run.Output);
        Assert.Equal("new", Read("source"));
    }

    [Fact]
    public async Task Refuses_a_read_only_file_system()
    {
        _folder.Write("f", "old");
        var run = await ProbeRun.RunWithMounts(
            """mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"; "$0" write Replace Public "$1/f" new || "$0" write Replace Public "$1/g" new || true""", _folder.Path);
        Assert.Equal(
            $"FileUnwritable: open {_folder.Path}/f: read-only file system | \n" +
            $"FileUnwritable: cannot write {_folder.Path}/g: no file can be made in its folder (read-only file system) | \n",
            run.Output);
    }

    [Theory]
    [InlineData("Replace", "f")]
    [InlineData("InPlace", "f")]
    [InlineData("Replace", "new")]
    [InlineData("InPlace", "new")]
    public async Task A_full_disk_leaves_the_old_content_and_nothing_else(string mode, string name)
    {
        var run = await ProbeRun.RunWithMounts(
            """mount -t tmpfs -o size=64k t "$1"; printf old >"$1/f"; "$0" write "$2" Plaintext "$1/$3" '*200000' || ls -A "$1"; cat "$1/f" """, _folder.Path, mode, name);
        Assert.Equal($"FileUnwritable: write {_folder.Path}/{name}: no space left on device | \nf\nold", run.Output);
    }

    [Theory]
    [InlineData("Public")]
    [InlineData("Plaintext")]
    public async Task Whatever_call_a_kill_hits_the_old_or_the_new_content_is_whole(string kind)
    {
        foreach (var (call, count) in ((string, int)[])[("pwrite64", 1), ("fsync", 2), ("rename", 1), ("fchmod", 1)])
        {
            for (var n = 1; n <= count; n++)
            {
                Assert.Equal(9, (await KillAtAsync(call, n, "SIGKILL", kind)).Signal);
                var names = Names();
                Assert.Contains(Read("f"), (string[])["old", "new"]);
                Assert.All(
                    names.Where(name => name != "f"),
                    name => Assert.EndsWith(kind == "Plaintext" ? ".dec" : ".tmp", name, StringComparison.Ordinal));
                foreach (var left in names.Where(name => name != "f"))
                {
                    File.Delete(Path.Combine(_folder.Path, left));
                }
            }
        }
    }

    [Theory, InlineData("SIGINT", 2), InlineData("SIGTERM", 15), InlineData("SIGHUP", 1)]
    public async Task A_signal_leaves_no_temporary_file(string signal, int number)
    {
        var run = await KillAtAsync("fsync", 1, signal, "Plaintext");
        // Either the signal won, and the default action ended the process, or the write did and was complete.
        Assert.True(
            run.Signal == number || run.Output.StartsWith("Cancelled: ", StringComparison.Ordinal) || Read("f") == "new",
            run.Output + run.Error);
        Assert.Equal(["f"], Names());
    }

    private async Task<(int ExitCode, int? Signal, string Output, string Error)> KillAtAsync(string call, int n, string signal, string kind)
    {
        var path = _folder.Write("f", "old");
        // Only the injection is wanted of strace. It ends as its child ended.
        return await ProbeRun.Run(
            "strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal={signal}:when={n}", "probe",
                "write", "Replace", kind, path, "new");
    }

    private static (ErrorCode, string) Reason(SecretsKitException error) => (error.Code, error.Message);

    private SecretsKitException Fails(string path, FileWriteMode mode, FileSnapshot? expected = null)
    {
        var error = Assert.Throws<SecretsKitException>(() => Write(path, "new", mode, expected: expected));
        Assert.True(expected is not null || error.Code == ErrorCode.FileUnwritable);
        return error;
    }

    private void Write(
        string path, string content, FileWriteMode mode, FileContentKind kind = FileContentKind.Public, FileSnapshot? expected = null) =>
        AtomicFile.Write(new()
        {
            Environment = new HostEnvironment([], _folder.Path),
            Path = path,
            Content = Encoding.UTF8.GetBytes(content),
            Kind = kind,
            Mode = mode,
            Expected = expected,
        });

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.Path, name));

    private UnixFileMode ModeOf(string name) => File.GetUnixFileMode(Path.Combine(_folder.Path, name));

    private string[] Names() =>
        [.. Directory.EnumerateFileSystemEntries(_folder.Path).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)];
}
