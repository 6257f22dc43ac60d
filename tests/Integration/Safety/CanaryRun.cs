using System.Text;
using System.Text.RegularExpressions;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Providers.Age;

namespace SecretsKit.Integration.Safety;

/// <summary>What a command may do with the secrets of its run, beside reading them.</summary>
/// <param name="Exit">Its status.</param>
/// <param name="OnOutput">Whether plaintext belongs on its standard output.</param>
/// <param name="InMemory">Whether plaintext may be in the memory folder: an editor runs.</param>
/// <param name="InVariables">Whether values may be variables of a program that is started, though never its arguments.</param>
/// <param name="DataKeyToGpg">Whether the data key may go through a pipe between the program and gpg.</param>
/// <param name="ToServer">Whether data keys and what is sent with requests may go through sockets.</param>
/// <param name="ToPrograms">Whether values may go through pipes to programs that the command line names, and back.</param>
/// <param name="File">A file that plaintext was asked to be in, or null.</param>
/// <param name="Folder">A folder of such files, or null.</param>
/// <param name="Opens">The encrypted file that it begins with, so that the data key is known.</param>
/// <param name="Makes">The encrypted file that it makes, on standard output or under this name.</param>
internal sealed record Allowed(
    int Exit = 0, bool OnOutput = false, bool InMemory = false, bool InVariables = false, bool DataKeyToGpg = false,
        bool ToServer = false, bool ToPrograms = false, string? File = null, string? Folder = null, string? Opens = null,
        string? Makes = null);

/// <summary>
/// Runs commands on marked secrets and fails wherever a mark leaves the program other than as
/// allowed. Plaintext in a file that the test wrote itself is no finding; a new file is one.
/// </summary>
internal sealed partial class CanaryRun : IDisposable
{
    public const string Value = "cAnArY-value-5f0e7b1d2c";
    public const string Second = "cAnArY-second-83b6e4a0";
    public const string Comment = "cAnArY-comment-9d27c3f1";

    /// <summary>Looks different in each notation.</summary>
    public const string Special = "cAnArY \"sp&cial\" <ü>'\\ 71c2e5";

    private readonly Canaries _values = new();
    private readonly Canaries _keys = new();

    public CanaryRun()
    {
        _values.Add("value", Encoding.ASCII.GetBytes(Value));
        _values.Add("second value", Encoding.ASCII.GetBytes(Second));
        _values.Add("comment", Encoding.ASCII.GetBytes(Comment));
        _values.Add("special value", Encoding.UTF8.GetBytes(Special));
        var identity = File.ReadAllLines(Path.Combine(Bench.Home, "keys.txt"))
            .Single(line => line.StartsWith("AGE-SECRET-KEY-1", StringComparison.Ordinal));
        _keys.Add("identity", Encoding.ASCII.GetBytes(identity));
        _keys.Add("identity without prefix", Encoding.ASCII.GetBytes(identity["AGE-SECRET-KEY-1".Length..]));
    }

    public Workbench Bench { get; } = new();

    /// <summary>Looks for one more key, which no command may show.</summary>
    public void AddKey(string name, ReadOnlySpan<byte> key) => _keys.Add(name, key);

    /// <summary>Looks for one more secret, which no command may show and which goes to no server either.</summary>
    public void AddValue(string name, ReadOnlySpan<byte> value) => _values.Add(name, value);

    public void Dispose() => Bench.Dispose();

    /// <summary>The data key of an encrypted file that the identity of the bench opens.</summary>
    public async Task<byte[]> DataKeyAsync(string name) => await DataKeyAsync(await File.ReadAllBytesAsync(Bench.FileAt(name)), name);

    /// <summary>Runs sops, checks its status and every way out.</summary>
    public Task<BenchRun> SopsAsync(Allowed allowed, byte[]? input, params string[] arguments) =>
        RunAsync(Bench.FileAt("sops"), allowed, input, arguments);

    /// <summary>Runs one of our own verbs, with the same checks.</summary>
    public Task<BenchRun> VerbAsync(Allowed allowed, byte[]? input, params string[] arguments) =>
        RunAsync(NativeProgram.Path, allowed, input, arguments);

    private async Task<BenchRun> RunAsync(string program, Allowed allowed, byte[]? input, string[] arguments)
    {
        if (allowed.Opens is { } opened)
        {
            await LearnAsync(await File.ReadAllBytesAsync(Bench.FileAt(opened)), opened);
        }

        var before = Bench.Everything();
        var (run, trace) = await SystemCallTrace.RunAsync(Bench, input, program, arguments);
        Assert.True(run.ExitCode == allowed.Exit, $"{run.ExitCode}: {run.ErrorText}");
        if (allowed.Makes is { } made)
        {
            await LearnAsync(run.Output.Length > 0 ? run.Output : await File.ReadAllBytesAsync(Bench.FileAt(made)), made);
        }

        // The runtime writes to a copy of the descriptor, which is the same pipe.
        var output = trace.All.FirstOrDefault(call => call.Descriptor == 1)?.Target;
        var children = trace.All.Skip(1).Where(call => call.Call == "execve").Select(call => call.Process).ToHashSet();
        var findings = new List<string>();

        // The first call is the test's own: it may hand an identity over.
        foreach (var call in trace.All.Skip(1))
        {
            Check(call, !children.Contains(call.Process) ? output : null, allowed, findings);
        }

        // Data can be cut anywhere between two writes.
        foreach (
            var stream in trace.All.Where(call => call.Call.Contains("write", StringComparison.Ordinal))
                .GroupBy(call => (call.Process, call.Descriptor, call.Target)))
        {
            var joined = new TracedCall(
                stream.Key.Process, "writes", stream.Key.Descriptor, stream.Key.Target, [.. stream.SelectMany(Payload)]);
            Check(joined, !children.Contains(joined.Process) ? output : null, allowed, findings);
        }

        findings.AddRange(Find(run.Error).Select(name => "standard error: " + name));
        findings.AddRange((allowed.OnOutput ? _keys.In(run.Output) : Find(run.Output)).Select(name => "standard output: " + name));
        foreach (var entry in Bench.Everything()
            .Except(before)
            .Where(entry => entry != "work:" + allowed.File
                && !(entry.StartsWith("work:", StringComparison.Ordinal) && IsIn(allowed.Folder, entry["work:".Length..]))))
        {
            var path = Path.Combine(
                entry.StartsWith("work:", StringComparison.Ordinal) ? Bench.Folder : "/nowhere", entry[(entry.IndexOf(':') + 1)..]);
            findings.AddRange(!File.Exists(path)
                ? [entry + " was left"]
                : Find(await File.ReadAllBytesAsync(path)).Select(name => $"{entry}: {name}"));
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings.Distinct()));
        return run;
    }

    /// <summary>Learns the data key of an encrypted file, so that it is looked for too.</summary>
    private async Task LearnAsync(byte[] text, string name) => _keys.Add("data key", await DataKeyAsync(text, name));

    private async Task<byte[]> DataKeyAsync(byte[] text, string name)
    {
        var format = Path.GetExtension(name) switch
        {
            ".yaml" => DocumentFormat.Yaml,
            ".json" => DocumentFormat.Json,
            ".ini" => DocumentFormat.Ini,
            ".env" => DocumentFormat.Dotenv,
            _ => DocumentFormat.Binary,
        };
        var file = EncryptedFile.Load(text, format);
        var wrapped = file.Metadata.KeyGroups.SelectMany(group => group.Keys)
            .Select(key => key.Enc)
            .First(text => text.Contains("BEGIN AGE", StringComparison.Ordinal));
        return await AgeFile.DecryptAsync(Encoding.ASCII.GetBytes(wrapped), [Bench.Identity], AgeEncoding.Detect, default);
    }

    /// <param name="call">What was done.</param>
    /// <param name="output">The standard output of the program, for its own calls.</param>
    /// <param name="allowed">What is no finding.</param>
    /// <param name="findings">Where findings go.</param>
    private void Check(TracedCall call, string? output, Allowed allowed, List<string> findings)
    {
        var target = call.Target;
        var keysAllowed = false;
        var valuesAllowed = allowed.InMemory && target.StartsWith(Bench.Memory + "/", StringComparison.Ordinal);
        if (target.StartsWith("socket:", StringComparison.Ordinal))
        {
            keysAllowed = allowed.ToServer;
        }
        else if (target.StartsWith("pipe:", StringComparison.Ordinal))
        {
            valuesAllowed |= allowed.ToPrograms || (allowed.OnOutput && target == output);
            keysAllowed = allowed.DataKeyToGpg && target != output;
        }
        else if (allowed.File is { } file)
        {
            // The file itself is written under a temporary name of its own first.
            valuesAllowed |= target.StartsWith(Path.Combine(Bench.Folder, "." + file + "."), StringComparison.Ordinal)
                && target.EndsWith(".dec", StringComparison.Ordinal);
        }

        valuesAllowed |= target.StartsWith(Bench.Folder + "/", StringComparison.Ordinal)
            && IsIn(allowed.Folder, target[(Bench.Folder.Length + 1)..]);
        var line = allowed.InVariables && call.Call == "execve" ? WithoutVariables(call.Line) : call.Line;
        var found = (valuesAllowed ? [] : _values.In(line)).Concat(keysAllowed ? [] : _keys.In(call.Line));
        findings.AddRange(found.Select(name => $"{call.Call} to {(target.Length > 0 ? target : "the system")}: {name}"));

        if (call.Call is "copy_file_range" or "sendfile" or "splice" or "tee" or "vmsplice"
            && !(allowed.InMemory
                && OnlyMemory().IsMatch(Encoding.Latin1.GetString(call.Line).Replace(Bench.Memory, "/MEMORY", StringComparison.Ordinal))))
        {
            findings.Add($"{call.Call} moved bytes unseen: {Encoding.Latin1.GetString(call.Line)}");
        }

        // Shared writable pages of a file would be a way out that no later call shows.
        if (call.Call == "mmap" && Encoding.ASCII.GetString(call.Line) is var text && text.Contains("PROT_WRITE", StringComparison.Ordinal)
            && text.Contains("MAP_SHARED", StringComparison.Ordinal)
            && text.Contains("</", StringComparison.Ordinal)
            && !text.Contains("</memfd:", StringComparison.Ordinal))
        {
            findings.Add("shared writable pages: " + text);
        }
    }

    private static bool IsIn(string? folder, string path) => folder is not null
        && (path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal));

    // execve("path", ["arguments"...], ["variables"...])
    private static byte[] WithoutVariables(byte[] line) => line.AsSpan().IndexOf("], ["u8) is var end and >= 0 ? line[..end] : line;

    private static IEnumerable<byte> Payload(TracedCall call)
    {
        var first = call.Line.AsSpan().IndexOf((byte)'"');
        var last = call.Line.AsSpan().LastIndexOf((byte)'"');
        return first < 0 || last <= first ? [] : call.Line[(first + 1)..last];
    }

    /// <summary>All descriptors in the line are files of the memory folder.</summary>
    [GeneratedRegex(@"^[^<]*(?:</MEMORY/[^>]*>[^<]*)+$")]
    private static partial Regex OnlyMemory();

    private IEnumerable<string> Find(byte[] bytes) => _values.In(bytes).Concat(_keys.In(bytes));
}
