using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Lifetime;
using SecretsKit.Platform.Native;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Platform;

/// <summary>Writers of one file at once: whoever is told that the file was written finds the change in it.</summary>
[SupportedOSPlatform("linux")]
public sealed class WriteLockTests : IDisposable
{
    private const int Writers = 4;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(FileWriteMode.Replace), InlineData(FileWriteMode.InPlace)]
    public async Task Threads_of_one_process_lose_no_change(FileWriteMode mode)
    {
        var path = _folder.Write("f", "0");
        var environment = new HostEnvironment([], _folder.Path);
        var done = await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(_ => Task.Run(() => Enumerable.Range(0, 200).Count(_ => Increments(environment, mode)))));
        Assert.Equal(
            done.Sum(), int.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture));
        Assert.True(done.Sum() >= 200);
        Assert.Equal(["f"], Names());
    }

    /// <summary>
    /// Where the folder may be entered and not listed, it cannot be opened for its lock; two names of one file lie in two folders.
    /// </summary>
    [Theory]
    [InlineData("Replace", "chmod 300 d", "d/f", "d/f")]
    [InlineData("Replace", ":", "d/f", "d/f")]
    [InlineData("InPlace", ":", "d/f", "d/f")]
    [InlineData("InPlace", "ln d/f e/g", "d/f", "e/g")]
    [InlineData("InPlace", "chmod 300 d", "d/f", "d/f")]
    [InlineData("Replace", "ln -s ../d/f e/g", "d/f", "e/g")]
    public async Task Processes_lose_no_change(string mode, string prepare, string one, string other)
    {
        const string Script = """
            cd "$1"; mkdir d e; printf 0 >d/f; eval "$2"
            without= ; [ "$(id -u)" != 0 ] || without='setpriv --bounding-set=-all --inh-caps=-all'
            for path in "$4" "$5" "$4"; do $without "$0" increment "$3" "$path" 150 & done
            wait; chmod 700 d; cat d/f
            """;
        var run = await ProbeRun.Run("sh", "-c", Script, "probe", _folder.Path, prepare, mode, one, other);
        Assert.Equal("", run.Error);
        var numbers = run.Output.Split('\n').Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(4, numbers.Count);
        Assert.Equal(numbers[..3].Sum(), numbers[3]);
        Assert.True(numbers[3] >= 150);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void The_wait_for_a_lock_has_an_end(bool ofTheFolder)
    {
        var path = _folder.Write("f", "old");
        using var holder = Hold(path, ofTheFolder);
        using var guard = InterruptGuard.HoldingOff();
        var error = Assert.Throws<SecretsKitException>(() => WriteLock.Take(path, "f", guard, mostAttempts: 3));
        Assert.Equal((ErrorCode.FileUnwritable, "cannot write f: another program keeps its folder locked"), (error.Code, error.Message));
        Assert.StartsWith($"'fuser -v {_folder.Path}' shows", error.Hint, StringComparison.Ordinal);
        holder.Dispose();

        // A program that another test starts at this moment has the lock, too, until it is another program.
        WriteLock.Take(path, "f", guard).Dispose();
    }

    [Fact]
    public void A_file_that_took_the_place_of_the_locked_one_is_locked_instead()
    {
        var path = _folder.Write("f", "old");
        using var guard = InterruptGuard.HoldingOff();
        using (WriteLock.Take(path, "f", guard))
        {
            _folder.Write("new", "new");
            File.Move(Path.Combine(_folder.Path, "new"), path, overwrite: true);
            Assert.Equal(LockOutcome.Busy, AdvisoryLockOf(_folder.Path));
        }

        using var taken = WriteLock.Take(path, "f", guard);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Assert.Equal(LockOutcome.Busy, AdvisoryLock.TryTakeWhole((int)file.DangerousGetHandle()));
    }

    [Fact]
    public async Task A_file_that_takes_the_place_of_the_locked_one_while_somebody_waits_is_locked_instead()
    {
        var path = _folder.Write("f", "old");
        _folder.Write("new", "new");
        using var old = Hold(path, ofTheFolder: false);
        using var next = Hold(Path.Combine(_folder.Path, "new"), ofTheFolder: false);
        using var guard = InterruptGuard.HoldingOff();
        var waiting = Task.Run(() => WriteLock.Take(path, "f", guard, mostAttempts: 80), TestContext.Current.CancellationToken);
        while (AdvisoryLockOf(_folder.Path) != LockOutcome.Busy)
        {
            await Task.Yield();
        }

        // Who has no lock of the folder, as on a network file system, replaces the file; the lock of the new one is kept.
        File.Move(Path.Combine(_folder.Path, "new"), path, overwrite: true);
        old.Dispose();
        Assert.Equal(ErrorCode.FileUnwritable, (await Assert.ThrowsAsync<SecretsKitException>(() => waiting)).Code);
    }

    [Fact]
    public void Nothing_is_left_of_a_lock()
    {
        var path = _folder.Write("f", "old");
        using var guard = InterruptGuard.HoldingOff();
        WriteLock.Take(path, "f", guard).Dispose();
        WriteLock.Take(Path.Combine(_folder.Path, "none"), "none", guard).Dispose();
        Assert.Equal(["f"], Names());
        Assert.Equal(LockOutcome.Taken, AdvisoryLockOf(_folder.Path));
    }

    [Theory, InlineData("INT", "130"), InlineData("TERM", "143")]
    public async Task A_signal_ends_the_wait_and_nothing_is_written(string signal, string status)
    {
        const string Script = """
            cd "$1"; printf old >f; exec 9<. ; flock 9
            env --default-signal=INT "$0" write Replace Public f new 9<&- &
            until ls -A | grep -q '[.]tmp$'; do :; done
            kill -"$2" $!; wait $!; echo $?; ls -A; cat f
            """;
        var run = await ProbeRun.Run("bash", "-c", Script, ProbeRun.Program, _folder.Path, signal);

        // Either the signal ends the process, or the wait ends first and the process by itself.
        var end = run.Output.StartsWith("Cancelled: ", StringComparison.Ordinal)
            ? "Cancelled: a signal came before f was written | \n1"
            : status;
        Assert.Equal($"{end}\nf\nold", run.Output);
    }

    private static LockOutcome AdvisoryLockOf(string folder)
    {
        using var opened = new Descriptor(FileCalls.Open(folder, OpenFlags.FolderOnly));
        return AdvisoryLock.TryTake(opened.Number);
    }

    private static IDisposable Hold(string path, bool ofTheFolder)
    {
        if (ofTheFolder)
        {
            var folder = new Descriptor(FileCalls.Open(Path.GetDirectoryName(path)!, OpenFlags.FolderOnly));
            Assert.Equal(LockOutcome.Taken, AdvisoryLock.TryTake(folder.Number));
            return folder;
        }

        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Assert.Equal(LockOutcome.Taken, AdvisoryLock.TryTakeWhole((int)file.DangerousGetHandle()));
        return file;
    }

    private static bool Increments(HostEnvironment environment, FileWriteMode mode)
    {
        var before = FileReader.Read(environment, "f");
        if (!int.TryParse(Encoding.UTF8.GetString(before), out var number))
        {
            return false;
        }

        try
        {
            AtomicFile.Write(new()
            {
                Environment = environment,
                Path = "f",
                Content = Encoding.UTF8.GetBytes((number + 1).ToString(CultureInfo.InvariantCulture)),
                Kind = FileContentKind.Public,
                Mode = mode,
                Expected = FileSnapshot.Of(before),
            });
            return true;
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.FileChanged)
        {
            return false;
        }
    }

    private string[] Names() =>
        [.. Directory.EnumerateFileSystemEntries(_folder.Path).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)];
}
