using System.Diagnostics;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Platform;

public sealed class SecretFolderTests
{
    [Fact]
    public void Lies_in_memory_and_is_for_the_owner_alone()
    {
        using var folder = SecretFolder.Create(ProbeRun.Host, SecretFolderPlace.MemoryOnly);
        var file = folder.WriteFile("values.yaml", "canary"u8);
        Assert.True(folder.IsInMemory);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(("canary", "values.yaml"), (File.ReadAllText(file), Path.GetFileName(file)));
    }

    [Fact]
    public void Prefers_the_users_own_runtime_folder_if_that_is_memory()
    {
        using var runtime = SecretFolder.Create(ProbeRun.Host, SecretFolderPlace.MemoryOnly);
        using var inMemory = SecretFolder.Create(Host(("XDG_RUNTIME_DIR", runtime.Path)), SecretFolderPlace.MemoryOnly);
        Assert.Equal(runtime.Path, Path.GetDirectoryName(inMemory.Path));
        using var disk = new TestFolder();
        Assert.SkipWhen(IsMemory(disk.Path), "the temporary directory is in memory here");
        using var elsewhere = SecretFolder.Create(Host(("XDG_RUNTIME_DIR", disk.Path)), SecretFolderPlace.MemoryOnly);
        Assert.Equal("/dev/shm", Path.GetDirectoryName(elsewhere.Path));
    }

    [Fact]
    public void The_temporary_directory_must_be_asked_for_and_says_what_it_is()
    {
        using var disk = new TestFolder();
        using var folder = SecretFolder.Create(Host(("TMPDIR", disk.Path)), SecretFolderPlace.TempDirectory);
        Assert.Equal((disk.Path, IsMemory(disk.Path)), (Path.GetDirectoryName(folder.Path), folder.IsInMemory));
        var error = Assert.Throws<SecretsKitException>(
            () => SecretFolder.Create(Host(("TMPDIR", "/no/such/folder")), SecretFolderPlace.TempDirectory));
        Assert.Equal("mkdir /no/such/folder: no such file or directory", error.Message);
    }

    [Fact]
    public async Task Refuses_where_no_memory_can_be_had()
    {
        // Both candidates become a part of the disk's file system.
        var run = await ProbeRun.RunWithMounts(
            """mkdir "$1/shm"; mount --bind "$1/shm" /dev/shm; unset XDG_RUNTIME_DIR; "$0" hold-folder MemoryOnly""", new TestFolder().Path);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("FileUnwritable: no memory-backed folder for plaintext", run.Output, StringComparison.Ordinal);
        Assert.Contains(" | mount a tmpfs", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Removes_what_editors_left_and_never_follows_a_link()
    {
        using var outside = new TestFolder();
        var kept = outside.Write("kept", "outside");
        string path;
        using (var folder = SecretFolder.Create(ProbeRun.Host, SecretFolderPlace.MemoryOnly))
        {
            path = folder.Path;
            folder.WriteFile("values.yaml", "canary"u8);
            File.WriteAllText(Path.Combine(path, ".values.yaml.swp"), "canary");
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(path, "a", "b")).FullName, "backup~"), "canary");
            File.CreateSymbolicLink(Path.Combine(path, "link"), kept);
            File.CreateSymbolicLink(Path.Combine(path, "folder-link"), outside.Path);
            folder.MakePipe("pipe");
            var readOnly = Path.Combine(path, "read-only");
            File.WriteAllText(readOnly, "canary");
            File.SetUnixFileMode(readOnly, UnixFileMode.UserRead);
            folder.Dispose();
        }

        Assert.False(Directory.Exists(path));
        Assert.Equal("outside", File.ReadAllText(kept));
    }

    [Fact]
    public void Overwrites_before_it_removes()
    {
        using var outside = new TestFolder();
        var folder = SecretFolder.Create(Host(("TMPDIR", outside.Path)), SecretFolderPlace.TempDirectory);
        var file = folder.WriteFile("values.yaml", new byte[200_000]);
        File.WriteAllText(file, new string('c', 200_000));
        // A second name for the same file shows what became of the content.
        using (var link = Process.Start("ln", [file, Path.Combine(outside.Path, "witness")]))
        {
            link.WaitForExit();
        }

        folder.Dispose();
        Assert.Equal(new byte[200_000], File.ReadAllBytes(Path.Combine(outside.Path, "witness")));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public void Takes_plain_names_only(string name)
    {
        using var folder = SecretFolder.Create(ProbeRun.Host, SecretFolderPlace.MemoryOnly);
        Assert.Throws<ArgumentException>(() => folder.WriteFile(name, []));
    }

    [Theory]
    [InlineData("hold-folder MemoryOnly", "TERM", "143")]
    [InlineData("hold-folder MemoryOnly", "INT", "130")]
    [InlineData("hold-folder MemoryOnly", "HUP", "129")]
    [InlineData("hold-folder MemoryOnly", "QUIT", "131")]
    [InlineData("cancel-folder", "TERM", "143")]
    [InlineData("cancel-folder", "INT", "130")]
    [InlineData("cancel-folder", "HUP", "129")]
    public async Task A_signal_removes_it_and_keeps_its_meaning(string verb, string signal, string status)
    {
        using var folder = new TestFolder();
        // A shell with job control off starts background jobs with SIGINT ignored; through env they get the default back.
        var run = await ProbeRun.Run(
            "bash", "-c", $"mkfifo {folder.Path}/p; env --default-signal=HUP,INT,QUIT {ProbeRun.Program} {verb} >{folder.Path}/p & read " +
            $"path <{folder.Path}/p; [ -f $path/values.yaml ] && kill -{signal} $!; wait $!; echo $? $(ls -d $path 2>/dev/null)");
        Assert.Equal(status + "\n", run.Output);
    }

    private static bool IsMemory(string path) => new DriveInfo(path).DriveFormat is "tmpfs" or "ramfs";

    private static HostEnvironment Host(params (string Name, string Value)[] variables) =>
        new(variables.Select(v => KeyValuePair.Create(v.Name, v.Value)), "/");
}
