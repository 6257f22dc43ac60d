using System.Text;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// Files, folders and disks that are not as they should be: the right result or one clear error, and the old file as it was.
/// </summary>
public sealed class FaultTests : IDisposable
{
    private const string Plain = "a: secret\n";
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>Scripts that print the status of encrypting f.yaml in place; the file is in the folder <c>$1</c>.</summary>
    [Theory]
    [InlineData(
        "mount -t tmpfs -o size=8k t m; printf 'a: secret\\n' >m/f.yaml; head -c 4096 /dev/zero >m/fill", "no space left on device")]
    [InlineData("mount -t tmpfs t m; printf 'a: secret\\n' >m/f.yaml; mount -o remount,ro m", "read-only file system")]
    [InlineData("touch m/f.yaml; printf 'a: secret\\n' >source; mount --bind source m/f.yaml", "the file is a mount of its own")]
    [InlineData("printf 'a: secret\\n' >m/f.yaml; ln m/f.yaml m/other", "it has 2 names (hard links)")]
    public async Task A_file_that_cannot_be_replaced_stays_plain_and_whole(string prepare, string message)
    {
        string[] unshare = Environment.IsPrivilegedProcess ? ["--mount"] : ["--mount", "--user", "--map-root-user"];
        var allowed = await _bench.RunAsync("unshare", [.. unshare, "mount", "-t", "tmpfs", "none", "/mnt"]);
        Assert.SkipUnless(allowed.ExitCode == 0, "mounts are not allowed here");
        var run = await _bench.RunAsync(
            "unshare",
            [.. unshare, "sh", "-c", $"mkdir m; {prepare}; ls -A m >before; ./sops encrypt -i --age $RECIPIENT m/f.yaml; echo $?; cat " +
                "m/f.yaml; ls -A m | cmp - before"]);
        Assert.Equal("3\n" + Plain, run.OutputText);
        Assert.Contains(message, run.ErrorText, StringComparison.Ordinal);
        Assert.Single(run.ErrorText.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Containers_without_proc_and_dev_are_enough_to_make_a_key_and_use_it()
    {
        string[] unshare = Environment.IsPrivilegedProcess ? ["--mount"] : ["--mount", "--user", "--map-root-user"];
        var allowed = await _bench.RunAsync("unshare", [.. unshare, "mount", "-t", "tmpfs", "none", "/mnt"]);
        Assert.SkipUnless(allowed.ExitCode == 0, "mounts are not allowed here");
        _bench.Write("f.yaml", Plain);
        var run = await _bench.RunAsync(
            "unshare",
            [.. unshare, "sh", "-ec", "mount -t tmpfs t /dev; mount -t tmpfs t /proc; export SOPS_AGE_KEY_FILE=k.txt; " +
                "\"$0\" enc f.yaml --age \"$(\"$0\" keygen -o k.txt)\"; \"$0\" set f.yaml b c; \"$0\" view f.yaml", NativeProgram.Path]);
        Assert.True(run.ExitCode == 0, run.ErrorText);
        Assert.Equal(Plain + "b: c\n", run.OutputText);
    }

    [Fact]
    public async Task A_link_is_followed_and_stays()
    {
        Directory.CreateDirectory(_bench.FileAt("real"));
        _bench.Write("real/f.yaml", Plain);
        File.CreateSymbolicLink(_bench.FileAt("link.yaml"), "real/f.yaml");
        var run = await _bench.SopsAsync("encrypt", "-i", "--age", _bench.Recipient, "link.yaml");
        Assert.True(run.ExitCode == 0, run.ErrorText);
        Assert.Equal("real/f.yaml", new FileInfo(_bench.FileAt("link.yaml")).LinkTarget);
        Assert.Equal(Plain, await _bench.DecryptAsync("real/f.yaml"));
    }

    [Theory]
    [InlineData("ln -s nothing f.yaml", 100)]
    [InlineData("mkdir f.yaml", 2)]
    [InlineData(":", 100)]
    [InlineData("ln -s f.yaml f.yaml", 2)]
    [InlineData("truncate -s 300M f.yaml", 2)]
    [InlineData(": >f.yaml", 92)]
    [InlineData("printf 'a: \\377\\376\\n' >f.yaml", 2)]
    public async Task What_is_no_file_or_no_document_is_refused(string prepare, int exit)
    {
        // A limit on memory turns a missing limit on input into a failure of another kind.
        var run = await _bench.RunAsync(
            "sh", "-c", $"{prepare}; ulimit -v 1500000; DOTNET_GCHeapHardLimit=0x30000000 ./sops encrypt -i --age $RECIPIENT f.yaml");
        Assert.Equal((exit, ""), (run.ExitCode, run.OutputText));
        Assert.Single(run.ErrorText.TrimEnd().Split('\n'));
        Assert.DoesNotContain("internal error", run.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f.yaml", "a: secret\r\nb: two\r\n")]
    [InlineData("f.env", "A=secret\r\nB=two\r\n")]
    [InlineData("f.ini", "[s]\r\na = secret\r\n")]
    [InlineData("f.json", "{\"a\":\r\n\"secret\"}\r\n")]
    [InlineData("f.yaml", "\uFEFFa: secret\n")]
    [InlineData("f.ini", "\uFEFF[s]\na = secret\n")]
    [InlineData("f.bin", "\uFEFFsecret\r\n")]
    public async Task Line_ends_and_byte_order_marks_come_through_or_are_refused(string name, string text)
    {
        _bench.Write(name, text);
        var run = await _bench.SopsAsync("encrypt", "-i", "--age", _bench.Recipient, name);
        Assert.True(run.ExitCode == 0, run.ErrorText);
        Assert.DoesNotContain("secret", _bench.Read(name), StringComparison.Ordinal);
        var plain = await _bench.DecryptAsync(name);
        Assert.Contains("secret", plain, StringComparison.Ordinal);
        if (name == "f.bin")
        {
            Assert.Equal(text, plain);
        }
    }

    [Fact]
    public async Task Standard_input_by_its_path_is_read_and_not_replaced()
    {
        var run = await _bench.RunWithInputAsync(
            Encoding.UTF8.GetBytes(Plain), _bench.FileAt(
                "sops"), "encrypt", "--age", _bench.Recipient, "--input-type", "yaml", "--output-type", "yaml", "/dev/stdin");
        Assert.True(run.ExitCode == 0, run.ErrorText);
        _bench.Write("f.yaml", run.OutputText);
        Assert.Equal(Plain, await _bench.DecryptAsync("f.yaml"));
    }
}
