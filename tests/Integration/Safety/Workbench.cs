using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Safety;

/// <summary>What one run left: its status and both streams.</summary>
internal sealed record BenchRun(int ExitCode, int? Signal, byte[] Output, byte[] Error)
{
    public string OutputText => Encoding.UTF8.GetString(Output);

    public string ErrorText => Encoding.UTF8.GetString(Error);
}

/// <summary>
/// A folder to work in with a link named sops to the native program, an age identity outside of it, and a home, a temporary and a memory
/// folder that nobody else uses, so that whatever a run leaves behind can be found. Nothing of this
/// process's environment but PATH is passed on.
/// </summary>
internal sealed class Workbench : IDisposable
{
    private readonly TestFolder _root = new();
    private readonly ProcessRunner _runner = new();
    private readonly Dictionary<string, string> _variables;

    public Workbench()
    {
        Folder = MakeFolder("work");
        Home = MakeFolder("home");
        Temporary = MakeFolder("tmp");
        Memory = Path.Combine("/dev/shm", Path.GetFileName(_root.Path));
        Directory.CreateDirectory(Memory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(FileAt("sops"), NativeProgram.Path);
        Identity = AgeKeygen.Generate(RandomSource.System);
        Recipient = Identity.Recipient.ToString()!;
        var keys = Path.Combine(Home, "keys.txt");
        File.WriteAllText(keys, AgeKeygen.RevealIdentityFile(Identity, TimeProvider.System.GetUtcNow()));
        _variables = new()
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = Home,
            ["TMPDIR"] = Temporary,
            ["XDG_RUNTIME_DIR"] = Memory,
            ["SOPS_AGE_KEY_FILE"] = keys,
            ["RECIPIENT"] = Recipient,
            ["LC_ALL"] = "C.UTF-8",
        };
    }

    /// <summary>The working directory of every run.</summary>
    public string Folder { get; }

    public string Home { get; }

    public string Temporary { get; }

    public string Memory { get; }

    public X25519Identity Identity { get; }

    public string Recipient { get; }

    public HostEnvironment Host => new(_variables, Folder);

    public void Set(string name, string value) => _variables[name] = value;

    public string FileAt(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text, bool executable = false)
    {
        File.WriteAllText(FileAt(name), text);
        if (executable)
        {
            File.SetUnixFileMode(FileAt(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return FileAt(name);
    }

    public string Read(string name) => File.ReadAllText(FileAt(name));

    /// <summary>Makes a script the editor; its first argument is the file.</summary>
    public void UseEditor(string script)
    {
        Write("editor", "#!/bin/sh\n" + script + "\n", executable: true);
        Set("EDITOR", FileAt("editor"));
    }

    /// <summary>Encrypts a new file for the identity of this bench.</summary>
    public async Task EncryptAsync(string name, string plaintext, params string[] options)
    {
        Write(name, plaintext);
        var run = await SopsAsync(["encrypt", "-i", "--age", Recipient, .. options, name]);
        Assert.True(run.ExitCode == 0, run.ErrorText);
    }

    /// <summary>The plaintext of a file, which must decrypt.</summary>
    public async Task<string> DecryptAsync(string name)
    {
        var run = await SopsAsync("decrypt", name);
        Assert.True(run.ExitCode == 0, run.ErrorText);
        return run.OutputText;
    }

    public Task<BenchRun> SopsAsync(params string[] arguments) => RunAsync(FileAt("sops"), arguments);

    public Task<BenchRun> RunAsync(string program, params string[] arguments) => RunWithInputAsync(default, program, arguments);

    public async Task<BenchRun> RunWithInputAsync(ReadOnlyMemory<byte> input, string program, params string[] arguments)
    {
        // A defect that hangs must fail here and not stop the suite.
        using var result = await _runner.RunAsync(
            new()
            {
                Program = "timeout",
                Arguments = ["--kill-after=5", "60", program, .. arguments],
                Environment = Host,
                Input = input,
                OutputLimit = 64 << 20,
            },
            TestContext.Current.CancellationToken);
        return new(result.ExitCode, result.Signal, result.Output.ToArray(), result.Error.ToArray());
    }

    /// <summary>Everything in the working, temporary and memory folders: path relative to its root, which is before a colon.</summary>
    public string[] Everything() =>
    [
        .. new (string Name, string Path)[] { ("work", Folder), ("tmp", Temporary), ("memory", Memory) }
            .SelectMany(
                root =>
                    Directory.EnumerateFileSystemEntries(root.Path, "*", SearchOption.AllDirectories)
                        .Select(path => $"{root.Name}:{Path.GetRelativePath(root.Path, path)}"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>That no temporary and no memory file is left.</summary>
    public void AssertNothingLeftOutside()
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(Temporary));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Memory));
    }

    public void Dispose()
    {
        Identity.Dispose();
        Directory.Delete(Memory, recursive: true);
        _root.Dispose();
    }

    private string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(_root.Path, name)).FullName;
}
