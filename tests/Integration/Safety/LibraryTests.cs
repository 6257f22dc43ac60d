namespace SecretsKit.Integration.Safety;

/// <summary>
/// Which code of others the program loads: the system's C library and what OpenSSL needs, and nothing from where an attacker may write.
/// </summary>
public sealed class LibraryTests : IDisposable
{
    // What the loader needs at the start, what is opened by name later, and the names that a runtime of .NET would try.
    private static readonly string[] Planted =
    [
        "libm.so.6", "libc.so.6", "ld-linux-x86-64.so.2", "libgcc_s.so.1", "libstdc++.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1",
        "libz.so.1",
        "libssl.so", "libssl.so.3", "libssl.so.1.1", "libssl.so.10", "libssl.so.1.0.2", "libssl.so.1.0.0", "libcrypto.so.3",
        "libcrypto.so.1.1", "libgssapi_krb5.so.2",
        "libicuuc.so", "libicui18n.so", "libicuuc.so.76", "libicui18n.so.76", "libicuuc.so.74", "libicudata.so.74", "libc.so", "libc",
        "liblibc.so", "liblibc",
        "libSystem.Native.so", "libSystem.Native", "libSystem.Security.Cryptography.Native.OpenSsl.so", "libSystem.Net.Security.Native.so",
        "libclrjit.so",
        "libcoreclr.so", "libhostfxr.so", "libhostpolicy.so", "libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2", "liblttng-ust.so.0",
        "liblttng-ust.so.1",
    ];

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_loader_searches_no_folder_of_the_programs_own()
    {
        var image = ElfImage.Read(NativeProgram.Path);
        Assert.Empty(image.SearchPaths);
        Assert.All(
            image.Needed,
            name => Assert.True(name is "libc.so.6" or "libm.so.6" || name.StartsWith("ld-linux-", StringComparison.Ordinal), name));
        Assert.Contains("libc.so.6", image.Needed);
    }

    [Fact]
    public void No_table_of_addresses_stays_writable_and_the_stack_holds_no_code()
    {
        var image = ElfImage.Read(NativeProgram.Path);
        Assert.True(image.HasReadOnlyTables, "no GNU_RELRO");
        Assert.True(image.BindsAtStart, "no BIND_NOW");
        Assert.False(image.HasExecutableStack, "GNU_STACK is missing or executable");
    }

    [Fact]
    public async Task Libraries_beside_the_program_and_in_the_working_directory_are_not_opened()
    {
        var beside = Directory.CreateDirectory(_bench.FileAt("bin")).FullName;
        var program = Path.Combine(beside, "secretskit");
        File.Copy(NativeProgram.Path, program);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var name in Planted)
        {
            // A loader that takes one of them fails, in addition to being seen.
            await File.WriteAllTextAsync(Path.Combine(beside, name), "planted", TestContext.Current.CancellationToken);
            _bench.Write(name, "planted");
        }

        await _bench.EncryptAsync("f.yaml", "a: 1\n");
        string[][] commands =
        [
            ["--version"],
            ["view", "f.yaml"],
            ["set", "f.yaml", "a", "2"],
            ["exec-env", "f.yaml", "--", "true"],
            // Asks for the names of hosts and loads what encrypts connections, though nobody answers.
            ["template", "https://localhost:1/chart.tgz"],
        ];
        foreach (var command in commands)
        {
            var opened = await OpenedAsync(program, command);
            Assert.DoesNotContain(
                opened,
                path => Planted.Contains(Path.GetFileName(path))
                    && (!Path.IsPathRooted(path) || path.StartsWith(_bench.Folder, StringComparison.Ordinal)));
        }

        // Such an opening would be seen: here the caller asks for it.
        Assert.Contains(
            await OpenedAsync(program, ["--version"], "-E", $"LD_LIBRARY_PATH={beside}"),
            path => path.StartsWith(beside + "/lib", StringComparison.Ordinal));
    }

    /// <summary>The paths that a command opens or tries to open, as it names them.</summary>
    private async Task<List<string>> OpenedAsync(string program, string[] arguments, params string[] options)
    {
        var log = Path.Combine(_bench.Home, "opened");
        await _bench.RunAsync(
            "strace", ["-f", "-b", "execve", "-qq", "-s", "4096", "-o", log, "-e", "trace=open,openat", .. options, program, .. arguments]);
        var paths = (await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken))
            .Select(line => line.Split('"'))
            .Where(parts => parts.Length > 2)
            .Select(parts => parts[1])
            .ToList();
        Assert.NotEmpty(paths);
        return paths;
    }
}
